import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { LocalDate } from '../../platform/dates/index.js';
import { notFound } from '../../platform/errors/app-error.js';
import type { PlanUnit } from './plan.js';

export interface EquipmentRow {
  id: number;
  hotelId: number;
  roomId: number | null;
  name: string;
  meterUnit: string | null;
  active: boolean;
  /** What the meter shows, and since when. */
  reading: number | null;
  readOn: LocalDate | null;
}

export interface ScheduleRow {
  id: number;
  hotelId: number;
  equipmentId: number;
  name: string;
  mode: 'fixed' | 'floating';
  everyN: number;
  unit: PlanUnit;
  anchorDate: LocalDate;
  everyUsage: number | null;
  leadDays: number;
  active: boolean;
  lastDoneOn: LocalDate | null;
  lastDoneReading: number | null;
}

export type ScheduleValues = Omit<ScheduleRow, 'id' | 'hotelId' | 'equipmentId'>;

export interface ReadingRow {
  id: number;
  readOn: LocalDate;
  value: number;
  kind: 'reading' | 'reset' | 'correction';
}

const EQUIPMENT = `e.id, e.hotel_id AS "hotelId", e.room_id AS "roomId", e.name, e.meter_unit AS "meterUnit", e.active,
  m.value::float8 AS reading, m.read_on AS "readOn"`;
const EQUIPMENT_FROM = `equipment e LEFT JOIN LATERAL (
  SELECT value, read_on FROM meter_reading r WHERE r.equipment_id = e.id ORDER BY r.id DESC LIMIT 1) m ON true`;
const SCHEDULE = `id, hotel_id AS "hotelId", equipment_id AS "equipmentId", name, mode, every_n AS "everyN", unit,
  anchor_date AS "anchorDate", every_usage::float8 AS "everyUsage", lead_days AS "leadDays", active,
  last_done_on AS "lastDoneOn", last_done_reading::float8 AS "lastDoneReading"`;

@Injectable()
export class EquipmentRepository {
  constructor(private readonly db: TenantDatabase) {}

  /** @throws AppError NOT_FOUND */
  async get(id: number): Promise<EquipmentRow> {
    const row = await this.db.first<EquipmentRow>(`SELECT ${EQUIPMENT} FROM ${EQUIPMENT_FROM} WHERE e.id = $1`, [id]);
    if (!row) throw notFound('Equipment');
    return row;
  }

  /** Holds the equipment until the transaction ends: readings come one after the other. @throws AppError NOT_FOUND */
  async lock(id: number): Promise<EquipmentRow> {
    if (!(await this.db.first('SELECT 1 FROM equipment WHERE id = $1 FOR NO KEY UPDATE', [id])))
      throw notFound('Equipment');
    return this.get(id);
  }

  list(hotelId: number | null): Promise<EquipmentRow[]> {
    return this.db.rows(
      `SELECT ${EQUIPMENT} FROM ${EQUIPMENT_FROM} WHERE $1::int IS NULL OR e.hotel_id = $1 ORDER BY e.hotel_id, e.name`,
      [hotelId],
    );
  }

  async insert(e: Pick<EquipmentRow, 'hotelId' | 'roomId' | 'name' | 'meterUnit' | 'active'>): Promise<number> {
    const row = await this.db.first<{ id: number }>(
      `INSERT INTO equipment (tenant_id, hotel_id, room_id, name, meter_unit, active)
       VALUES (current_setting('app.tenant_id')::uuid, $1, $2, $3, $4, $5) RETURNING id`,
      [e.hotelId, e.roomId, e.name, e.meterUnit, e.active],
    );
    return row!.id;
  }

  async update(e: Pick<EquipmentRow, 'id' | 'roomId' | 'name' | 'meterUnit' | 'active'>): Promise<void> {
    await this.db.rows('UPDATE equipment SET room_id = $2, name = $3, meter_unit = $4, active = $5 WHERE id = $1', [
      e.id,
      e.roomId,
      e.name,
      e.meterUnit,
      e.active,
    ]);
  }

  /** Latest first. */
  readings(equipmentId: number, limit: number, offset: number): Promise<ReadingRow[]> {
    return this.db.rows(
      `SELECT id, read_on AS "readOn", value::float8 AS value, kind FROM meter_reading WHERE equipment_id = $1
       ORDER BY id DESC LIMIT $2 OFFSET $3`,
      [equipmentId, limit, offset],
    );
  }

  async countReadings(equipmentId: number): Promise<number> {
    const row = await this.db.first<{ total: number }>(
      'SELECT count(*) AS total FROM meter_reading WHERE equipment_id = $1',
      [equipmentId],
    );
    return row!.total;
  }

  async addReading(
    equipmentId: number,
    { readOn, value, kind }: Omit<ReadingRow, 'id'>,
    userId: string | null,
  ): Promise<ReadingRow> {
    const row = await this.db.first<ReadingRow>(
      `INSERT INTO meter_reading (tenant_id, equipment_id, read_on, value, kind, created_by)
       VALUES (current_setting('app.tenant_id')::uuid, $1, $2, $3, $4, $5)
       RETURNING id, read_on AS "readOn", value::float8 AS value, kind`,
      [equipmentId, readOn, value, kind, userId],
    );
    return row!;
  }

  /** A meter that was set back by so much has counted the use before all the same. */
  async shiftReadings(equipmentId: number, by: number): Promise<void> {
    await this.db.rows(
      `WITH held AS MATERIALIZED (
         SELECT id FROM pm_schedule WHERE equipment_id = $1 AND every_usage IS NOT NULL ORDER BY id FOR NO KEY UPDATE)
       UPDATE pm_schedule s SET last_done_reading = coalesce(last_done_reading, 0) + $2 FROM held WHERE s.id = held.id`,
      [equipmentId, by],
    );
    await this.db.rows(
      `WITH held AS MATERIALIZED (
         SELECT id FROM work_order
         WHERE equipment_id = $1 AND due_reading IS NOT NULL AND state IN ('open', 'in_progress')
         ORDER BY id FOR NO KEY UPDATE)
       UPDATE work_order o SET due_reading = due_reading + $2 FROM held WHERE o.id = held.id`,
      [equipmentId, by],
    );
  }

  schedules(equipmentId: number): Promise<ScheduleRow[]> {
    return this.db.rows(`SELECT ${SCHEDULE} FROM pm_schedule WHERE equipment_id = $1 ORDER BY id`, [equipmentId]);
  }

  /** @throws AppError NOT_FOUND */
  async schedule(id: number): Promise<ScheduleRow> {
    const row = await this.db.first<ScheduleRow>(
      `SELECT ${SCHEDULE} FROM pm_schedule WHERE id = $1 FOR NO KEY UPDATE`,
      [id],
    );
    if (!row) throw notFound('Maintenance schedule');
    return row;
  }

  async insertSchedule(equipment: Pick<EquipmentRow, 'id' | 'hotelId'>, s: ScheduleValues): Promise<ScheduleRow> {
    const row = await this.db.first<ScheduleRow>(
      `INSERT INTO pm_schedule (tenant_id, hotel_id, equipment_id, name, mode, every_n, unit, anchor_date, every_usage,
         lead_days, active, last_done_on, last_done_reading)
       VALUES (current_setting('app.tenant_id')::uuid, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
       RETURNING ${SCHEDULE}`,
      [equipment.hotelId, equipment.id, ...values(s)],
    );
    return row!;
  }

  async updateSchedule(id: number, s: ScheduleValues): Promise<ScheduleRow> {
    const row = await this.db.first<ScheduleRow>(
      `UPDATE pm_schedule SET name = $2, mode = $3, every_n = $4, unit = $5, anchor_date = $6, every_usage = $7,
         lead_days = $8, active = $9, last_done_on = $10, last_done_reading = $11 WHERE id = $1 RETURNING ${SCHEDULE}`,
      [id, ...values(s)],
    );
    return row!;
  }
}

function values(s: ScheduleValues): unknown[] {
  const { name, mode, everyN, unit, anchorDate, everyUsage, leadDays, active, lastDoneOn, lastDoneReading } = s;
  return [name, mode, everyN, unit, anchorDate, everyUsage, leadDays, active, lastDoneOn, lastDoneReading];
}
