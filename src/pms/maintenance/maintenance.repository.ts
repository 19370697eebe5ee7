import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { LocalDate } from '../../platform/dates/index.js';
import type { Plan, PlanState } from './plan.js';

/** A plan of a hotel with all that decides when work is due. */
export interface PlannedMaintenance extends Plan, PlanState {
  scheduleId: number;
  equipmentId: number;
  equipment: string;
  openOrderId: number | null;
  /** As noted on the open order. */
  missed: number;
}

/** A plan as it stands, with what its meter shows and since when. */
export interface PlanStanding extends PlannedMaintenance {
  name: string;
  hotelId: number;
  active: boolean;
  /** Its equipment is active. */
  inUse: boolean;
  readOn: LocalDate | null;
}

export interface NewOrder {
  scheduleId: number;
  equipmentId: number;
  dueDate: LocalDate;
  dueReading: number | null;
  cause: 'calendar' | 'meter';
}

/** Set-based reads and writes of a maintenance run. */
@Injectable()
export class MaintenanceRepository {
  constructor(private readonly db: TenantDatabase) {}

  /** Active plans of active equipment. */
  plans(hotelId: number): Promise<PlannedMaintenance[]> {
    return this.db.rows(plans('s.hotel_id = $1 AND s.active AND e.active'), [hotelId]);
  }

  /** All plans of a hotel, of an equipment, or one, with what decides when they are due. */
  standing(of: { hotelId: number } | { equipmentId: number } | { id: number }): Promise<PlanStanding[]> {
    if ('hotelId' in of) return this.db.rows(plans('s.hotel_id = $1'), [of.hotelId]);
    if ('equipmentId' in of) return this.db.rows(plans('s.equipment_id = $1'), [of.equipmentId]);
    return this.db.rows(plans('s.id = $1'), [of.id]);
  }

  /** Makes the orders; answers the id of each plan's, without those that have an open one by now. */
  async open(hotelId: number, orders: readonly NewOrder[]): Promise<Map<number, number>> {
    if (orders.length === 0) return new Map();
    const rows = await this.db.rows<{ scheduleId: number; id: number }>(
      `INSERT INTO work_order (tenant_id, hotel_id, equipment_id, schedule_id, due_date, due_reading, cause)
       SELECT current_setting('app.tenant_id')::uuid, $1, "equipmentId", "scheduleId", "dueDate", "dueReading", cause
       FROM jsonb_to_recordset($2::jsonb) AS g ("equipmentId" int, "scheduleId" int, "dueDate" date, "dueReading" numeric,
         cause text)
       ORDER BY "scheduleId"
       ON CONFLICT DO NOTHING RETURNING schedule_id AS "scheduleId", id`,
      [hotelId, JSON.stringify(orders)],
    );
    return new Map(rows.map(({ scheduleId, id }) => [scheduleId, id]));
  }

  async setMissed(orders: readonly { id: number; missed: number }[]): Promise<void> {
    if (orders.length > 0)
      await this.db.rows(
        `WITH held AS MATERIALIZED (
           SELECT id FROM work_order WHERE id = ANY($1::int[]) ORDER BY id FOR NO KEY UPDATE)
         UPDATE work_order o SET missed = g.missed FROM unnest($1::int[], $2::int[]) AS g(id, missed) JOIN held USING (id)
         WHERE o.id = ANY($1::int[]) AND o.id = g.id`,
        [orders.map(({ id }) => id), orders.map(({ missed }) => missed)],
      );
  }
}

const plans = (where: string) => `
  SELECT s.id AS "scheduleId", s.hotel_id AS "hotelId", s.name, s.active, e.active AS "inUse", s.season, m.read_on AS "readOn", e.id AS "equipmentId", e.name AS equipment, s.mode, s.every_n AS "everyN", s.unit,
    s.anchor_date AS "anchorDate", s.every_usage::float8 AS "everyUsage", s.lead_days AS "leadDays",
    s.last_done_on AS "lastDoneOn", s.last_done_reading::float8 AS "lastDoneReading", last.due_date AS "lastDue",
    o.id AS "openOrderId", o.due_date AS "openDue", coalesce(o.missed, 0) AS missed, m.value::float8 AS reading
  FROM pm_schedule s JOIN equipment e ON e.id = s.equipment_id
  LEFT JOIN LATERAL (SELECT due_date FROM work_order w WHERE w.schedule_id = s.id ORDER BY due_date DESC LIMIT 1) last ON true
  LEFT JOIN LATERAL (
    SELECT * FROM work_order w WHERE w.schedule_id = s.id AND w.state IN ('open', 'in_progress') LIMIT 1) o ON true
  LEFT JOIN LATERAL (SELECT value, read_on FROM meter_reading r WHERE r.equipment_id = e.id ORDER BY r.id DESC LIMIT 1) m ON true
  WHERE ${where} ORDER BY e.name, s.id`;
