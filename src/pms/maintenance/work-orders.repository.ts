import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { LocalDate } from '../../platform/dates/index.js';
import { notFound } from '../../platform/errors/app-error.js';

export const ORDER_STATES = ['open', 'in_progress', 'done', 'cancelled'] as const;
export type OrderState = (typeof ORDER_STATES)[number];

export interface WorkOrderRow {
  id: number;
  hotelId: number;
  equipmentId: number | null;
  equipment: string | null;
  roomId: number | null;
  room: string | null;
  /** Null: a defect that somebody reported. */
  scheduleId: number | null;
  work: string;
  dueDate: LocalDate;
  dueReading: number | null;
  cause: 'calendar' | 'meter' | 'defect';
  description: string | null;
  /** 1 first. */
  priority: number;
  /** The closure of the room that was made with it. */
  closureId: number | null;
  state: OrderState;
  missed: number;
  completedOn: LocalDate | null;
  completedReading: number | null;
  note: string | null;
}

const ORDER = `o.id, o.hotel_id AS "hotelId", o.equipment_id AS "equipmentId", e.name AS equipment,
  o.schedule_id AS "scheduleId", coalesce(s.name, o.title) AS work, o.room_id AS "roomId", r.number AS room,
  o.description, o.priority, o.closure_id AS "closureId", o.due_date AS "dueDate", o.due_reading::float8 AS "dueReading", o.cause,
  o.state, o.missed, o.completed_on AS "completedOn", o.completed_reading::float8 AS "completedReading", o.note`;
const FROM = `work_order o LEFT JOIN equipment e ON e.id = o.equipment_id LEFT JOIN pm_schedule s ON s.id = o.schedule_id
  LEFT JOIN room r ON r.id = o.room_id`;

export type NewDefect = Pick<
  WorkOrderRow,
  'hotelId' | 'roomId' | 'equipmentId' | 'description' | 'priority' | 'dueDate' | 'closureId'
> & { title: string; reportedBy: string | null };

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
    filter: { hotelId?: number; equipmentId?: number; roomId?: number; state?: OrderState },
    limit: number,
    offset: number,
  ): Promise<{ workOrders: WorkOrderRow[]; total: number }> {
    const where = `($1::int IS NULL OR o.hotel_id = $1) AND ($2::int IS NULL OR o.equipment_id = $2)
      AND ($3::text IS NULL OR o.state = $3) AND ($4::int IS NULL OR o.room_id = $4)`;
    const values = [filter.hotelId ?? null, filter.equipmentId ?? null, filter.state ?? null, filter.roomId ?? null];
    const workOrders = await this.db.rows<WorkOrderRow>(
      `SELECT ${ORDER} FROM ${FROM} WHERE ${where} ORDER BY o.due_date DESC, o.id LIMIT $5 OFFSET $6`,
      [...values, limit, offset],
    );
    const count = await this.db.first<{ total: number }>(
      `SELECT count(*) AS total FROM work_order o WHERE ${where}`,
      values,
    );
    return { workOrders, total: count!.total };
  }

  async insertDefect(defect: NewDefect): Promise<number> {
    const row = await this.db.first<{ id: number }>(
      `INSERT INTO work_order (tenant_id, hotel_id, room_id, equipment_id, title, description, priority, due_date, closure_id, cause,
         reported_by)
       VALUES (current_setting('app.tenant_id')::uuid, $1, $2, $3, $4, $5, $6, $7, $8, 'defect', $9) RETURNING id`,
      [
        defect.hotelId,
        defect.roomId,
        defect.equipmentId,
        defect.title,
        defect.description,
        defect.priority,
        defect.dueDate,
        defect.closureId,
        defect.reportedBy,
      ],
    );
    return row!.id;
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
