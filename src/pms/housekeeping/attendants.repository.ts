import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { LocalDate } from '../../platform/dates/index.js';
import { notFound } from '../../platform/errors/app-error.js';
import { Attendant } from './attendant.entity.js';
import type { HkRule } from './round.repository.js';

export type AttendantRow = Pick<Attendant, 'id' | 'hotelId' | 'name' | 'section' | 'active'>;

export interface ShiftRow {
  attendantId: number;
  attendant: string;
  date: LocalDate;
  capacityMinutes: number;
}

/** Attendants, their shifts, and the minutes that tasks take. */
@Injectable()
export class AttendantsRepository {
  constructor(private readonly db: TenantDatabase) {}

  /** @throws AppError NOT_FOUND */
  async get(id: number): Promise<AttendantRow> {
    const attendant = await this.db.withRepository(Attendant, (attendants) => attendants.findOneBy({ id }));
    if (!attendant) throw notFound('Attendant');
    return attendant;
  }

  /** By hotel and name; of one hotel if given. */
  list(hotelId: number | null): Promise<AttendantRow[]> {
    return this.db.withRepository(Attendant, (attendants) =>
      attendants.find({ where: hotelId === null ? {} : { hotelId }, order: { hotelId: 'ASC', name: 'ASC' } }),
    );
  }

  insert({ hotelId, name, section, active }: Omit<AttendantRow, 'id'>): Promise<AttendantRow> {
    return this.db.withRepository(Attendant, async (attendants) => {
      const { identifiers } = await attendants.insert({ hotelId, name, section, active });
      return attendants.findOneByOrFail({ id: identifiers[0]!.id as number });
    });
  }

  /** Writes what is given, and nothing else. */
  update(id: number, change: Partial<Pick<AttendantRow, 'name' | 'section' | 'active'>>): Promise<AttendantRow> {
    return this.db.withRepository(Attendant, async (attendants) => {
      if (Object.keys(change).length > 0) await attendants.update({ id }, change);
      return attendants.findOneByOrFail({ id });
    });
  }

  shifts(hotelId: number, from: LocalDate, to: LocalDate): Promise<ShiftRow[]> {
    return this.db.rows(
      `SELECT s.attendant_id AS "attendantId", a.name AS attendant, s.shift_date AS date,
         s.capacity_minutes AS "capacityMinutes"
       FROM attendant_shift s JOIN attendant a ON a.id = s.attendant_id
       WHERE a.hotel_id = $1 AND s.shift_date BETWEEN $2 AND $3 ORDER BY s.shift_date, a.name`,
      [hotelId, from, to],
    );
  }

  /** Sets the attendant's shift on each of the dates; no minutes: none. */
  async putShifts(attendantId: number, dates: readonly LocalDate[], capacityMinutes: number): Promise<void> {
    if (capacityMinutes === 0)
      await this.db.rows(
        `WITH held AS MATERIALIZED (
           SELECT shift_date FROM attendant_shift WHERE attendant_id = $1 AND shift_date = ANY($2::date[])
           ORDER BY shift_date FOR UPDATE)
         DELETE FROM attendant_shift s USING held WHERE s.attendant_id = $1 AND s.shift_date = held.shift_date`,
        [attendantId, dates],
      );
    else
      await this.db.rows(
        `INSERT INTO attendant_shift (tenant_id, attendant_id, shift_date, capacity_minutes)
         SELECT current_setting('app.tenant_id')::uuid, $1, day, $3 FROM unnest($2::date[]) AS day ORDER BY day
         ON CONFLICT (attendant_id, shift_date) DO UPDATE SET capacity_minutes = excluded.capacity_minutes`,
        [attendantId, dates, capacityMinutes],
      );
  }

  async putRule(hotelId: number, { roomCategoryId, taskType, minutes, inspect }: HkRule): Promise<void> {
    await this.db.rows(
      `INSERT INTO hk_rule (tenant_id, hotel_id, category_id, task_type, minutes, inspect)
       VALUES (current_setting('app.tenant_id')::uuid, $1, $2, $3, $4, $5)
       ON CONFLICT ON CONSTRAINT hk_rule_key DO UPDATE SET minutes = excluded.minutes, inspect = excluded.inspect`,
      [hotelId, roomCategoryId, taskType, minutes, inspect],
    );
  }
}
