import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { violates } from '../../platform/database/postgres-error.js';
import { type LocalDate, today } from '../../platform/dates/index.js';
import { AppError, invalid, notFound } from '../../platform/errors/app-error.js';
import { dateOf } from '../../platform/http/date-fields.js';
import { given } from '../../platform/http/given.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { HotelsService, RoomsService } from '../../rooms/index.js';
import { DefectsService } from './defects.service.js';
import { EquipmentRepository, type EquipmentRow, type ReadingRow, type ScheduleRow } from './equipment.repository.js';
import type {
  CreateEquipmentRequest,
  CreateScheduleRequest,
  ReadingRequest,
  UpdateEquipmentRequest,
  UpdateScheduleRequest,
} from './maintenance.dto.js';
import type { CompleteOrderRequest } from './work-orders.dto.js';
import { meetsSeason, type Plan, shortestInterval } from './plan.js';
import { seasonOf } from './season-request.js';
import { type WorkOrderRow, WorkOrdersRepository } from './work-orders.repository.js';

/** Equipment with its meters and plans, and the work that is done on it. */
@Injectable()
export class MaintenanceService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly hotels: HotelsService,
    private readonly rooms: RoomsService,
    private readonly equipment: EquipmentRepository,
    private readonly orders: WorkOrdersRepository,
    private readonly defects: DefectsService,
  ) {}

  /** @throws AppError NOT_FOUND (hotel, room), CONFLICT (name taken) */
  addEquipment(request: CreateEquipmentRequest): Promise<EquipmentRow> {
    const { roomId = null, meterUnit = null, active = true, name } = request;
    return this.unique(async () => {
      const { id: hotelId } = await this.hotels.get(request.hotelId);
      await this.checkRoom(hotelId, roomId);
      return this.equipment.get(await this.equipment.insert({ hotelId, roomId, name, meterUnit, active }));
    });
  }

  /** @throws AppError NOT_FOUND, CONFLICT (name taken) */
  changeEquipment(id: number, request: UpdateEquipmentRequest): Promise<EquipmentRow> {
    return this.unique(async () => {
      const after = { ...(await this.equipment.lock(id)), ...given(request) };
      await this.checkRoom(after.hotelId, after.roomId);
      await this.equipment.update(after);
      return this.equipment.get(id);
    });
  }

  /**
   * Readings only rise; when a meter was set back or replaced, the reading is sent as a reset, and the use counted before is
   * kept.
   * @throws AppError NOT_FOUND; VALIDATION_FAILED for a date to come; CONFLICT for a lower or earlier reading, or without meter
   */
  read(id: number, request: ReadingRequest): Promise<ReadingRow> {
    return this.db.transaction(async () => {
      const equipment = await this.equipment.lock(id);
      if (equipment.meterUnit === null) throw new AppError('CONFLICT', 'The equipment has no meter');
      const { value, kind = 'reading' } = request;
      const readOn = await this.pastDate(equipment.hotelId, 'readOn', request.readOn);
      const { reading: last, readOn: lastOn } = equipment;
      if (lastOn !== null && readOn < lastOn) throw new AppError('CONFLICT', `There is a later reading, of ${lastOn}`);
      if (kind === 'reading' && last !== null && value < last)
        throw new AppError(
          'CONFLICT',
          `The meter showed ${last} on ${lastOn}; a lower value needs kind reset or correction`,
        );
      if (kind === 'reset') await this.equipment.shiftReadings(id, value - (last ?? 0));
      return this.equipment.addReading(id, { readOn, value, kind }, this.context.principal?.userId ?? null);
    });
  }

  /** @throws AppError NOT_FOUND, VALIDATION_FAILED */
  addSchedule(equipmentId: number, request: CreateScheduleRequest): Promise<ScheduleRow> {
    return this.db.transaction(async () => {
      const equipment = await this.equipment.lock(equipmentId);
      const {
        everyUsage = null,
        leadDays = 0,
        active = true,
        lastDoneReading = null,
        name,
        mode,
        everyN,
        unit,
      } = request;
      checkUsage(equipment, everyUsage);
      checkLead({ everyN, unit, leadDays });
      const anchorDate = dateOf('anchorDate', request.anchorDate)!;
      const lastDoneOn = dateOf('lastDoneOn', request.lastDoneOn) ?? null;
      const season = seasonOf(request.season);
      const values = { name, mode, everyN, unit, anchorDate, everyUsage, leadDays, season, active, lastDoneOn };
      checkSeason(values);
      return this.equipment.insertSchedule(equipment, {
        ...values,
        lastDoneReading: lastDoneReading ?? equipment.reading,
      });
    });
  }

  /** @throws AppError NOT_FOUND, VALIDATION_FAILED */
  changeSchedule(id: number, request: UpdateScheduleRequest): Promise<ScheduleRow> {
    return this.db.transaction(async () => {
      const before = await this.equipment.schedule(id);
      const { anchorDate, lastDoneOn, season, ...rest } = given(request);
      const after = {
        ...before,
        ...rest,
        anchorDate: dateOf('anchorDate', anchorDate) ?? before.anchorDate,
        lastDoneOn: dateOf('lastDoneOn', lastDoneOn) ?? before.lastDoneOn,
        season: season === undefined ? before.season : seasonOf(season),
      };
      checkUsage(await this.equipment.get(before.equipmentId), after.everyUsage);
      checkLead(after);
      checkSeason(after);
      return this.equipment.updateSchedule(id, after);
    });
  }

  /** @throws AppError NOT_FOUND, CONFLICT */
  start(id: number): Promise<WorkOrderRow> {
    return this.step(id, () => this.orders.move(id, ['open'], 'in_progress'));
  }

  /** Waives the order: the plan goes on as if it had been done when it was due. @throws AppError NOT_FOUND, CONFLICT */
  cancel(id: number, reason: string): Promise<WorkOrderRow> {
    return this.step(id, async (order) => {
      const { scheduleId, dueDate, dueReading } = order;
      if (scheduleId === null) {
        await this.defects.end(order, 'cancelled', { note: reason });
        return true;
      }
      const schedule = await this.equipment.schedule(scheduleId);
      const { lastDoneOn, lastDoneReading } = schedule;
      await this.equipment.updateSchedule(scheduleId, {
        ...schedule,
        lastDoneOn: lastDoneOn !== null && lastDoneOn > dueDate ? lastDoneOn : dueDate,
        lastDoneReading: dueReading ?? lastDoneReading,
      });
      return this.orders.move(id, ['open', 'in_progress'], 'cancelled', { note: reason });
    });
  }

  /** Completes the order; the plan counts its next due date from here. @throws AppError NOT_FOUND, VALIDATION_FAILED, CONFLICT */
  complete(id: number, request: CompleteOrderRequest): Promise<WorkOrderRow> {
    return this.step(id, async (order) => {
      if (order.scheduleId === null) return this.completeDefect(order, request);
      // The equipment is locked first, in the same order as a reset of its meter, which then changes plans and orders.
      const equipment = await this.equipment.lock(order.equipmentId!);
      const schedule = await this.equipment.schedule(order.scheduleId);
      const on = await this.pastDate(order.hotelId, 'completedOn', request.completedOn);
      const reading = request.reading ?? equipment.reading;
      if (request.reading !== undefined) await this.read(equipment.id, { value: request.reading, readOn: on });
      await this.equipment.updateSchedule(schedule.id, { ...schedule, lastDoneOn: on, lastDoneReading: reading });
      return this.orders.move(id, ['open', 'in_progress'], 'done', { on, reading, note: request.note });
    });
  }

  private async completeDefect(order: WorkOrderRow, { completedOn, reading, note }: CompleteOrderRequest) {
    const on = await this.pastDate(order.hotelId, 'completedOn', completedOn);
    if (reading !== undefined && order.equipmentId === null) throw invalid('reading', 'The order has no equipment');
    await this.defects.end(order, 'done', { on, reading, note });
    if (reading !== undefined) await this.read(order.equipmentId!, { value: reading, readOn: on });
    return true;
  }

  private step(id: number, act: (order: WorkOrderRow) => Promise<boolean>): Promise<WorkOrderRow> {
    return this.db.transaction(async () => {
      const order = await this.orders.get(id);
      if (!(await act(order))) throw new AppError('CONFLICT', `The work order is ${order.state}`);
      return this.orders.get(id);
    });
  }

  private async pastDate(hotelId: number, path: string, text: string | undefined): Promise<LocalDate> {
    const now = today((await this.hotels.get(hotelId)).timeZone, new Date());
    const date = dateOf(path, text) ?? now;
    if (date > now) throw invalid(path, `${path} lies ahead of the hotel's today, ${now}`);
    return date;
  }

  private async checkRoom(hotelId: number, roomId: number | null): Promise<void> {
    if (roomId !== null && (await this.rooms.get(roomId)).hotelId !== hotelId) throw notFound('Room');
  }

  private async unique(write: () => Promise<EquipmentRow>): Promise<EquipmentRow> {
    try {
      return await this.db.transaction(write);
    } catch (error) {
      if (violates(error, 'equipment_name_key')) throw new AppError('CONFLICT', 'Equipment of this name is there');
      throw error;
    }
  }
}

function checkUsage({ meterUnit }: EquipmentRow, everyUsage: number | null): void {
  if (everyUsage !== null && meterUnit === null) throw invalid('everyUsage', 'The equipment has no meter');
}

function checkSeason(plan: Plan): void {
  if (!meetsSeason(plan)) throw invalid('season', 'No due date of this fixed plan lies in its season');
}

function checkLead({ leadDays, ...plan }: Pick<ScheduleRow, 'everyN' | 'unit' | 'leadDays'>): void {
  if (leadDays > shortestInterval(plan))
    throw invalid('leadDays', 'leadDays must not be more than lie between two due dates');
}
