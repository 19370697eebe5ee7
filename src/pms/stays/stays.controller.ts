import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { addDays, eachDay } from '../../platform/dates/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { toBookingResponse } from '../bookings/booking-answers.js';
import { BookingsRepository } from '../bookings/bookings.repository.js';
import { BookingResponse } from '../bookings/bookings.dto.js';
import { type StayStepRow, StayStepsRepository } from '../stay-steps/stay-steps.repository.js';
import { RoomMoves } from './room-moves.js';
import {
  MovedResponse,
  MoveRoomRequest,
  StayRoomsResponse,
  type StayStepResponse,
  SwapRoomsRequest,
  UndoStepRequest,
} from './stays.dto.js';
import { StaysRepository } from './stays.repository.js';
import { StepUndo } from './step-undo.js';

@ApiTags('PMS: bookings')
@Controller('bookings')
export class StaysController {
  constructor(
    private readonly bookings: BookingsRepository,
    private readonly stays: StaysRepository,
    private readonly steps: StayStepsRepository,
    private readonly moves: RoomMoves,
    private readonly undo: StepUndo,
  ) {}

  @Get(':id/rooms')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Which room each night of the booking was, and what the desk did' })
  @ApiOkResponse({ type: StayRoomsResponse })
  @ApiProblems(400, 401, 403, 404)
  async rooms(@Param('id', ParseUUIDPipe) id: string): Promise<StayRoomsResponse> {
    await this.bookings.get(id);
    const rooms = await this.stays.rooms(id);
    const nights = rooms.flatMap(({ roomId, room, from, until }) =>
      [...eachDay(from, addDays(until, -1))].map((date) => ({ date, roomId, room })),
    );
    return { rooms, nights, steps: (await this.steps.ofBooking(id)).map(toStep) };
  }

  @Post(':id/move')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Move a guest in the house to another room for the nights that are left' })
  @ApiOkResponse({ type: MovedResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async move(@Param('id', ParseUUIDPipe) id: string, @Body() body: MoveRoomRequest): Promise<MovedResponse> {
    const { booking, rooms } = await this.moves.move(id, body);
    return { ...toBookingResponse(booking), rooms };
  }

  @Post(':id/swap-rooms')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Two guests in the house change rooms with each other' })
  @ApiOkResponse({ type: MovedResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async swap(@Param('id', ParseUUIDPipe) id: string, @Body() body: SwapRoomsRequest): Promise<MovedResponse> {
    const { booking, rooms } = await this.moves.swap(id, body.bookingId, body.reason);
    return { ...toBookingResponse(booking), rooms };
  }

  @Post(':id/undo-check-in')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Take a check-in back, on the business date it was made' })
  @ApiOkResponse({ type: BookingResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async undoCheckIn(@Param('id', ParseUUIDPipe) id: string, @Body() body: UndoStepRequest): Promise<BookingResponse> {
    return toBookingResponse(await this.undo.checkIn(id, body.reason));
  }

  @Post(':id/undo-check-out')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Take a check-out back, on the business date it was made: the guest is in the house again' })
  @ApiOkResponse({ type: BookingResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async undoCheckOut(@Param('id', ParseUUIDPipe) id: string, @Body() body: UndoStepRequest): Promise<BookingResponse> {
    return toBookingResponse(await this.undo.checkOut(id, body.reason));
  }
}

function toStep(row: StayStepRow): StayStepResponse {
  const { kind, businessDate, doneAt, doneBy, reason, undoneAt, undoneBy, undoReason } = row;
  return {
    kind,
    businessDate,
    at: doneAt.toISOString(),
    by: doneBy,
    reason,
    undoneAt: undoneAt?.toISOString() ?? null,
    undoneBy,
    undoReason,
  };
}
