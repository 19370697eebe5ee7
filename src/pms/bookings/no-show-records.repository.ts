import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { LocalDate } from '../../platform/dates/index.js';
import type { Guarantee } from './booking-row.js';
import type { PenaltyTerms } from '../penalties/penalty.js';

export interface NoShowRecordRow {
  bookingId: string;
  hotelId: number;
  businessDate: LocalDate;
  /** From when the guest was late. */
  cutoffAt: Date;
  /** RELEASED: not guaranteed, so the nights were given back without a fee. */
  outcome: 'NO_SHOW' | 'RELEASED';
  guarantee: Guarantee;
  terms: PenaltyTerms;
  penaltyMinor: number;
  /** Folio line of the penalty. */
  lineId: number | null;
  releaseAt: Date | null;
  releasedNights: LocalDate[];
  releasedAt: Date | null;
  channelReport: 'not_needed' | 'due' | 'reported';
  channelReportUntil: Date | null;
  jobId: string | null;
  createdAt: Date;
  reversedAt: Date | null;
  reversedBy: string | null;
}

export const NO_SHOW_RECORD = `r.booking_id AS "bookingId", r.hotel_id AS "hotelId", r.business_date AS "businessDate",
  r.cutoff_at AS "cutoffAt", r.outcome, r.guarantee, r.terms, r.penalty_minor AS "penaltyMinor", r.line_id AS "lineId",
  r.release_at AS "releaseAt", r.released_nights::text[] AS "releasedNights", r.released_at AS "releasedAt",
  r.channel_report AS "channelReport", r.channel_report_until AS "channelReportUntil", r.job_id AS "jobId",
  r.created_at AS "createdAt", r.reversed_at AS "reversedAt", r.reversed_by AS "reversedBy"`;

/** What was done about guests who did not come. */
@Injectable()
export class NoShowRecordsRepository {
  constructor(private readonly db: TenantDatabase) {}

  /** The booking's record, unless it was reinstated since. */
  standing(bookingId: string): Promise<NoShowRecordRow | undefined> {
    return this.db.first(
      `SELECT ${NO_SHOW_RECORD} FROM no_show_record r WHERE r.booking_id = $1 AND r.reversed_at IS NULL FOR NO KEY UPDATE`,
      [bookingId],
    );
  }

  async reverse(bookingId: string, userId: string | null): Promise<void> {
    await this.db.rows(
      `UPDATE no_show_record SET reversed_at = clock_timestamp(), reversed_by = $2,
         channel_report = CASE WHEN channel_report = 'due' THEN 'not_needed' ELSE channel_report END
       WHERE booking_id = $1`,
      [bookingId, userId],
    );
  }

  /** The record stands again: the guest has not come after all. `lineId`: the fee that was charged anew. */
  async stand(bookingId: string, lineId: number | null): Promise<void> {
    await this.db.rows(
      `UPDATE no_show_record SET reversed_at = NULL, reversed_by = NULL, line_id = coalesce($2, line_id),
         channel_report = CASE WHEN channel_report = 'not_needed' AND channel_report_until IS NOT NULL THEN 'due'
           ELSE channel_report END
       WHERE booking_id = $1`,
      [bookingId, lineId],
    );
  }

  /** Latest business date first. */
  async page(
    filter: {
      hotelId?: number;
      from?: LocalDate;
      to?: LocalDate;
      bookingId?: string;
      /** Of guests who have not come after all. */
      channelReport?: NoShowRecordRow['channelReport'];
    },
    limit: number,
    offset: number,
  ): Promise<{ records: ListedRecord[]; total: number }> {
    const where = `($1::int IS NULL OR r.hotel_id = $1) AND ($2::date IS NULL OR r.business_date >= $2)
      AND ($3::date IS NULL OR r.business_date <= $3) AND ($4::uuid IS NULL OR r.booking_id = $4)
      AND ($5::text IS NULL OR (r.channel_report = $5 AND r.reversed_at IS NULL))`;
    const { hotelId = null, from = null, to = null, bookingId = null, channelReport = null } = filter;
    const values = [hotelId, from, to, bookingId, channelReport];
    const records = await this.db.rows<ListedRecord>(
      `SELECT ${NO_SHOW_RECORD}, b.code, b.guest_name AS "guestName", b.currency
       FROM no_show_record r JOIN booking b ON b.id = r.booking_id
       WHERE ${where} ORDER BY r.business_date DESC, b.code LIMIT $6 OFFSET $7`,
      [...values, limit, offset],
    );
    const count = await this.db.first<{ total: number }>(
      `SELECT count(*) AS total FROM no_show_record r WHERE ${where}`,
      values,
    );
    return { records, total: count!.total };
  }

  /** Notes that the channel was told; false when there is nothing to report: a direct booking, or a guest who came after all. */
  async reported(bookingId: string): Promise<boolean> {
    const row = await this.db.first(
      `UPDATE no_show_record SET channel_report = 'reported' WHERE booking_id = $1 AND channel_report <> 'not_needed' AND reversed_at IS NULL
       RETURNING booking_id`,
      [bookingId],
    );
    return row !== undefined;
  }
}

/** A record with what a person needs to recognise it. */
export interface ListedRecord extends NoShowRecordRow {
  code: string;
  guestName: string;
  currency: string;
}
