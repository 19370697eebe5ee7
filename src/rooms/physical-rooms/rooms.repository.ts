import { Injectable } from '@nestjs/common';
import type { LocalDate } from '../../platform/dates/index.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { notFound } from '../../platform/errors/app-error.js';

export interface RoomRow {
  id: number;
  hotelId: number;
  roomCategoryId: number;
  number: string;
  inServiceFrom: LocalDate | null;
  /** First date no longer in service. */
  retiredFrom: LocalDate | null;
}

export type NewRooms = Pick<RoomRow, 'hotelId' | 'roomCategoryId' | 'inServiceFrom' | 'retiredFrom'> & {
  numbers: readonly string[];
};

const COLUMNS = `id, hotel_id AS "hotelId", category_id AS "roomCategoryId", number,
  lower(in_service) AS "inServiceFrom", upper(in_service) AS "retiredFrom"`;

/** Physical rooms. */
@Injectable()
export class RoomsRepository {
  constructor(private readonly db: TenantDatabase) {}

  /** @throws AppError NOT_FOUND */
  get(id: number): Promise<RoomRow> {
    return this.one(`SELECT ${COLUMNS} FROM room WHERE id = $1`, id);
  }

  /**
   * The rooms, by id, held until the transaction ends: nobody retires, closes or gives them to a guest meanwhile.
   * @throws AppError NOT_FOUND when one is not there
   */
  async hold(ids: readonly number[]): Promise<RoomRow[]> {
    const wanted = [...new Set(ids)];
    const rooms = await this.db.rows<RoomRow>(
      `SELECT ${COLUMNS} FROM room WHERE id = ANY($1::int[]) ORDER BY id FOR NO KEY UPDATE`,
      [wanted],
    );
    if (rooms.length < wanted.length) throw notFound('Room');
    return rooms;
  }

  async page(filter: { hotelId?: number; roomCategoryId?: number }, limit: number, offset: number) {
    const where = 'WHERE ($1::int IS NULL OR hotel_id = $1) AND ($2::int IS NULL OR category_id = $2)';
    const parameters = [filter.hotelId ?? null, filter.roomCategoryId ?? null];
    const rooms = await this.db.rows<RoomRow>(
      `SELECT ${COLUMNS} FROM room ${where} ORDER BY hotel_id, length(number), number LIMIT $3 OFFSET $4`,
      [...parameters, limit, offset],
    );
    const count = await this.db.first<{ total: number }>(
      `SELECT count(*)::int AS total FROM room ${where}`,
      parameters,
    );
    return { rooms, total: count!.total };
  }

  /** Fails on room_number_key when the hotel has one of the numbers. */
  insert(rooms: NewRooms): Promise<RoomRow[]> {
    return this.db.rows(
      `INSERT INTO room (tenant_id, hotel_id, category_id, number, in_service)
       SELECT current_setting('app.tenant_id')::uuid, $1, $2, number, daterange($4, $5)
       FROM unnest($3::text[]) WITH ORDINALITY AS n(number, position) ORDER BY position
       RETURNING ${COLUMNS}`,
      [rooms.hotelId, rooms.roomCategoryId, rooms.numbers, rooms.inServiceFrom, rooms.retiredFrom],
    );
  }

  async update(id: number, room: Pick<RoomRow, 'number' | 'inServiceFrom' | 'retiredFrom'>): Promise<RoomRow> {
    const row = await this.db.first<RoomRow>(
      `UPDATE room SET number = $2, in_service = daterange($3, $4), updated_at = now() WHERE id = $1 RETURNING ${COLUMNS}`,
      [id, room.number, room.inServiceFrom, room.retiredFrom],
    );
    return row!;
  }

  private async one(sql: string, id: number): Promise<RoomRow> {
    const row = await this.db.first<RoomRow>(sql, [id]);
    if (!row) throw notFound('Room');
    return row;
  }
}
