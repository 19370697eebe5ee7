import { Injectable } from '@nestjs/common';
import { violates } from '../../platform/database/postgres-error.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { today } from '../../platform/dates/index.js';
import { AppError, notFound } from '../../platform/errors/app-error.js';
import { HotelsService } from '../../rooms/index.js';
import { AttendantsRepository } from './attendants.repository.js';
import { RoomStatesRepository } from '../room-states/room-states.repository.js';
import { RoundRepository } from './round.repository.js';
import { DEFAULT_MINUTES } from './round-plan.js';
import { taskExists } from './task-exists.js';
import { minutesBy } from './task-minutes.js';
import { type TaskFilter, type TaskRow, TasksRepository } from './tasks.repository.js';

/** The steps of a task: a room is cleaned, then (where the rule says so) inspected; when the inspection fails, it is cleaned again. */
@Injectable()
export class TasksService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly tasks: TasksRepository,
    private readonly attendants: AttendantsRepository,
    private readonly rooms: RoomStatesRepository,
    private readonly round: RoundRepository,
    private readonly hotels: HotelsService,
  ) {}

  list(filter: TaskFilter, limit: number, offset: number): Promise<{ tasks: TaskRow[]; total: number }> {
    return this.tasks.page(filter, limit, offset);
  }

  /** @throws AppError NOT_FOUND */
  get(id: number): Promise<TaskRow> {
    return this.tasks.get(id);
  }

  /** @throws AppError NOT_FOUND, CONFLICT */
  start(id: number): Promise<TaskRow> {
    return this.step(id, ['open'], (task) => this.tasks.change(task.id, { state: 'started' }));
  }

  /**
   * The room is clean, unless it was only made ready for the evening, or was done for a guest who has left by now, so that its
   * departure clean is still to be done; an inspection is made where the rule wants one.
   * @throws AppError NOT_FOUND, CONFLICT
   */
  finish(id: number): Promise<TaskRow> {
    return this.step(id, ['open', 'started'], async (task) => {
      if (task.type === 'inspection') throw new AppError('CONFLICT', 'An inspection ends by its outcome');
      await this.tasks.change(task.id, { state: 'done' });
      const forGuest = task.type === 'turndown' || (task.type === 'stayover' && (await this.tasks.departs(task)));
      if (!forGuest) await this.rooms.put(task.roomId, { condition: 'clean', cleanedOn: task.businessDate });
      const rules = await this.round.rules(task.hotelId);
      const rule =
        rules.find((one) => one.taskType === task.type && one.roomCategoryId === task.roomCategoryId) ??
        rules.find((one) => one.taskType === task.type && one.roomCategoryId === null);
      if (!rule?.inspect || (forGuest && task.type === 'stayover')) return;
      const own = rules.find((one) => one.taskType === 'inspection' && one.roomCategoryId === null);
      const minutes = own?.minutes ?? DEFAULT_MINUTES.inspection;
      const { priority } = task;
      await this.tasks.follow(task, { type: 'inspection', minutes, priority, source: 'inspection', attendantId: null });
    });
  }

  /**
   * The room is inspected; or dirty again, with its work to be done once more by whoever did it. A room that is to be cleaned because
   * its guest has left, or is to leave, stays as it is: what was seen was before that.
   * @throws AppError NOT_FOUND; CONFLICT for a task that is no inspection, or over
   */
  inspect(id: number, passed: boolean, note?: string): Promise<TaskRow> {
    return this.step(id, ['open', 'started'], async (task) => {
      if (task.type !== 'inspection') throw new AppError('CONFLICT', 'Only an inspection has an outcome');
      await this.tasks.change(task.id, { state: passed ? 'done' : 'failed', note });
      if (await this.tasks.departs(task)) return;
      if (passed) return this.rooms.putUnlessDirty(task.roomId, 'inspected');
      await this.rooms.put(task.roomId, { condition: 'dirty' });
      const { type, minutes, attendantId } = await this.inspected(task);
      await this.tasks.follow(task, { type, minutes, priority: 1, source: 'rework', attendantId, note });
    });
  }

  /** Gives the task to somebody, or to nobody. @throws AppError NOT_FOUND; CONFLICT once it was started */
  assign(id: number, attendantId: number | null): Promise<TaskRow> {
    return this.step(id, ['open'], async (task) => {
      if (attendantId !== null && (await this.attendants.get(attendantId)).hotelId !== task.hotelId)
        throw notFound('Attendant');
      await this.tasks.change(task.id, { attendantId });
    });
  }

  /** The room could not be entered: the task is open again, with the reason, for another try. @throws AppError NOT_FOUND, CONFLICT */
  postpone(id: number, reason: string): Promise<TaskRow> {
    return this.step(id, ['open', 'started'], (task) => this.tasks.change(task.id, { state: 'open', note: reason }));
  }

  /**
   * What was ended by mistake is to be done again: a room that was clean by it is dirty, and the inspection that followed from it and
   * was not begun is cancelled.
   * @throws AppError NOT_FOUND; CONFLICT for a task that is not over, or of a day that is, one that follows from what is
   * to be done again, one whose inspection or rework has begun, or whose room has another task of the type by now
   */
  async reopen(id: number, reason: string): Promise<TaskRow> {
    try {
      return await this.step(id, ['done', 'cancelled'], async (task) => {
        const now = today((await this.hotels.get(task.hotelId)).timeZone, new Date());
        if (task.businessDate < now)
          throw new AppError('CONFLICT', `The task was of ${task.businessDate}, which is over`);
        if (task.parentId !== null && !(await this.tasks.mayFollow(task)))
          throw new AppError('CONFLICT', 'What it follows from is not done, or has another task by now', {
            extra: { reason: 'TASK_FOLLOWED' },
          });
        if (!(await this.tasks.dropFollowing(task, reason)))
          throw new AppError('CONFLICT', 'What follows from the task has begun', {
            extra: { reason: 'TASK_FOLLOWED' },
          });
        await this.tasks.reopen(id, reason);
        if (task.state === 'cancelled' || task.type === 'turndown') return;
        // A room that was used since is not what was inspected.
        if (task.type === 'inspection') await this.rooms.putUnlessDirty(task.roomId, 'clean');
        else await this.rooms.put(task.roomId, { condition: 'dirty' });
      });
    } catch (error) {
      if (violates(error, 'hk_task_round_key')) throw taskExists();
      throw error;
    }
  }

  /** The work that was inspected: of an inspection that a person asked for, the clean of the room. */
  private async inspected(task: TaskRow): Promise<Pick<TaskRow, 'type' | 'minutes' | 'attendantId'>> {
    if (task.parentId !== null) return this.tasks.get(task.parentId);
    const minutes = minutesBy(await this.round.rules(task.hotelId))('departure', task.roomCategoryId);
    return { type: 'departure', minutes, attendantId: null };
  }

  private step(id: number, from: readonly TaskRow['state'][], act: (task: TaskRow) => Promise<void>): Promise<TaskRow> {
    return this.db.transaction(async () => {
      const task = await this.tasks.lock(id);
      if (!from.includes(task.state)) throw new AppError('CONFLICT', `The task is ${task.state}`);
      await act(task);
      return this.tasks.get(id);
    });
  }
}
