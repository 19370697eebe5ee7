import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { LocalDate } from '../../platform/dates/index.js';
import { notFound } from '../../platform/errors/app-error.js';

export const ORDER_STATES = ['open', 'in_progress', 'done', 'cancelled'] as const;
export type OrderState = (typeof ORDER_STATES)[number];

export interface WorkOrderRow {
  id: number;
  hotelId: number;
  equipmentId: number;
  equipment: string;
  scheduleId: number;
  work: string;
  dueDate: LocalDate;
  dueReading: number | null;
  cause: 'calendar' | 'meter';
  state: OrderState;
  missed: number;
  completedOn: LocalDate | null;
  completedReading: number | null;
  note: string | null;
}

const ORDER = `o.id, o.hotel_id AS "hotelId", o.equipment_id AS "equipmentId", e.name AS equipment,
  o.schedule_id AS "scheduleId", s.name AS work, o.due_date AS "dueDate", o.due_reading::float8 AS "dueReading", o.cause,
  o.state, o.missed, o.completed_on AS "completedOn", o.completed_reading::float8 AS "completedReading", o.note`;
const FROM = 'work_order o JOIN equipment e ON e.id = o.equipment_id JOIN pm_schedule s ON s.id = o.schedule_id';

@Injectable()
export class WorkOrdersRepository {
  constructor(private readonly db: TenantDatabase) {}

  /** @throws AppError NOT_FOUND */
  async get(id: number): Promise<WorkOrderRow> {
    const row = await this.db.first<WorkOrderRow>(`SELECT ${ORDER} FROM ${FROM} WHERE o.id = $1`, [id]);
    if (!row) throw notFound('Work order');
    return row;
  }

  /** Latest due date first. */
  async page(
    filter: { hotelId?: number; equipmentId?: number; state?: OrderState },
    limit: number,
    offset: number,
  ): Promise<{ workOrders: WorkOrderRow[]; total: number }> {
    const where = `($1::int IS NULL OR o.hotel_id = $1) AND ($2::int IS NULL OR o.equipment_id = $2)
      AND ($3::text IS NULL OR o.state = $3)`;
    const values = [filter.hotelId ?? null, filter.equipmentId ?? null, filter.state ?? null];
    const workOrders = await this.db.rows<WorkOrderRow>(
      `SELECT ${ORDER} FROM ${FROM} WHERE ${where} ORDER BY o.due_date DESC, o.id LIMIT $4 OFFSET $5`,
      [...values, limit, offset],
    );
    const count = await this.db.first<{ total: number }>(
      `SELECT count(*) AS total FROM work_order o WHERE ${where}`,
      values,
    );
    return { workOrders, total: count!.total };
  }

  /** Takes the order from one of these states to another; false when it is in none of them. */
  async move(
    id: number,
    from: readonly OrderState[],
    to: OrderState,
    done: { on?: LocalDate; reading?: number | null; note?: string } = {},
  ): Promise<boolean> {
    const row = await this.db.first(
      `UPDATE work_order SET state = $3, completed_on = coalesce($4, completed_on),
         completed_reading = coalesce($5, completed_reading), note = coalesce($6, note)
       WHERE id = $1 AND state = ANY($2::text[]) RETURNING id`,
      [id, from, to, done.on ?? null, done.reading ?? null, done.note ?? null],
    );
    return row !== undefined;
  }
}
