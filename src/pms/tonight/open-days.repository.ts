import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { LocalDate } from '../../platform/dates/index.js';
import { closableFrom, type DayHours } from '../business-days/house-day.js';
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

/** A guest who did not come, of whom the channel is not told yet. */
export interface UnreportedNoShow {
  hotelId: number;
  bookingId: string;
  guest: string;
  channel: string;
  /** Until when the channel takes it. */
  until: Date;
}

/** A day as it is read; from when it may be closed is reckoned as the close itself does, also in a night whose hours come twice. */
type FoundDay = Omit<OpenDay, 'closableFrom' | 'isOver'> & Pick<DayHours, 'closeFrom' | 'noShowCutoff'> & { now: Date };

/** As `FINDINGS` of the night audit has it, for many hotels at once. */
const OPEN_DAYS = `
  SELECT h.id AS "hotelId", h.time_zone AS "timeZone", b.business_date AS "businessDate", now() AS now,
    to_char(p.close_from, 'HH24:MI') AS "closeFrom", coalesce(to_char(p.no_show_cutoff, 'HH24:MI'), $2) AS "noShowCutoff",
    ((now() AT TIME ZONE h.time_zone) - interval '12 hours')::date AS "presentNight", a.arrivals, a.departures
  FROM hotel h
  JOIN business_day b ON b.tenant_id = h.tenant_id AND b.hotel_id = h.id AND b.status = 'open'
  LEFT JOIN hotel_policy p ON p.hotel_id = h.id
  CROSS JOIN LATERAL (SELECT
    (SELECT count(*)::int FROM booking WHERE hotel_id = h.id AND status = 'confirmed' AND arrival <= b.business_date)
      AS arrivals,
    (SELECT count(*)::int FROM booking WHERE hotel_id = h.id AND status = 'checked_in' AND departure <= b.business_date)
      AS departures) a
  WHERE $1::int[] IS NULL OR h.id = ANY($1)`;

@Injectable()
export class OpenDaysRepository {
  constructor(private readonly db: TenantDatabase) {}

  /** Of these hotels, or of all: the day that waits longest first. A hotel whose books were never opened has none. */
  async list(hotelIds: readonly number[] | null): Promise<OpenDay[]> {
    const found = await this.db.rows<FoundDay>(OPEN_DAYS, [hotelIds, DEFAULT_POLICY.noShowCutoff]);
    return found.map(openDay).sort((a, b) => Number(a.closableFrom) - Number(b.closableFrom) || a.hotelId - b.hotelId);
  }

  /** Channels of these hotels, or of all, that are still to be told that a guest did not come, the first deadline first. */
  unreported(hotelIds: readonly number[] | null): Promise<UnreportedNoShow[]> {
    return this.db.rows(
      `SELECT r.hotel_id AS "hotelId", r.booking_id AS "bookingId", b.guest_name AS guest, b.channel,
         r.channel_report_until AS until
       FROM no_show_record r JOIN booking b ON b.id = r.booking_id
       WHERE r.channel_report = 'due' AND r.reversed_at IS NULL AND r.channel_report_until > now()
         AND ($1::int[] IS NULL OR r.hotel_id = ANY($1))
       ORDER BY r.channel_report_until, r.booking_id`,
      [hotelIds],
    );
  }
}

function openDay({ closeFrom, noShowCutoff, now, ...day }: FoundDay): OpenDay {
  const hours = { ...DEFAULT_POLICY, closeFrom, noShowCutoff };
  const from = closableFrom(day.businessDate, hours, day.timeZone);
  return { ...day, closableFrom: from, isOver: from <= now };
}
