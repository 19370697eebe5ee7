import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { today } from '../../platform/dates/index.js';
import { AppError, invalid, notFound } from '../../platform/errors/app-error.js';
import { dateOf } from '../../platform/http/date-fields.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { type ConflictResponse, HotelsService, RoomClosuresService, RoomsService } from '../../rooms/index.js';
import { RoomStatesRepository } from '../room-states/room-states.repository.js';
import { EquipmentRepository } from './equipment.repository.js';
import type { ReportDefectRequest } from './work-orders.dto.js';
import { type WorkOrderRow, WorkOrdersRepository } from './work-orders.repository.js';

/** Defects that somebody reports: a work order without a plan, for whose time the room may be closed. */
@Injectable()
export class DefectsService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly hotels: HotelsService,
    private readonly rooms: RoomsService,
    private readonly closures: RoomClosuresService,
    private readonly states: RoomStatesRepository,
    private readonly equipment: EquipmentRepository,
    private readonly orders: WorkOrdersRepository,
  ) {}

  /**
   * Without a room of its own, equipment is repaired where it stands.
   * @throws AppError NOT_FOUND (room or equipment of this hotel), VALIDATION_FAILED; CONFLICT with the dates on which the room
   * to be closed has a guest, or `conflicts` that were not accepted
   */
  report(request: ReportDefectRequest): Promise<WorkOrderRow & { conflicts: ConflictResponse[] }> {
    return this.db.transaction(async () => {
      const hotel = await this.hotels.get(request.hotelId);
      const { equipmentId = null, title, description = null, priority = 3, closure } = request;
      const equipment = equipmentId === null ? null : await this.equipment.get(equipmentId);
      if (equipment && equipment.hotelId !== hotel.id) throw notFound('Equipment');
      const roomId = request.roomId ?? equipment?.roomId ?? null;
      if (roomId !== null && (await this.rooms.get(roomId)).hotelId !== hotel.id) throw notFound('Room');
      if (roomId === null && equipment === null) throw invalid('roomId', 'A defect lies in a room or in equipment');
      if (closure && roomId === null) throw invalid('closure', 'There is no room to close');
      const closed = closure && (await this.closures.close(roomId!, { ...closure, reason: title.slice(0, 500) }));
      const order = await this.orders.get(
        await this.orders.insertDefect({
          hotelId: hotel.id,
          roomId,
          equipmentId,
          title,
          description,
          priority,
          dueDate: dateOf('dueDate', request.dueDate) ?? today(hotel.timeZone, new Date()),
          closureId: closed?.id ?? null,
          reportedBy: this.context.principal?.userId ?? null,
        }),
      );
      return { ...order, conflicts: closed ? closed.conflicts : [] };
    });
  }

  /**
   * Ends an order without a plan. Its room is open again from today on, and dirty after it was out of order.
   * @throws AppError CONFLICT when it is over
   */
  async end(
    order: WorkOrderRow,
    to: 'done' | 'cancelled',
    done: Parameters<WorkOrdersRepository['move']>[3],
  ): Promise<void> {
    const date = today((await this.hotels.get(order.hotelId)).timeZone, new Date());
    const closed = order.closureId !== null;
    if (closed) await this.closures.end(order.roomId!, order.closureId!, date);
    if (!(await this.orders.move(order.id, ['open', 'in_progress'], to, done)))
      throw new AppError('CONFLICT', `The work order is ${order.state}`);
    // Also when the closure had run out by itself: people have worked in the room.
    if (closed && to === 'done') await this.states.put(order.roomId!, { condition: 'dirty' });
  }
}
