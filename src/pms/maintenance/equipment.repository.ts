import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { LocalDate } from '../../platform/dates/index.js';
import { notFound } from '../../platform/errors/app-error.js';
import { Equipment } from './equipment.entity.js';
import { MaintenancePlan } from './maintenance-plan.entity.js';

export interface EquipmentRow extends Pick<Equipment, 'id' | 'hotelId' | 'roomId' | 'name' | 'meterUnit' | 'active'> {
  /** The meter's latest reading, and its date. */
  reading: number | null;
  readOn: LocalDate | null;
}

type EquipmentValues = Omit<EquipmentRow, 'reading' | 'readOn'>;

export type ScheduleRow = Pick<
  MaintenancePlan,
  | 'id'
  | 'hotelId'
  | 'equipmentId'
  | 'name'
  | 'mode'
  | 'everyN'
  | 'unit'
  | 'anchorDate'
  | 'everyUsage'
  | 'leadDays'
  | 'season'
  | 'active'
  | 'lastDoneOn'
  | 'lastDoneReading'
>;

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
    const held = await this.db.withRepository(Equipment, (equipment) =>
      equipment.findOne({ where: { id }, lock: { mode: 'for_no_key_update' } }),
    );
    if (!held) throw notFound('Equipment');
    return this.get(id);
  }

  list(hotelId: number | null): Promise<EquipmentRow[]> {
    return this.db.rows(
      `SELECT ${EQUIPMENT} FROM ${EQUIPMENT_FROM} WHERE $1::int IS NULL OR e.hotel_id = $1 ORDER BY e.hotel_id, e.name`,
      [hotelId],
    );
  }

  async insert({ hotelId, roomId, name, meterUnit, active }: Omit<EquipmentValues, 'id'>): Promise<number> {
    const { identifiers } = await this.db.withRepository(Equipment, (equipment) =>
      equipment.insert({ hotelId, roomId, name, meterUnit, active }),
    );
    return identifiers[0]!.id as number;
  }

  async update({ id, roomId, name, meterUnit, active }: EquipmentValues): Promise<void> {
    await this.db.withRepository(Equipment, (equipment) =>
      equipment.update({ id }, { roomId, name, meterUnit, active }),
    );
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

  /** Shifts the readings noted on plans and open orders when the meter was set back, so that the use counted so far is kept. */
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

  /** Locks the plan until the transaction ends. @throws AppError NOT_FOUND */
  async schedule(id: number): Promise<ScheduleRow> {
    const plan = await this.db.withRepository(MaintenancePlan, (plans) =>
      plans.findOne({ where: { id }, lock: { mode: 'for_no_key_update' } }),
    );
    if (!plan) throw notFound('Maintenance schedule');
    return plan;
  }

  insertSchedule(
    { id: equipmentId, hotelId }: Pick<EquipmentRow, 'id' | 'hotelId'>,
    values: ScheduleValues,
  ): Promise<ScheduleRow> {
    return this.db.withRepository(MaintenancePlan, async (plans) => {
      const { identifiers } = await plans.insert({ ...values, hotelId, equipmentId });
      return plans.findOneByOrFail({ id: identifiers[0]!.id as number });
    });
  }

  updateSchedule(id: number, values: ScheduleValues): Promise<ScheduleRow> {
    return this.db.withRepository(MaintenancePlan, async (plans) => {
      await plans.update({ id }, valuesOf(values));
      return plans.findOneByOrFail({ id });
    });
  }
}

/** The fields of a plan that may change, taken from the whole rows that callers pass. */
function valuesOf(plan: ScheduleValues): ScheduleValues {
  const { name, mode, everyN, unit, anchorDate, everyUsage, leadDays, season, active, lastDoneOn, lastDoneReading } =
    plan;
  return { name, mode, everyN, unit, anchorDate, everyUsage, leadDays, season, active, lastDoneOn, lastDoneReading };
}
