import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { LocalDate } from '../../platform/dates/index.js';
import type { Worker } from './balance.js';
import type { PlannedTask, RoomOnDate, TaskType } from './round-plan.js';

/** A task of the round that exists already. */
export interface RoundTask {
  id: number;
  roomId: number;
  room: string;
  section: string | null;
  type: TaskType;
  minutes: number;
  priority: number;
  state: 'open' | 'started' | 'done' | 'failed';
  attendantId: number | null;
  /** Made by the round itself, by a person, or by a guest who changed rooms. */
  source: 'round' | 'manual' | 'move';
}

export interface HkRule {
  roomCategoryId: number | null;
  taskType: TaskType;
  minutes: number;
  inspect: boolean;
}

/** Set-based reads and writes of a housekeeping round. */
@Injectable()
export class RoundRepository {
  constructor(private readonly db: TenantDatabase) {}

  /** Every room of the hotel as it is on the morning of the date. */
  rooms(hotelId: number, date: LocalDate): Promise<RoomOnDate[]> {
    return this.db.rows(ROOMS, [hotelId, date]);
  }

  rules(hotelId: number): Promise<HkRule[]> {
    return this.db.rows(
      `SELECT category_id AS "roomCategoryId", task_type AS "taskType", minutes, inspect FROM hk_rule WHERE hotel_id = $1`,
      [hotelId],
    );
  }

  /**
   * Tasks of the date that are not cancelled, but for inspections and work done again; held until the transaction ends.
   * @param roomIds only of these rooms
   */
  tasks(hotelId: number, date: LocalDate, roomIds?: readonly number[]): Promise<RoundTask[]> {
    return this.db.rows(
      `SELECT t.id, t.room_id AS "roomId", r.number AS room, s.section, t.task_type AS type, t.minutes, t.priority, t.state,
         t.attendant_id AS "attendantId", t.source
       FROM hk_task t JOIN room r ON r.id = t.room_id AND r.hotel_id = $1 LEFT JOIN room_state s ON s.room_id = t.room_id
       WHERE t.hotel_id = $1 AND t.business_date = $2 AND t.source IN ('round', 'manual', 'move')
         AND t.state <> 'cancelled' AND ($3::int[] IS NULL OR t.room_id = ANY($3))
       ORDER BY t.room_id, t.id FOR NO KEY UPDATE OF t`,
      [hotelId, date, roomIds ?? null],
    );
  }

  /** Rooms with the types of their tasks of the date that a person has cancelled. */
  cancelledByHand(hotelId: number, date: LocalDate): Promise<{ roomId: number; type: TaskType }[]> {
    return this.db.rows(
      `SELECT DISTINCT room_id AS "roomId", task_type AS type FROM hk_task
       WHERE hotel_id = $1 AND business_date = $2 AND state = 'cancelled' AND by_hand`,
      [hotelId, date],
    );
  }

  async cancel(taskIds: readonly number[]): Promise<void> {
    if (taskIds.length > 0)
      await this.db.rows(
        `UPDATE hk_task SET state = 'cancelled', finished_at = now() WHERE id = ANY($1::int[]) AND state = 'open'`,
        [taskIds],
      );
  }

  /** @param source `move`: also where the room had such a task on the date, which is done */
  async insert(
    hotelId: number,
    date: LocalDate,
    tasks: readonly PlannedTask[],
    source: 'round' | 'move' = 'round',
  ): Promise<void> {
    if (tasks.length > 0)
      await this.db.rows(
        `INSERT INTO hk_task (tenant_id, hotel_id, business_date, room_id, task_type, minutes, priority, do_not_disturb, source)
         SELECT current_setting('app.tenant_id')::uuid, $1, $2, "roomId", type, minutes, priority, "doNotDisturb", $4
         FROM jsonb_to_recordset($3::jsonb) AS g ("roomId" int, type text, minutes int, priority int, "doNotDisturb" boolean)
         ORDER BY "roomId", type
         ON CONFLICT DO NOTHING`,
        [hotelId, date, JSON.stringify(tasks), source],
      );
  }

  /** Removes attendants who do not work on the date from their open tasks. */
  async unassign(taskIds: readonly number[]): Promise<void> {
    if (taskIds.length > 0)
      await this.db.rows(`UPDATE hk_task SET attendant_id = NULL WHERE id = ANY($1::int[]) AND state = 'open'`, [
        taskIds,
      ]);
  }

  async setUrgency(tasks: readonly { id: number; priority: number }[]): Promise<void> {
    if (tasks.length > 0)
      await this.db.rows(
        `UPDATE hk_task t SET priority = g.priority FROM unnest($1::int[], $2::int[]) AS g(id, priority)
         WHERE t.id = ANY($1::int[]) AND t.id = g.id`,
        [tasks.map(({ id }) => id), tasks.map(({ priority }) => priority)],
      );
  }

  /** Attendants who work on the date, with the minutes they have been given. */
  workers(hotelId: number, date: LocalDate): Promise<Worker[]> {
    return this.db.rows(
      `SELECT a.id, a.section, s.capacity_minutes AS "capacityMinutes", coalesce((
         SELECT sum(t.minutes) FROM hk_task t
         WHERE t.hotel_id = $1 AND t.business_date = $2 AND t.attendant_id = a.id AND t.state <> 'cancelled'), 0)::int AS minutes
       FROM attendant a JOIN attendant_shift s ON s.attendant_id = a.id AND s.shift_date = $2
       WHERE a.hotel_id = $1 AND a.active ORDER BY a.id`,
      [hotelId, date],
    );
  }

  async assign(tasks: readonly { id: number; attendantId: number }[]): Promise<void> {
    if (tasks.length > 0)
      await this.db.rows(
        `UPDATE hk_task t SET attendant_id = g.attendant_id FROM unnest($1::int[], $2::int[]) AS g(id, attendant_id)
         WHERE t.id = ANY($1::int[]) AND t.id = g.id AND t.state = 'open'`,
        [tasks.map(({ id }) => id), tasks.map(({ attendantId }) => attendantId)],
      );
  }
}

/**
 * What a room needs follows from who slept in it last night and who will tonight. A guest whose stay was made longer has two
 * assignments of the room, one who changes rooms leaves one and comes to the other; one who should have left days ago and
 * is still checked in leaves today. A room without a noted state counts as it was when it was added.
 */
const ROOMS = `
  WITH stay AS (
    SELECT a.room_id, b.status, bool_or(a.during @> $2::date - 1 OR b.departure < $2::date) AS last_night,
      bool_or(a.during @> $2::date) AS tonight, $2 = ANY (b.no_service) AS no_service, $2 = ANY (b.do_not_disturb) AS do_not_disturb
    FROM room r JOIN room_assignment a ON a.room_id = r.id AND a.cancelled_at IS NULL AND a.kind = 'stay'
      AND upper(a.during) >= $2::date - 30 AND lower(a.during) <= $2::date
    JOIN booking b ON b.id = a.reservation_id
    WHERE r.hotel_id = $1 AND (a.during && daterange($2::date - 1, $2::date + 1)
      OR (b.status = 'checked_in' AND b.departure < $2::date AND upper(a.during) = b.departure))
    GROUP BY a.room_id, b.id
  ), guest AS (
    SELECT room_id,
      bool_or(last_night AND NOT tonight AND status IN ('checked_in', 'checked_out')) AS departs,
      bool_or(last_night AND tonight AND status = 'checked_in') AS stays,
      bool_or(tonight AND NOT last_night AND status IN ('confirmed', 'checked_in')) AS arrives,
      bool_or(last_night AND no_service) AS no_service, bool_or(last_night AND do_not_disturb) AS do_not_disturb
    FROM stay GROUP BY room_id
  )
  SELECT r.id AS "roomId", r.number, r.category_id AS "roomCategoryId", s.section,
    coalesce(s.condition, 'clean') AS condition, coalesce(s.cleaned_on, r.created_at::date) AS "cleanedOn",
    EXISTS (SELECT FROM room_assignment c WHERE c.room_id = r.id AND c.cancelled_at IS NULL AND c.kind = 'closure'
      AND c.closure_kind IN ('OOO', 'OOI') AND c.during @> $2::date) AS "outOfOrder",
    coalesce(g.departs, false) AS departs, coalesce(g.stays, false) AS stays, coalesce(g.arrives, false) AS arrives,
    coalesce(g.no_service, false) AS "noService", coalesce(g.do_not_disturb, false) AS "doNotDisturb"
  FROM room r LEFT JOIN room_state s ON s.room_id = r.id LEFT JOIN guest g ON g.room_id = r.id
  WHERE r.hotel_id = $1 AND r.in_service @> $2::date
  ORDER BY length(r.number), r.number`;
