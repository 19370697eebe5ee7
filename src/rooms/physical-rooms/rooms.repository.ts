import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { LocalDate } from '../../platform/dates/index.js';
import { notFound } from '../../platform/errors/app-error.js';
import { Room } from './room.entity.js';

export interface RoomRow extends Pick<Room, 'id' | 'hotelId' | 'roomCategoryId' | 'number'> {
  inServiceFrom: LocalDate | null;
  /** First date no longer in service. */
  retiredFrom: LocalDate | null;
}

export type NewRooms = Pick<RoomRow, 'hotelId' | 'roomCategoryId' | 'inServiceFrom' | 'retiredFrom'> & {
  numbers: readonly string[];
};

/** Physical rooms. */
@Injectable()
export class RoomsRepository {
  constructor(private readonly db: TenantDatabase) {}

  /** @throws AppError NOT_FOUND */
  async get(id: number): Promise<RoomRow> {
    const room = await this.db.withRepository(Room, (rooms) => rooms.findOneBy({ id }));
    if (!room) throw notFound('Room');
    return toRow(room);
  }

  /**
   * The rooms, by id, locked until the transaction ends, so that nobody retires, closes or assigns them meanwhile.
   * @throws AppError NOT_FOUND when one of them does not exist
   */
  async hold(ids: readonly number[]): Promise<RoomRow[]> {
    const wanted = [...new Set(ids)];
    const found = await this.db.withRepository(Room, (rooms) =>
      rooms.find({ where: { id: In(wanted) }, order: { id: 'ASC' }, lock: { mode: 'for_no_key_update' } }),
    );
    if (found.length < wanted.length) throw notFound('Room');
    return found.map(toRow);
  }

  /** The categories of these rooms. */
  async categoriesOf(ids: readonly number[]): Promise<number[]> {
    const rows = await this.db.rows<{ id: number }>(
      'SELECT DISTINCT category_id AS id FROM room WHERE id = ANY($1::int[])',
      [ids],
    );
    return rows.map(({ id }) => id);
  }

  /** Rooms by hotel and number: shorter numbers first, so that 9 comes before 10. */
  async page(
    filter: { hotelId?: number; roomCategoryId?: number },
    limit: number,
    offset: number,
  ): Promise<{ rooms: RoomRow[]; total: number }> {
    const { hotelId, roomCategoryId } = filter;
    const where = {
      ...(hotelId === undefined ? {} : { hotelId }),
      ...(roomCategoryId === undefined ? {} : { roomCategoryId }),
    };
    const [rooms, total] = await this.db.withRepository(Room, (all) =>
      all
        .createQueryBuilder('r')
        .where(where)
        .orderBy('r.hotelId')
        .addOrderBy('length(r.number)')
        .addOrderBy('r.number')
        .limit(limit)
        .offset(offset)
        .getManyAndCount(),
    );
    return { rooms: rooms.map(toRow), total };
  }

  /** Adds up to thousands of rooms with one statement. Fails on room_number_key when the hotel has one of the numbers. */
  insert(rooms: NewRooms): Promise<RoomRow[]> {
    return this.db.rows(
      `INSERT INTO room (tenant_id, hotel_id, category_id, number, in_service)
       SELECT current_setting('app.tenant_id')::uuid, $1, $2, number, daterange($4, $5)
       FROM unnest($3::text[]) WITH ORDINALITY AS n(number, position) ORDER BY position
       RETURNING id, hotel_id AS "hotelId", category_id AS "roomCategoryId", number,
         lower(in_service) AS "inServiceFrom", upper(in_service) AS "retiredFrom"`,
      [rooms.hotelId, rooms.roomCategoryId, rooms.numbers, rooms.inServiceFrom, rooms.retiredFrom],
    );
  }

  /** Fails on room_number_key as insert() does. */
  async update(id: number, room: Pick<RoomRow, 'number' | 'inServiceFrom' | 'retiredFrom'>): Promise<RoomRow> {
    const inService = { from: room.inServiceFrom, until: room.retiredFrom };
    await this.db.withRepository(Room, (rooms) => rooms.update({ id }, { number: room.number, inService }));
    return this.get(id);
  }
}

function toRow({ id, hotelId, roomCategoryId, number, inService }: Room): RoomRow {
  return { id, hotelId, roomCategoryId, number, inServiceFrom: inService.from, retiredFrom: inService.until };
}
