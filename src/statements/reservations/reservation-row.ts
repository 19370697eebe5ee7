import type { LocalDate } from '../../platform/dates/index.js';
import type { ReservationFacts } from './reservation-facts.js';

/** A stay as it is known now. */
export interface Reservation extends ReservationFacts {
  id: string;
  version: number;
  contentHash: string;
  source: string;
  changedAt: Date;
}

/** Columns of rental_reservation `r` under the names of Reservation. */
export const RESERVATION = `
  r.id, r.listing_id AS "listingId", r.channel, r.code, r.status, r.source_status AS "sourceStatus", r.guest,
  r.booked_on AS "bookedOn", r.check_in AS "checkIn", r.check_out AS "checkOut", r.currency, r.rent_minor AS "rentMinor",
  r.cleaning_minor AS "cleaningMinor", r.extras_minor AS "extrasMinor", r.tax_minor AS "taxMinor",
  r.tax_remitted_by AS "taxRemittedBy", r.channel_fee_minor AS "channelFeeMinor", r.payment_fee_minor AS "paymentFeeMinor",
  r.payout_minor AS "payoutMinor", r.paid_to_owner AS "paidToOwner", r.review, r.version, r.content_hash AS "contentHash",
  r.source, r.changed_at AS "changedAt"`;

/** First and last day, both inclusive. */
export interface Period {
  from: LocalDate;
  to: LocalDate;
}
