import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { type LocalDate, today } from '../../platform/dates/index.js';
import type { HotelRow } from '../../rooms/index.js';
import type { AuditCheck } from './audit-checks.js';

export interface BusinessDayRow {
  hotelId: number;
  businessDate: LocalDate;
  status: 'open' | 'closed';
  /** null: nothing has been posted yet; the first posting opens the day. */
  openedAt: Date | null;
  closedAt: Date | null;
  closedBy: string | null;
  /** Their e-mail address, as it was then. */
  closedByName: string | null;
  /** Why it was closed before the hotel's hour. */
  earlyReason: string | null;
  checks: AuditCheck[] | null;
}

/** How a day is closed, and by whom. */
export interface Closing {
  checks: AuditCheck[];
  pack: object;
  closedBy: string | null;
  closedByName: string | null;
  earlyReason: string | null;
}

const COLUMNS = `hotel_id AS "hotelId", business_date AS "businessDate", status, opened_at AS "openedAt",
  closed_at AS "closedAt", closed_by AS "closedBy", closed_by_name AS "closedByName", early_reason AS "earlyReason",
  checks`;

/** The date a hotel's books are open for. */
@Injectable()
export class BusinessDaysRepository {
  constructor(private readonly db: TenantDatabase) {}

  /** The open day, or the one a hotel's first posting would open, its local today. Only looks: nothing is opened. */
  async current(hotel: Pick<HotelRow, 'id' | 'timeZone'>): Promise<BusinessDayRow> {
    const found = await this.db.first<BusinessDayRow>(
      `SELECT ${COLUMNS} FROM business_day WHERE hotel_id = $1 AND status = 'open'`,
      [hotel.id],
    );
    if (found) return found;
    const businessDate = today(hotel.timeZone, new Date());
    return {
      hotelId: hotel.id,
      businessDate,
      status: 'open',
      openedAt: null,
      closedAt: null,
      closedBy: null,
      closedByName: null,
      earlyReason: null,
      checks: null,
    };
  }

  /** The open day, opened if the hotel has none. Only for what is written to it in the same transaction. */
  async open(hotel: Pick<HotelRow, 'id' | 'timeZone'>): Promise<BusinessDayRow> {
    const found = await this.current(hotel);
    if (found.openedAt) return found;
    await this.begin(hotel.id, found.businessDate);
    return this.current(hotel);
  }

  /** The open day, which does not close until the transaction ends: what is posted to it is in its pack. */
  posting(hotel: Pick<HotelRow, 'id' | 'timeZone'>): Promise<BusinessDayRow> {
    return this.held(hotel, 'SHARE');
  }

  /** Holds the open day until the transaction ends, so that nothing is posted while it closes. */
  lock(hotel: Pick<HotelRow, 'id' | 'timeZone'>): Promise<BusinessDayRow> {
    return this.held(hotel, 'NO KEY UPDATE');
  }

  private async held(
    hotel: Pick<HotelRow, 'id' | 'timeZone'>,
    mode: 'SHARE' | 'NO KEY UPDATE',
  ): Promise<BusinessDayRow> {
    for (;;) {
      const found = await this.db.first<BusinessDayRow>(
        `SELECT ${COLUMNS} FROM business_day WHERE hotel_id = $1 AND status = 'open' FOR ${mode}`,
        [hotel.id],
      );
      if (found) return found;
      // The hotel has no open day yet, or the one this statement waited for has been closed meanwhile.
      await this.open(hotel);
    }
  }

  /** Opens a date, unless the hotel has an open one or has had this one. */
  async begin(hotelId: number, date: LocalDate): Promise<void> {
    await this.db.rows(
      `INSERT INTO business_day (tenant_id, hotel_id, business_date)
       VALUES (current_setting('app.tenant_id')::uuid, $1, $2) ON CONFLICT DO NOTHING`,
      [hotelId, date],
    );
  }

  find(hotelId: number, date: LocalDate): Promise<BusinessDayRow | undefined> {
    return this.db.first(`SELECT ${COLUMNS} FROM business_day WHERE hotel_id = $1 AND business_date = $2`, [
      hotelId,
      date,
    ]);
  }

  /** Latest first. */
  async page(
    hotelId: number,
    limit: number,
    offset: number,
  ): Promise<{ businessDays: BusinessDayRow[]; total: number }> {
    const businessDays = await this.db.rows<BusinessDayRow>(
      `SELECT ${COLUMNS} FROM business_day WHERE hotel_id = $1 ORDER BY business_date DESC LIMIT $2 OFFSET $3`,
      [hotelId, limit, offset],
    );
    const count = await this.db.first<{ total: number }>(
      'SELECT count(*) AS total FROM business_day WHERE hotel_id = $1',
      [hotelId],
    );
    return { businessDays, total: count!.total };
  }

  async close(hotelId: number, date: LocalDate, closing: Closing): Promise<BusinessDayRow> {
    const { checks, pack, closedBy, closedByName, earlyReason } = closing;
    const row = await this.db.first<BusinessDayRow>(
      `UPDATE business_day SET status = 'closed', closed_at = now(), closed_by = $3, checks = $4::jsonb, pack = $5::jsonb,
         closed_by_name = $6, early_reason = $7
       WHERE hotel_id = $1 AND business_date = $2 AND status = 'open' RETURNING ${COLUMNS}`,
      [hotelId, date, closedBy, JSON.stringify(checks), JSON.stringify(pack), closedByName, earlyReason],
    );
    return row!;
  }

  /** The pack frozen at the close; undefined while the day is open. */
  async pack<Pack>(hotelId: number, date: LocalDate): Promise<Pack | undefined> {
    const row = await this.db.first<{ pack: Pack | null }>(
      'SELECT pack FROM business_day WHERE hotel_id = $1 AND business_date = $2',
      [hotelId, date],
    );
    return row?.pack ?? undefined;
  }
}
