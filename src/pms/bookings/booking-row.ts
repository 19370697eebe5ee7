import type { LocalDate } from '../../platform/dates/index.js';
import type { PenaltyTerms } from '../penalties/penalty.js';

export const BOOKING_STATUSES = [
  'tentative',
  'confirmed',
  'checked_in',
  'checked_out',
  'cancelled',
  'no_show',
] as const;
export type BookingStatus = (typeof BOOKING_STATUSES)[number];

/** none: kept until the evening of arrival. card, prepaid: kept all night, and charged if nobody comes. */
export const GUARANTEES = ['none', 'card', 'prepaid'] as const;
export type Guarantee = (typeof GUARANTEES)[number];

/** A booking: one room for one guest. Dates are local, the stay is half-open [arrival, departure), money is in minor units. */
export interface BookingRow {
  id: string;
  hotelId: number;
  roomCategoryId: number;
  groupId: string | null;
  code: string;
  status: BookingStatus;
  arrival: LocalDate;
  departure: LocalDate;
  adults: number;
  children: number;
  /** Of the children whose age is known. */
  childAges: number[];
  /** Why the guests pay no city tax. */
  cityTaxExempt: string | null;
  guestName: string;
  guestEmail: string | null;
  guestCountry: string | null;
  channel: string;
  channelReference: string | null;
  guarantee: Guarantee;
  penalty: PenaltyTerms;
  currency: string;
  /** Price of each night as booked, by date from the arrival on. */
  nightPricesMinor: number[];
  totalMinor: number;
  noService: LocalDate[];
  doNotDisturb: LocalDate[];
  notes: string | null;
  createdAt: Date;
  checkedInAt: Date | null;
  checkedOutAt: Date | null;
  cancelledAt: Date | null;
  cancelReason: string | null;
  /** What a cancelled booking was before; null for others, and for those cancelled before this was kept. */
  cancelledFrom: 'tentative' | 'confirmed' | null;
  cancelledBy: string | null;
  /** Fee by the booked terms, minor units; null unless cancelled at this desk. */
  cancelFeeMinor: number | null;
  /** Folio line that charges it; null: not charged. */
  cancelFeeLineId: number | null;
  /** Why it was not charged. */
  cancelFeeWaived: string | null;
  version: number;
}

export const BOOKING = `b.id, b.hotel_id AS "hotelId", b.category_id AS "roomCategoryId", b.group_id AS "groupId", b.code,
  b.status, b.arrival, b.departure, b.adults, b.children, b.child_ages AS "childAges",
  b.city_tax_exempt AS "cityTaxExempt", b.guest_name AS "guestName", b.guest_email AS "guestEmail",
  b.guest_country AS "guestCountry", b.channel, b.channel_reference AS "channelReference", b.guarantee, b.penalty,
  b.currency, b.night_prices_minor::float8[] AS "nightPricesMinor", b.total_minor AS "totalMinor", b.no_service::text[] AS "noService",
  b.do_not_disturb::text[] AS "doNotDisturb", b.notes,
  b.created_at AS "createdAt", b.checked_in_at AS "checkedInAt", b.checked_out_at AS "checkedOutAt",
  b.cancelled_at AS "cancelledAt", b.cancel_reason AS "cancelReason",
  b.cancelled_by AS "cancelledBy", b.cancel_fee_minor AS "cancelFeeMinor", b.cancel_fee_line_id AS "cancelFeeLineId",
  b.cancel_fee_waived AS "cancelFeeWaived", b.cancelled_from AS "cancelledFrom", b.version`;
