import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { violates } from '../../platform/database/postgres-error.js';
import { type LocalDate, today } from '../../platform/dates/index.js';
import { AppError, invalid, notFound } from '../../platform/errors/app-error.js';
import { dateOf } from '../../platform/http/date-fields.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { HotelsService, RoomsService } from '../../rooms/index.js';
import { AttendantsRepository } from './attendants.repository.js';
import type { CreateTaskRequest, UpdateTaskRequest } from './manual-tasks.dto.js';
import { RoundRepository } from './round.repository.js';
import { taskExists } from './task-exists.js';
import { minutesBy } from './task-minutes.js';
import { type TaskRow, TasksRepository } from './tasks.repository.js';

/** Tasks that people make, change and cancel. The round takes them as they are: it makes none beside them, and undoes nothing. */
@Injectable()
export class ManualTasksService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly hotels: HotelsService,
    private readonly rooms: RoomsService,
    private readonly attendants: AttendantsRepository,
    private readonly round: RoundRepository,
    private readonly tasks: TasksRepository,
  ) {}

  /**
   * A task of a room, at most one of each type a date.
   * @throws AppError NOT_FOUND (room, attendant of its hotel); VALIDATION_FAILED for a date that is over; CONFLICT when the
   * room has such a task on the date
   */
  create(request: CreateTaskRequest): Promise<TaskRow> {
    return this.unique(async () => {
      const room = await this.rooms.get(request.roomId);
      const date = await this.date(room.hotelId, request.date);
      const { type, priority = 3, note = null, attendantId = null } = request;
      await this.checkAttendant(room.hotelId, attendantId);
      const known = minutesBy(await this.round.rules(room.hotelId))(type, room.roomCategoryId);
      const id = await this.tasks.insert({
        hotelId: room.hotelId,
        businessDate: date,
        roomId: room.id,
        type,
        minutes: request.minutes ?? known,
        priority,
        attendantId,
        note,
        createdBy: this.context.principal?.userId ?? null,
      });
      return this.tasks.get(id);
    });
  }

  /** @throws AppError NOT_FOUND, VALIDATION_FAILED; CONFLICT once it was started, or when the room has such a task already */
  change(id: number, request: UpdateTaskRequest): Promise<TaskRow> {
    return this.unique(async () => {
      const task = await this.tasks.lock(id);
      if (task.state !== 'open')
        throw new AppError('CONFLICT', `The task is ${task.state}; only an open one is changed`);
      const { date, type, minutes, priority, attendantId, note } = request;
      if (type !== undefined && type !== task.type && task.parentId !== null)
        throw new AppError('CONFLICT', 'A task that follows from another keeps its type');
      await this.checkAttendant(task.hotelId, attendantId ?? null);
      const businessDate = date === undefined ? undefined : await this.date(task.hotelId, date);
      await this.tasks.update(id, { businessDate, type, minutes, priority, attendantId, note });
      return this.tasks.get(id);
    });
  }

  /** Not to be done; the day's next round does not make it again. @throws AppError NOT_FOUND; CONFLICT once it is over */
  cancel(id: number, reason: string): Promise<TaskRow> {
    return this.db.transaction(async () => {
      const task = await this.tasks.lock(id);
      if (!['open', 'started'].includes(task.state)) throw new AppError('CONFLICT', `The task is ${task.state}`);
      await this.tasks.cancelByHand(id, reason);
      return this.tasks.get(id);
    });
  }

  private async date(hotelId: number, text: string | undefined): Promise<LocalDate> {
    const now = today((await this.hotels.get(hotelId)).timeZone, new Date());
    const date = dateOf('date', text) ?? now;
    if (date < now) throw invalid('date', `date lies before the hotel's today, ${now}`);
    return date;
  }

  private async checkAttendant(hotelId: number, attendantId: number | null): Promise<void> {
    if (attendantId !== null && (await this.attendants.get(attendantId)).hotelId !== hotelId)
      throw notFound('Attendant');
  }

  private async unique(write: () => Promise<TaskRow>): Promise<TaskRow> {
    try {
      return await this.db.transaction(write);
    } catch (error) {
      if (violates(error, 'hk_task_round_key')) throw taskExists();
      throw error;
    }
  }
}
