import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { addDays, type LocalDate } from '../../platform/dates/index.js';
import { HotelPolicyRepository } from '../hotel-policy/hotel-policy.repository.js';
import { planRound } from './round-plan.js';
import { RoundRepository } from './round.repository.js';
import { compare } from './round.work.js';
import { minutesBy } from './task-minutes.js';

/** Tasks that are for the guest rather than for the room, and so go where the guest goes. */
const GUEST_TASKS = ['stayover', 'turndown'];

/** What becomes of tasks when a guest comes late, stays longer or shorter, changes rooms or leaves, and when that is taken back. */
@Injectable()
export class GuestTasks {
  constructor(
    private readonly db: TenantDatabase,
    private readonly round: RoundRepository,
    private readonly policies: HotelPolicyRepository,
  ) {}

  /** Locks the tasks of these rooms from a date on before their states, as whoever ends a task does. */
  async hold(hotelId: number, date: LocalDate, roomIds: readonly number[]): Promise<void> {
    await this.db.rows(
      `SELECT FROM hk_task WHERE hotel_id = $1 AND business_date >= $2 AND room_id = ANY($3::int[])
       ORDER BY room_id, id FOR NO KEY UPDATE`,
      [hotelId, date, roomIds],
    );
  }

  /**
   * What these rooms need today, after a guest has come for last night, is to stay longer or shorter, or has left: as the round of
   * the date would find, which was made before. A room that is dirty again after its departure clean gets another one, and so does
   * one in which the stay-over was begun before its guest left; what was done before is inspected no more. The next round, or a
   * person, finds somebody for what is new.
   */
  async anew(hotelId: number, date: LocalDate, roomIds: readonly number[]): Promise<void> {
    const { refreshDays } = await this.policies.get(hotelId);
    const minutesOf = minutesBy(await this.round.rules(hotelId));
    const rooms = (await this.round.rooms(hotelId, date)).filter(({ roomId }) => roomIds.includes(roomId));
    const before = await this.round.tasks(hotelId, date, roomIds);
    const byHand = new Set(
      (await this.round.cancelledByHand(hotelId, date)).map(({ roomId, type }) => `${roomId} ${type}`),
    );
    const wanted = planRound(rooms, date, { refreshDays, minutesOf }).tasks.filter(
      ({ roomId, type }) => !byHand.has(`${roomId} ${type}`),
    );
    const { create, cancel, urgent } = compare(wanted, before);
    await this.round.cancel(cancel.map(({ id }) => id));
    await this.round.setUrgency(urgent);
    await this.round.insert(hotelId, date, create);
    const dirty = new Set(rooms.filter(({ condition }) => condition === 'dirty').map(({ roomId }) => roomId));
    const made = new Set(create.map(({ roomId }) => roomId));
    const again = wanted.filter(({ type, roomId }) => {
      const toDo = before.some(
        (task) => task.roomId === roomId && task.type === 'departure' && ['open', 'started'].includes(task.state),
      );
      return type === 'departure' && dirty.has(roomId) && !made.has(roomId) && !toDo;
    });
    await this.round.insert(hotelId, date, again, 'move');
    const used = wanted.filter(({ type, roomId }) => type === 'departure' && dirty.has(roomId));
    await this.notInspected(
      hotelId,
      date,
      used.map(({ roomId }) => roomId),
    );
  }

  /** Inspections of work in these rooms that nobody has begun are cancelled: the rooms have been used since. */
  async notInspected(hotelId: number, date: LocalDate, roomIds: readonly number[]): Promise<void> {
    if (roomIds.length > 0)
      await this.db.rows(
        `WITH held AS MATERIALIZED (
           SELECT id FROM hk_task WHERE hotel_id = $1 AND business_date >= $2 AND room_id = ANY($3::int[])
             AND source = 'inspection' AND state = 'open' ORDER BY room_id, id FOR NO KEY UPDATE)
         UPDATE hk_task t SET state = 'cancelled', finished_at = now() FROM held WHERE t.id = held.id`,
        [hotelId, date, roomIds],
      );
  }

  /**
   * Open tasks for the guest go to the other room, unless it has such a task; the room that was left gets a departure clean, and
   * what was done in it is inspected no more.
   * The next round leaves both as they are.
   */
  async follow(move: { hotelId: number; date: LocalDate; from: number; to: number }): Promise<void> {
    const { hotelId, date, from, to } = move;
    await this.db.rows(
      `WITH held AS MATERIALIZED (
         SELECT t.id, EXISTS (SELECT FROM hk_task o WHERE o.room_id = $2 AND o.business_date = t.business_date
           AND o.task_type = t.task_type AND o.state <> 'cancelled') AS there
         FROM hk_task t WHERE t.room_id = $1 AND t.business_date >= $3 AND t.state = 'open' AND t.task_type = ANY($4::text[])
         ORDER BY t.id FOR NO KEY UPDATE)
       UPDATE hk_task t SET room_id = CASE WHEN h.there THEN t.room_id ELSE $2 END,
         source = CASE WHEN h.there THEN t.source ELSE 'move' END,
         state = CASE WHEN h.there THEN 'cancelled' ELSE 'open' END,
         finished_at = CASE WHEN h.there THEN now() END
       FROM held h WHERE t.id = h.id`,
      [from, to, date, GUEST_TASKS],
    );
    await this.notInspected(hotelId, date, [from]);
    const [room] = (await this.round.rooms(hotelId, date)).filter(({ roomId }) => roomId === from);
    if (!room) return;
    const minutes = minutesBy(await this.round.rules(hotelId))('departure', room.roomCategoryId);
    await this.db.rows(
      `INSERT INTO hk_task (tenant_id, hotel_id, business_date, room_id, task_type, minutes, priority, source)
       SELECT current_setting('app.tenant_id')::uuid, $1, $2, $3, 'departure', $4, $5, 'move'
       WHERE NOT EXISTS (SELECT FROM hk_task t WHERE t.room_id = $3 AND t.business_date = $2 AND t.task_type = 'departure'
         AND t.state IN ('open', 'started'))`,
      [hotelId, date, from, minutes, room.arrives ? 1 : 2],
    );
  }

  /**
   * Tasks of these rooms that were made since, by the round or by the check-out, and not begun are cancelled, and those cancelled since
   * are open again, of whatever date: the guest has not left after all. What the rooms need today is then found by `anew`.
   * @param date of the day on which it was done
   */
  async undo(hotelId: number, roomIds: readonly number[], date: LocalDate, since: Date): Promise<void> {
    const from = addDays(date, -1);
    await this.hold(hotelId, from, roomIds);
    await this.db.rows(
      `UPDATE hk_task SET state = 'cancelled', finished_at = now()
       WHERE hotel_id = $1 AND business_date >= $2 AND room_id = ANY($3::int[]) AND source IN ('round', 'move')
         AND state = 'open' AND created_at >= $4`,
      [hotelId, from, roomIds, since],
    );
    await this.db.rows(
      `UPDATE hk_task t SET state = 'open', finished_at = NULL
       WHERE t.hotel_id = $1 AND t.business_date >= $2 AND t.room_id = ANY($3::int[])
         AND t.source IN ('round', 'move', 'inspection') AND t.state = 'cancelled' AND NOT t.by_hand
         AND t.created_at < $4 AND t.finished_at >= $4
         AND NOT EXISTS (SELECT FROM hk_task p WHERE p.id = t.parent_id AND p.state NOT IN ('done', 'failed'))
         AND NOT EXISTS (
           SELECT FROM hk_task o WHERE o.room_id = t.room_id AND o.business_date = t.business_date
             AND o.task_type = t.task_type AND o.state <> 'cancelled')`,
      [hotelId, from, roomIds, since],
    );
  }
}
