import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { LocalDate } from '../../platform/dates/index.js';
import { DEFAULT_POLICY } from '../hotel-policy/hotel-policy.repository.js';

/** The open business day of a hotel, and which guests stand against closing it. */
export interface OpenDay {
  hotelId: number;
  timeZone: string;
  businessDate: LocalDate;
  /** Date of the night that the hotel has now: in the morning still yesterday's. */
  presentNight: LocalDate;
  /** From then on it may be closed without a reason. */
  closableFrom: Date;
  /** It may be closed by now. */
  isOver: boolean;
  /** Guests that are still expected, and those that were to leave. */
  arrivals: number;
  departures: number;
}

/** As `closableFrom` in house-day.ts and `FINDINGS` of the night audit have it, for many hotels at once. */
const OPEN_DAYS = `
  SELECT h.id AS "hotelId", h.time_zone AS "timeZone", b.business_date AS "businessDate", c.at AS "closableFrom",
    ((now() AT TIME ZONE h.time_zone) - interval '12 hours')::date AS "presentNight",
    c.at <= now() AS "isOver", a.arrivals, a.departures
  FROM hotel h
  JOIN business_day b ON b.tenant_id = h.tenant_id AND b.hotel_id = h.id AND b.status = 'open'
  LEFT JOIN hotel_policy p ON p.hotel_id = h.id
  CROSS JOIN LATERAL (SELECT ((b.business_date + 1) + coalesce(p.close_from, p.no_show_cutoff, $2::time))
    AT TIME ZONE h.time_zone AS at) c
  CROSS JOIN LATERAL (SELECT
    (SELECT count(*)::int FROM booking WHERE hotel_id = h.id AND status = 'confirmed' AND arrival <= b.business_date)
      AS arrivals,
    (SELECT count(*)::int FROM booking WHERE hotel_id = h.id AND status = 'checked_in' AND departure <= b.business_date)
      AS departures) a
  WHERE $1::int[] IS NULL OR h.id = ANY($1)
  ORDER BY c.at, h.id`;

@Injectable()
export class OpenDaysRepository {
  constructor(private readonly db: TenantDatabase) {}

  /** Of these hotels, or of all: the day that waits longest first. A hotel whose books were never opened has none. */
  list(hotelIds: readonly number[] | null): Promise<OpenDay[]> {
    return this.db.rows(OPEN_DAYS, [hotelIds, DEFAULT_POLICY.noShowCutoff]);
  }
}
