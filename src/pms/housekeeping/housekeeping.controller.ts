import { Body, Controller, Get, HttpCode, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { violates } from '../../platform/database/postgres-error.js';
import { Roles } from '../../platform/auth/index.js';
import { AppError, notFound } from '../../platform/errors/app-error.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { dateOf } from '../../platform/http/date-fields.js';
import { given } from '../../platform/http/given.js';
import { IdPipe } from '../../platform/http/id.pipe.js';
import { HotelsService, RoomCategoriesService } from '../../rooms/index.js';
import { type AttendantRow, AttendantsRepository } from './attendants.repository.js';
import {
  AttendantResponse,
  AttendantsResponse,
  CreateAttendantRequest,
  HotelQuery,
  PutRuleRequest,
  PutShiftsRequest,
  RoomStateResponse,
  RoomStatesResponse,
  RulesResponse,
  ShiftsQuery,
  ShiftsResponse,
  UpdateAttendantRequest,
  UpdateRoomStateRequest,
} from './housekeeping.dto.js';
import { RoomStatesRepository } from '../room-states/room-states.repository.js';
import { RoundRepository } from './round.repository.js';

@ApiTags('PMS: housekeeping')
@Controller('housekeeping')
export class HousekeepingController {
  constructor(
    private readonly hotels: HotelsService,
    private readonly categories: RoomCategoriesService,
    private readonly attendants: AttendantsRepository,
    private readonly rooms: RoomStatesRepository,
    private readonly round: RoundRepository,
  ) {}

  @Post('attendants')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Add an attendant' })
  @ApiCreatedResponse({ type: AttendantResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async addAttendant(@Body() body: CreateAttendantRequest): Promise<AttendantResponse> {
    const { id: hotelId } = await this.hotels.get(body.hotelId);
    const { name, section = null, active = true } = body;
    return unique(() => this.attendants.insert({ hotelId, name, section, active }));
  }

  @Get('attendants')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: "A hotel's attendants by name" })
  @ApiOkResponse({ type: AttendantsResponse })
  @ApiProblems(400, 401, 403, 404)
  async listAttendants(@Query() { hotelId }: HotelQuery): Promise<AttendantsResponse> {
    const attendants = await this.attendants.list((await this.hotels.get(hotelId)).id);
    return { attendants, total: attendants.length };
  }

  @Patch('attendants/:id')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Change an attendant' })
  @ApiOkResponse({ type: AttendantResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async changeAttendant(
    @Param('id', IdPipe) id: number,
    @Body() body: UpdateAttendantRequest,
  ): Promise<AttendantResponse> {
    const { id: known } = await this.attendants.get(id);
    return unique(() => this.attendants.update(known, given(body)));
  }

  @Put('attendants/:id/shifts')
  @HttpCode(204)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Set the minutes an attendant works on dates; 0 for none' })
  @ApiNoContentResponse()
  @ApiProblems(400, 401, 403, 404)
  async putShifts(@Param('id', IdPipe) id: number, @Body() body: PutShiftsRequest): Promise<void> {
    const dates = body.dates.map((date, index) => dateOf(`dates.${index}`, date)!);
    await this.attendants.putShifts((await this.attendants.get(id)).id, [...new Set(dates)], body.capacityMinutes);
  }

  @Get('shifts')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Who works when' })
  @ApiOkResponse({ type: ShiftsResponse })
  @ApiProblems(400, 401, 403, 404)
  async listShifts(@Query() query: ShiftsQuery): Promise<ShiftsResponse> {
    const { id } = await this.hotels.get(query.hotelId);
    const shifts = await this.attendants.shifts(id, dateOf('from', query.from)!, dateOf('to', query.to)!);
    return { shifts, total: shifts.length };
  }

  @Put('rules')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Say how long a task takes, and whether it is inspected' })
  @ApiOkResponse({ type: RulesResponse })
  @ApiProblems(400, 401, 403, 404)
  async putRule(@Body() { hotelId, roomCategoryId, inspect = false, ...rule }: PutRuleRequest): Promise<RulesResponse> {
    const hotel = await this.hotels.get(hotelId);
    if (roomCategoryId !== undefined && (await this.categories.get(roomCategoryId)).hotelId !== hotel.id)
      throw notFound('Room category');
    await this.attendants.putRule(hotel.id, { ...rule, inspect, roomCategoryId: roomCategoryId ?? null });
    return this.listRules({ hotelId });
  }

  @Get('rules')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'How long tasks take at a hotel, where it says so itself' })
  @ApiOkResponse({ type: RulesResponse })
  @ApiProblems(400, 401, 403, 404)
  async listRules(@Query() { hotelId }: HotelQuery): Promise<RulesResponse> {
    const rules = await this.round.rules((await this.hotels.get(hotelId)).id);
    return { rules, total: rules.length };
  }

  @Get('rooms')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'What the rooms of a hotel look like' })
  @ApiOkResponse({ type: RoomStatesResponse })
  @ApiProblems(400, 401, 403, 404)
  async listRooms(@Query() { hotelId }: HotelQuery): Promise<RoomStatesResponse> {
    const rooms = await this.rooms.ofHotel((await this.hotels.get(hotelId)).id);
    return { rooms, total: rooms.length };
  }

  @Patch('rooms/:id')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: "Set a room's condition or section by hand" })
  @ApiOkResponse({ type: RoomStateResponse })
  @ApiProblems(400, 401, 403, 404)
  async setRoom(@Param('id', IdPipe) id: number, @Body() body: UpdateRoomStateRequest): Promise<RoomStateResponse> {
    await this.rooms.get(id);
    await this.rooms.put(id, given(body));
    return this.rooms.get(id);
  }
}

async function unique(write: () => Promise<AttendantRow>): Promise<AttendantRow> {
  try {
    return await write();
  } catch (error) {
    if (violates(error, 'attendant_name_key')) throw new AppError('CONFLICT', 'An attendant of this name works there');
    throw error;
  }
}
