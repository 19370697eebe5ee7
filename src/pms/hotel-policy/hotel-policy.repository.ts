import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { Tax } from '../taxes/tax.js';

/** How a hotel does its front office. Times are local, `HH:MM`. */
export interface HotelPolicy {
  /** Prices of nights and charges are with tax. */
  pricesIncludeTax: boolean;
  /** Code of the tax nights are charged with; null: none. */
  roomTaxCode: string | null;
  /** Until when, on the day of arrival, a room without guarantee is kept. */
  holdUntil: string;
  /** When, on the day after arrival, a guaranteed booking becomes a no-show. */
  noShowCutoff: string;
  /** When, on the day after arrival, its later nights are given back; null: with the no-show. */
  releaseAt: string | null;
  /** Until when, on the day of departure, the room is the guest's: before that a stay is not over. */
  checkOutTime: string;
  /** From when, on the next day, a business date may be closed; null: from the no-show cut-off. */
  closeFrom: string | null;
  /** Days after which a vacant clean room is refreshed. */
  refreshDays: number;
  checkInNeedsInspection: boolean;
}

/** What a hotel does that did not say otherwise: the column defaults of hotel_policy. */
export const DEFAULT_POLICY: HotelPolicy = {
  pricesIncludeTax: true,
  roomTaxCode: null,
  holdUntil: '18:00',
  noShowCutoff: '02:00',
  releaseAt: null,
  checkOutTime: '12:00',
  closeFrom: null,
  refreshDays: 7,
  checkInNeedsInspection: false,
};

/** How the hotel's prices are meant: nights, charges, fees. */
export const priceModeOf = ({ pricesIncludeTax }: HotelPolicy): 'gross' | 'net' => (pricesIncludeTax ? 'gross' : 'net');

/** For what is charged without a tax category. */
export const UNTAXED: Tax = { code: 'UNTAXED', rate: '0', treatment: 'outside' };

@Injectable()
export class HotelPolicyRepository {
  constructor(private readonly db: TenantDatabase) {}

  async get(hotelId: number): Promise<HotelPolicy> {
    const row = await this.db.first<HotelPolicy>(
      `SELECT prices_include_tax AS "pricesIncludeTax", room_tax_code AS "roomTaxCode",
         to_char(hold_until, 'HH24:MI') AS "holdUntil", to_char(no_show_cutoff, 'HH24:MI') AS "noShowCutoff",
         to_char(release_at, 'HH24:MI') AS "releaseAt", to_char(check_out_time, 'HH24:MI') AS "checkOutTime",
         to_char(close_from, 'HH24:MI') AS "closeFrom", refresh_days AS "refreshDays",
         check_in_needs_inspection AS "checkInNeedsInspection"
       FROM hotel_policy WHERE hotel_id = $1`,
      [hotelId],
    );
    return row ?? DEFAULT_POLICY;
  }

  /** Lets one transaction at a time change the hotel's policy, which may have no row yet. */
  async hold(hotelId: number): Promise<void> {
    await this.db.rows('SELECT FROM hotel WHERE id = $1 FOR NO KEY UPDATE', [hotelId]);
  }

  /** Waits for sales of the hotel that are under way, and keeps others from beginning. */
  async holdSales(hotelId: number): Promise<void> {
    await this.db.rows('SELECT FROM hotel WHERE id = $1 FOR UPDATE', [hotelId]);
  }

  /**
   * Whether stays of the hotel are sold, or may be again, whose nights or fees are to be charged at the agreed prices: also cancelled
   * ones, no-shows and guests who have just left may come back. One that is over since a day is charged no more.
   */
  async staysToCharge(hotelId: number): Promise<boolean> {
    const row = await this.db.first(
      `SELECT FROM booking b JOIN hotel h ON h.id = b.hotel_id
       WHERE b.hotel_id = $1 AND (b.status = 'checked_in'
         OR b.status IN ('tentative', 'confirmed', 'cancelled', 'no_show') AND b.departure >= (now() AT TIME ZONE h.time_zone)::date - 1
         OR b.status = 'checked_out' AND b.departed_on >= (now() AT TIME ZONE h.time_zone)::date - 1) LIMIT 1`,
      [hotelId],
    );
    return row !== undefined;
  }

  async put(hotelId: number, p: HotelPolicy): Promise<void> {
    await this.db.rows(
      `INSERT INTO hotel_policy (tenant_id, hotel_id, prices_include_tax, room_tax_code, hold_until, no_show_cutoff,
         release_at, refresh_days, check_in_needs_inspection, check_out_time, close_from)
       VALUES (current_setting('app.tenant_id')::uuid, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
       ON CONFLICT (hotel_id) DO UPDATE SET prices_include_tax = $2, room_tax_code = $3, hold_until = $4,
         no_show_cutoff = $5, release_at = $6, refresh_days = $7, check_in_needs_inspection = $8, check_out_time = $9,
         close_from = $10`,
      [
        hotelId,
        p.pricesIncludeTax,
        p.roomTaxCode,
        p.holdUntil,
        p.noShowCutoff,
        p.releaseAt,
        p.refreshDays,
        p.checkInNeedsInspection,
        p.checkOutTime,
        p.closeFrom,
      ],
    );
  }
}
