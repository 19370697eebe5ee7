import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { LocalDate } from '../../platform/dates/index.js';
import { notFound } from '../../platform/errors/app-error.js';

export type RoomCondition = 'dirty' | 'clean' | 'inspected';

export interface RoomStateRow {
  roomId: number;
  number: string;
  condition: RoomCondition;
  /** Last date it was cleaned or used. */
  cleanedOn: LocalDate | null;
  section: string | null;
}

const STATE = `r.id AS "roomId", r.number, coalesce(s.condition, 'clean') AS condition, s.cleaned_on AS "cleanedOn", s.section`;

/** What rooms look like. */
@Injectable()
export class RoomStatesRepository {
  constructor(private readonly db: TenantDatabase) {}

  /** @throws AppError NOT_FOUND */
  async get(roomId: number): Promise<RoomStateRow> {
    const row = await this.db.first<RoomStateRow>(
      `SELECT ${STATE} FROM room r LEFT JOIN room_state s ON s.room_id = r.id WHERE r.id = $1`,
      [roomId],
    );
    if (!row) throw notFound('Room');
    return row;
  }

  /** By number. */
  ofHotel(hotelId: number): Promise<RoomStateRow[]> {
    return this.db.rows(
      `SELECT ${STATE} FROM room r LEFT JOIN room_state s ON s.room_id = r.id WHERE r.hotel_id = $1
       ORDER BY length(r.number), r.number`,
      [hotelId],
    );
  }

  /**
   * What a guest leaves is dirty: the rooms the reservation has on the date, or had the night before, and the one that was theirs
   * last, since a guest may leave after the day of departure, or before the date of the first night has begun. Answers which.
   */
  async used(reservationId: string, date: LocalDate): Promise<number[]> {
    const rows = await this.db.rows<{ roomId: number }>(
      `INSERT INTO room_state (tenant_id, room_id, condition, cleaned_on)
       SELECT DISTINCT a.tenant_id, a.room_id, 'dirty', $2::date FROM room_assignment a
       WHERE a.reservation_id = $1 AND a.cancelled_at IS NULL
         AND (a.during @> least($2::date, upper(a.during) - 1) AND upper(a.during) >= $2::date
           OR a.id = (SELECT l.id FROM room_assignment l
             WHERE l.reservation_id = $1 AND l.kind = 'stay' AND l.cancelled_at IS NULL
             ORDER BY lower(l.during) > $2::date, abs(lower(l.during) - $2::date) LIMIT 1))
       ORDER BY a.room_id
       ON CONFLICT (room_id) DO UPDATE SET condition = 'dirty', cleaned_on = excluded.cleaned_on, changed_at = now()
       RETURNING room_id AS "roomId"`,
      [reservationId, date],
    );
    return rows.map(({ roomId }) => roomId);
  }

  /** Sets the condition of a room that nobody has used since it was cleaned; one that is dirty stays so. */
  async putUnlessDirty(roomId: number, condition: RoomCondition): Promise<void> {
    await this.db.rows(
      `INSERT INTO room_state (tenant_id, room_id, condition) VALUES (current_setting('app.tenant_id')::uuid, $1, $2)
       ON CONFLICT (room_id) DO UPDATE SET condition = $2, changed_at = now() WHERE room_state.condition <> 'dirty'`,
      [roomId, condition],
    );
  }

  /** Sets what is given, leaves the rest. */
  async put(
    roomId: number,
    state: { condition?: RoomCondition; cleanedOn?: LocalDate; section?: string | null },
  ): Promise<void> {
    await this.db.rows(
      `INSERT INTO room_state (tenant_id, room_id, condition, cleaned_on, section)
       VALUES (current_setting('app.tenant_id')::uuid, $1, coalesce($2, 'clean'), $3, $4)
       ON CONFLICT (room_id) DO UPDATE SET condition = coalesce($2, room_state.condition),
         cleaned_on = coalesce($3, room_state.cleaned_on),
         section = CASE WHEN $5 THEN $4 ELSE room_state.section END, changed_at = now()`,
      [roomId, state.condition ?? null, state.cleanedOn ?? null, state.section ?? null, state.section !== undefined],
    );
  }
}
