import { createHash } from 'node:crypto';
import type { LocalDate } from '../../../platform/dates/index.js';
import type { Channel, ReservationStatus } from '../../reservations/reservation-facts.js';

/**
 * What a row of a file is. stay, change, tax, fee: money of a stay, or what a source knows of it; invoice: the channel's bill for a
 * stay; withholding: tax kept back from the owner, of a listing; payout: a transfer of the channel; unknown: nobody has said yet.
 */
export const ROW_KINDS = ['stay', 'change', 'tax', 'fee', 'invoice', 'withholding', 'payout', 'unknown'] as const;
export type RowKind = (typeof ROW_KINDS)[number];

/** Amounts of a stay, minor units, with the signs of ReservationFacts; null: the file does not say. */
export interface RowMoney {
  rent: number | null;
  cleaning: number | null;
  extras: number | null;
  tax: number | null;
  channelFee: number | null;
  paymentFee: number | null;
  payout: number | null;
}

export const NO_MONEY: RowMoney = {
  rent: null,
  cleaning: null,
  extras: null,
  tax: null,
  channelFee: null,
  paymentFee: null,
  payout: null,
};

/** A row of a file, in the same words whatever the file. */
export interface NormalRow {
  line: number;
  kind: RowKind;
  /** As the file has it. */
  type: string;
  /** movement: an amount that was moved, all of a stay add up; state: all that is known of a stay, the last counts. */
  mode: 'movement' | 'state';
  channel: Channel;
  code: string | null;
  status: ReservationStatus | null;
  sourceStatus: string | null;
  guest: string | null;
  /** Title or id of the listing in the file. */
  listing: string | null;
  bookedOn: LocalDate | null;
  checkIn: LocalDate | null;
  checkOut: LocalDate | null;
  /** Day of the money. */
  date: LocalDate | null;
  currency: string;
  money: RowMoney;
  taxRemittedBy: 'channel' | 'host';
  /** Part of the channel fee that was not taken from the payout, because the channel bills it later. */
  accrued: number;
  /** What the channel calls the payout, as it stands on the bank's list. */
  reference: string | null;
  /** The channel has changed the stay's dates: those of this row hold, not those of rows before it. */
  moves?: boolean;
  /** Key of the payout it belongs to and its part of it; of a payout: what was transferred. */
  batch: { key: string; minor: number; currency: string } | null;
  /** Why a person has to look, as codes. */
  review: string[];
  /** What tells this row from another, besides type, channel, code, dates and currency. */
  identity: string;
}

/**
 * The same for the same row of the same or of another file: of what the channel itself does not change. Not the title of the
 * listing, which people change, not columns that newer files have and older ones lack, and not the line.
 */
export function fingerprintOf({ kind, channel, code, date, checkIn, currency, identity }: NormalRow): string {
  const parts = [kind, channel, code, date, checkIn, currency, identity];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 24);
}
