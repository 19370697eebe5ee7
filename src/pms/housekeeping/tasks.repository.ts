import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { LocalDate } from '../../platform/dates/index.js';
import { notFound } from '../../platform/errors/app-error.js';
import type { TaskType } from './round-plan.js';

export const TASK_STATES = ['open', 'started', 'done', 'failed', 'cancelled'] as const;
export type TaskState = (typeof TASK_STATES)[number];

export interface TaskRow {
  id: number;
  hotelId: number;
  businessDate: LocalDate;
  roomId: number;
  room: string;
  roomCategoryId: number;
  type: TaskType;
  minutes: number;
  priority: number;
  state: TaskState;
  /** Null: overflow, nobody has time for it. */
  attendantId: number | null;
  attendant: string | null;
  doNotDisturb: boolean;
  note: string | null;
  source: 'round' | 'inspection' | 'rework';
  parentId: number | null;
  startedAt: Date | null;
  finishedAt: Date | null;
}

export interface TaskFilter {
  hotelId?: number;
  date?: LocalDate;
  attendantId?: number;
  state?: TaskState;
  /** Only tasks without an attendant. */
  overflow?: boolean;
}

const TASK = `t.id, t.hotel_id AS "hotelId", t.business_date AS "businessDate", t.room_id AS "roomId", r.number AS room,
  r.category_id AS "roomCategoryId", t.task_type AS type, t.minutes, t.priority, t.state, t.attendant_id AS "attendantId",
  a.name AS attendant, t.do_not_disturb AS "doNotDisturb", t.note, t.source, t.parent_id AS "parentId",
  t.started_at AS "startedAt", t.finished_at AS "finishedAt"`;
const FROM = 'hk_task t JOIN room r ON r.id = t.room_id LEFT JOIN attendant a ON a.id = t.attendant_id';

@Injectable()
export class TasksRepository {
  constructor(private readonly db: TenantDatabase) {}

  /** @throws AppError NOT_FOUND */
  async get(id: number): Promise<TaskRow> {
    const row = await this.db.first<TaskRow>(`SELECT ${TASK} FROM ${FROM} WHERE t.id = $1`, [id]);
    if (!row) throw notFound('Task');
    return row;
  }

  /** Holds the task until the transaction ends. @throws AppError NOT_FOUND */
  async lock(id: number): Promise<TaskRow> {
    const row = await this.db.first<TaskRow>(`SELECT ${TASK} FROM ${FROM} WHERE t.id = $1 FOR NO KEY UPDATE OF t`, [
      id,
    ]);
    if (!row) throw notFound('Task');
    return row;
  }

  /** The most urgent first, then by room. */
  async page(filter: TaskFilter, limit: number, offset: number): Promise<{ tasks: TaskRow[]; total: number }> {
    const where = `($1::int IS NULL OR t.hotel_id = $1) AND ($2::date IS NULL OR t.business_date = $2)
      AND ($3::int IS NULL OR t.attendant_id = $3) AND ($4::text IS NULL OR t.state = $4)
      AND (NOT $5::boolean OR (t.attendant_id IS NULL AND t.state = 'open'))`;
    const { hotelId = null, date = null, attendantId = null, state = null, overflow = false } = filter;
    const values = [hotelId, date, attendantId, state, overflow];
    const tasks = await this.db.rows<TaskRow>(
      `SELECT ${TASK} FROM ${FROM} WHERE ${where}
       ORDER BY t.business_date DESC, t.priority, length(r.number), r.number, t.id LIMIT $6 OFFSET $7`,
      [...values, limit, offset],
    );
    const count = await this.db.first<{ total: number }>(
      `SELECT count(*) AS total FROM hk_task t WHERE ${where}`,
      values,
    );
    return { tasks, total: count!.total };
  }

  /** Sets the given fields. */
  async change(id: number, change: { state?: TaskState; attendantId?: number | null; note?: string }): Promise<void> {
    await this.db.rows(
      `UPDATE hk_task SET state = coalesce($2, state), note = coalesce($3, note),
         attendant_id = CASE WHEN $5 THEN $4::int ELSE attendant_id END,
         started_at = CASE WHEN $2 = 'started' THEN now() ELSE started_at END,
         finished_at = CASE WHEN $2 IN ('done', 'failed', 'cancelled') THEN now() ELSE finished_at END
       WHERE id = $1`,
      [id, change.state ?? null, change.note ?? null, change.attendantId ?? null, change.attendantId !== undefined],
    );
  }

  /** A task that follows from another: its inspection, or its work again. */
  async follow(
    parent: TaskRow,
    task: {
      type: TaskType;
      minutes: number;
      priority: number;
      source: 'inspection' | 'rework';
      attendantId: number | null;
      note?: string;
    },
  ): Promise<void> {
    await this.db.rows(
      `INSERT INTO hk_task (tenant_id, hotel_id, business_date, room_id, task_type, minutes, priority, source, parent_id,
         attendant_id, note)
       VALUES (current_setting('app.tenant_id')::uuid, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        parent.hotelId,
        parent.businessDate,
        parent.roomId,
        task.type,
        task.minutes,
        task.priority,
        task.source,
        parent.id,
        task.attendantId,
        task.note ?? null,
      ],
    );
  }
}
