import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { LocalDate } from '../../platform/dates/index.js';
import { notFound } from '../../platform/errors/app-error.js';
import type { HkRule } from './round.repository.js';

export interface AttendantRow {
  id: number;
  hotelId: number;
  name: string;
  section: string | null;
  active: boolean;
}

export interface ShiftRow {
  attendantId: number;
  attendant: string;
  date: LocalDate;
  capacityMinutes: number;
}

const ATTENDANT = `id, hotel_id AS "hotelId", name, section, active`;

/** Who cleans, when, and how long things take. */
@Injectable()
export class AttendantsRepository {
  constructor(private readonly db: TenantDatabase) {}

  /** @throws AppError NOT_FOUND */
  async get(id: number): Promise<AttendantRow> {
    const row = await this.db.first<AttendantRow>(`SELECT ${ATTENDANT} FROM attendant WHERE id = $1`, [id]);
    if (!row) throw notFound('Attendant');
    return row;
  }

  list(hotelId: number | null): Promise<AttendantRow[]> {
    return this.db.rows(
      `SELECT ${ATTENDANT} FROM attendant WHERE $1::int IS NULL OR hotel_id = $1 ORDER BY hotel_id, name`,
      [hotelId],
    );
  }

  async insert({ hotelId, name, section, active }: Omit<AttendantRow, 'id'>): Promise<AttendantRow> {
    const row = await this.db.first<AttendantRow>(
      `INSERT INTO attendant (tenant_id, hotel_id, name, section, active)
       VALUES (current_setting('app.tenant_id')::uuid, $1, $2, $3, $4) RETURNING ${ATTENDANT}`,
      [hotelId, name, section, active],
    );
    return row!;
  }

  async update({ id, name, section, active }: AttendantRow): Promise<AttendantRow> {
    const row = await this.db.first<AttendantRow>(
      `UPDATE attendant SET name = $2, section = $3, active = $4 WHERE id = $1 RETURNING ${ATTENDANT}`,
      [id, name, section, active],
    );
    return row!;
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
