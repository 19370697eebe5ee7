import { createHash } from 'node:crypto';
import type { LocalDate } from '../../platform/dates/index.js';
import { type Channel, CHANNELS } from '../parties/channels.js';

export { type Channel, CHANNELS };

export const RESERVATION_STATUSES = ['confirmed', 'cancelled', 'no_show', 'owner_stay', 'needs_review'] as const;
export type ReservationStatus = (typeof RESERVATION_STATUSES)[number];

/**
 * A stay as a source tells it. Amounts are minor units of `currency`; fees are positive although they are taken away; of a cancelled
 * stay the amounts are what was kept. Nights are [checkIn, checkOut).
 */
export interface ReservationFacts {
  listingId: number;
  channel: Channel;
  /** The channel's confirmation code, else one that the source gives and never changes. */
  code: string;
  status: ReservationStatus;
  /** As the source spells it. */
  sourceStatus: string | null;
  guest: string | null;
  bookedOn: LocalDate | null;
  checkIn: LocalDate;
  checkOut: LocalDate;
  currency: string;
  rentMinor: number;
  cleaningMinor: number;
  extrasMinor: number;
  /** Lodging tax that the guest paid, and who hands it to the state. */
  taxMinor: number;
  taxRemittedBy: 'channel' | 'host';
  channelFeeMinor: number;
  paymentFeeMinor: number;
  /** What reached, or will reach, the manager; null: unknown. */
  payoutMinor: number | null;
  paidToOwner: boolean;
  /** Why a person has to look, as codes: `unknown_status`, `gross_mismatch`, `net_only` … */
  review: string[];
}

/** The same for the same facts, whatever order their members are in. */
export function contentHash(facts: ReservationFacts): string {
  const members = Object.keys(facts).sort() as (keyof ReservationFacts)[];
  const text = JSON.stringify(members.map((member) => [member, facts[member]]));
  return createHash('sha256').update(text).digest('base64url').slice(0, 32);
}

/** What is left of the guest's money when channel and payment have taken theirs; tax that the channel remits is not part of it. */
export function expectedPayout(facts: ReservationFacts): number {
  const { rentMinor, cleaningMinor, extrasMinor, channelFeeMinor, paymentFeeMinor } = facts;
  const tax = facts.taxRemittedBy === 'host' ? facts.taxMinor : 0;
  return rentMinor + cleaningMinor + extrasMinor + tax - channelFeeMinor - paymentFeeMinor;
}
