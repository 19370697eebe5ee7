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
  source: 'round' | 'inspection' | 'rework' | 'manual' | 'move';
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

export interface TaskChange {
  businessDate?: LocalDate;
  type?: TaskType;
  minutes?: number;
  priority?: number;
  attendantId?: number | null;
  note?: string | null;
}

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

  /** Whether the guest has left the room, or is to: it has a departure clean to be done on the task's date. */
  async departs({ hotelId, businessDate, roomId }: TaskRow): Promise<boolean> {
    const row = await this.db.first(
      `SELECT FROM hk_task WHERE hotel_id = $1 AND business_date = $2 AND room_id = $3 AND task_type = 'departure'
         AND state IN ('open', 'started')`,
      [hotelId, businessDate, roomId],
    );
    return row !== undefined;
  }

  /** Whether a task may follow from its parent: that is over, and has no other task after it. */
  async mayFollow({ id, parentId }: TaskRow): Promise<boolean> {
    const row = await this.db.first(
      `SELECT FROM hk_task p WHERE p.id = $2 AND p.state IN ('done', 'failed') AND NOT EXISTS (
         SELECT FROM hk_task o WHERE o.hotel_id = p.hotel_id AND o.business_date = p.business_date
           AND o.parent_id = $2 AND o.id <> $1 AND o.state <> 'cancelled')`,
      [id, parentId],
    );
    return row !== undefined;
  }

  /** Fails on hk_task_round_key when the room has a task of this type on the date. */
  async insert(
    task: Pick<
      TaskRow,
      'hotelId' | 'businessDate' | 'roomId' | 'type' | 'minutes' | 'priority' | 'attendantId' | 'note'
    > & {
      createdBy: string | null;
    },
  ): Promise<number> {
    const row = await this.db.first<{ id: number }>(
      `INSERT INTO hk_task (tenant_id, hotel_id, business_date, room_id, task_type, minutes, priority, source, attendant_id, note,
         created_by)
       VALUES (current_setting('app.tenant_id')::uuid, $1, $2, $3, $4, $5, $6, 'manual', $7, $8, $9) RETURNING id`,
      [
        task.hotelId,
        task.businessDate,
        task.roomId,
        task.type,
        task.minutes,
        task.priority,
        task.attendantId,
        task.note,
        task.createdBy,
      ],
    );
    return row!.id;
  }

  /** Sets what is given; null takes the attendant or the note away. What the round had made is a person's from now on. */
  async update(id: number, change: TaskChange): Promise<void> {
    const { businessDate, type, minutes, priority, attendantId, note } = change;
    await this.db.rows(
      `UPDATE hk_task SET business_date = coalesce($2, business_date), task_type = coalesce($3, task_type),
         minutes = coalesce($4, minutes), priority = coalesce($5, priority),
         attendant_id = CASE WHEN $6 THEN $7::int ELSE attendant_id END, note = CASE WHEN $8 THEN $9 ELSE note END,
         source = CASE WHEN source = 'round' AND ($2::date IS NOT NULL OR $3::text IS NOT NULL OR $5::int IS NOT NULL)
           THEN 'manual' ELSE source END
       WHERE id = $1`,
      [
        id,
        businessDate ?? null,
        type ?? null,
        minutes ?? null,
        priority ?? null,
        attendantId !== undefined,
        attendantId ?? null,
        note !== undefined,
        note ?? null,
      ],
    );
  }

  async cancelByHand(id: number, reason: string): Promise<void> {
    await this.db.rows(
      `UPDATE hk_task SET state = 'cancelled', note = left(concat_ws(E'\\n', $2::text, note), 500), by_hand = true, finished_at = now() WHERE id = $1`,
      [id, reason],
    );
  }

  /** Cancels tasks that follow from this one and were not begun; false when one was, and nothing is cancelled. */
  async dropFollowing({ id, hotelId, businessDate }: TaskRow, reason: string): Promise<boolean> {
    const following = await this.db.rows<{ state: TaskState }>(
      'SELECT state FROM hk_task WHERE hotel_id = $2 AND business_date = $3 AND parent_id = $1 ORDER BY id FOR NO KEY UPDATE',
      [id, hotelId, businessDate],
    );
    if (following.some(({ state }) => state !== 'open' && state !== 'cancelled')) return false;
    await this.db.rows(
      `UPDATE hk_task SET state = 'cancelled', note = $2, finished_at = now()
       WHERE hotel_id = $3 AND business_date = $4 AND parent_id = $1 AND state = 'open'`,
      [id, reason, hotelId, businessDate],
    );
    return true;
  }

  /** Fails on hk_task_round_key when the room has another task of this type on the date by now. */
  async reopen(id: number, reason: string): Promise<void> {
    await this.db.rows(
      `UPDATE hk_task SET state = 'open', note = left(concat_ws(E'\\n', $2::text, note), 500), by_hand = false, started_at = NULL, finished_at = NULL WHERE id = $1`,
      [id, reason],
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
