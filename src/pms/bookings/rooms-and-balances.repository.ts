import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { grossOf } from '../folios/gross-of-lines.js';

export interface RoomAndBalance {
  /** Number of the room of the latest nights; null: none yet. */
  room: string | null;
  /** Charged and not yet paid, with tax, minor units. */
  balanceMinor: number;
}

/** What a list says of a booking beside the booking itself, read for a page with one statement. */
@Injectable()
export class RoomsAndBalances {
  constructor(private readonly db: TenantDatabase) {}

  /** By the id of the booking; every booking that is there has one. */
  async of(bookingIds: readonly string[]): Promise<Map<string, RoomAndBalance>> {
    if (bookingIds.length === 0) return new Map();
    const rows = await this.db.rows<RoomAndBalance & { id: string }>(
      `WITH asked AS (
         SELECT b.id, f.id AS folio_id, b.tenant_id
         FROM booking b LEFT JOIN folio f ON f.tenant_id = b.tenant_id AND f.booking_id = b.id WHERE b.id = ANY($1::uuid[])),
       bill AS (
         -- A window is a bill of its own, and each tax of it is rounded once.
         SELECT g.folio_id, sum(g.gross) AS gross FROM (
           SELECT l.folio_id, ${grossOf('true')} AS gross FROM asked a JOIN folio_line l ON l.folio_id = a.folio_id
           GROUP BY l.folio_id, l.window_number, l.tax_code, l.tax_rate, l.tax_treatment) g
         GROUP BY 1),
       paid AS (
         SELECT p.folio_id, sum(p.amount_minor) AS amount FROM asked a JOIN folio_payment p ON p.folio_id = a.folio_id GROUP BY 1)
       SELECT a.id, (coalesce(bill.gross, 0) - coalesce(paid.amount, 0))::bigint AS "balanceMinor",
         (SELECT r.number FROM room_assignment s JOIN room r ON r.id = s.room_id
          WHERE s.tenant_id = a.tenant_id AND s.reservation_id = a.id AND s.kind = 'stay' AND s.cancelled_at IS NULL
          ORDER BY upper(s.during) DESC LIMIT 1) AS room
       FROM asked a LEFT JOIN bill ON bill.folio_id = a.folio_id LEFT JOIN paid ON paid.folio_id = a.folio_id`,
      [bookingIds],
    );
    return new Map(rows.map(({ id, ...row }) => [id, row]));
  }
}
