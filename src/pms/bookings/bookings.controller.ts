import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Roles } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { toFolioResponse } from '../folios/folio-answers.js';
import { FolioResponse } from '../folios/folios.dto.js';
import { FoliosService } from '../folios/folios.service.js';
import { toBookingResponse, toCancellationResponse, toListedResponse } from './booking-answers.js';
import { BookingChanges } from './booking-changes.js';
import {
  BookingResponse,
  BookingsResponse,
  CheckedInResponse,
  CheckedOutResponse,
  CheckInRequest,
  CreateBookingRequest,
  CreateGroupRequest,
  GroupResponse,
  OverrideRequest,
  SellRequest,
  UpdateBookingRequest,
} from './bookings.dto.js';
import { BookingsQuery } from './bookings-query.dto.js';
import { BookingsService } from './bookings.service.js';
import { CancellationResponse, CancelRequest } from './cancellation.dto.js';
import { FrontDesk } from './front-desk.js';

@ApiTags('PMS: bookings')
@Controller('bookings')
export class BookingsController {
  constructor(
    private readonly bookings: BookingsService,
    private readonly changes: BookingChanges,
    private readonly desk: FrontDesk,
    private readonly folios: FoliosService,
  ) {}

  @Post()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Book a room; 409 names the nights that cannot be sold' })
  @ApiCreatedResponse({ type: BookingResponse })
  @ApiOkResponse({ type: BookingResponse, description: "The booking that has this channel's number already" })
  @ApiProblems(400, 401, 403, 404, 409)
  async create(
    @Body() body: CreateBookingRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BookingResponse> {
    const { booking, made } = await this.bookings.book(body);
    reply.status(made ? 201 : 200);
    return toBookingResponse(booking);
  }

  @Post('groups')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Book rooms together: all of them or none' })
  @ApiCreatedResponse({ type: GroupResponse })
  @ApiOkResponse({ type: GroupResponse, description: "The group that has these channel's numbers already" })
  @ApiProblems(400, 401, 403, 404, 409)
  async createGroup(
    @Body() body: CreateGroupRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<GroupResponse> {
    const { groupId, bookings, made } = await this.bookings.createGroup(body.bookings);
    reply.status(made ? 201 : 200);
    return { groupId, bookings: bookings.map(toBookingResponse) };
  }

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Bookings, latest arrival first' })
  @ApiOkResponse({ type: BookingsResponse })
  @ApiProblems(400, 401, 403)
  async list(@Query() query: BookingsQuery): Promise<BookingsResponse> {
    const { bookings, total } = await this.bookings.list(query);
    return { bookings: bookings.map(toListedResponse), total };
  }

  @Get(':id')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'One booking' })
  @ApiOkResponse({ type: BookingResponse })
  @ApiProblems(400, 401, 403, 404)
  async get(@Param('id', ParseUUIDPipe) id: string): Promise<BookingResponse> {
    return toBookingResponse(await this.bookings.get(id));
  }

  @Patch(':id')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Change a booking; new nights are sold, given up ones go back' })
  @ApiOkResponse({ type: BookingResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async change(@Param('id', ParseUUIDPipe) id: string, @Body() body: UpdateBookingRequest): Promise<BookingResponse> {
    return toBookingResponse(await this.changes.change(id, body));
  }

  @Get(':id/folio')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: "The booking's folio" })
  @ApiOkResponse({ type: FolioResponse })
  @ApiProblems(400, 401, 403, 404)
  async folio(@Param('id', ParseUUIDPipe) id: string): Promise<FolioResponse> {
    return toFolioResponse(await this.folios.ofBooking(id));
  }

  @Post(':id/confirm')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Confirm a tentative booking: its nights are sold' })
  @ApiOkResponse({ type: BookingResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async confirm(@Param('id', ParseUUIDPipe) id: string, @Body() body: SellRequest): Promise<BookingResponse> {
    return toBookingResponse(await this.bookings.confirm(id, body));
  }

  @Post(':id/check-in')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'The guest has come and gets a room; a no-show is reinstated' })
  @ApiOkResponse({ type: CheckedInResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async checkIn(@Param('id', ParseUUIDPipe) id: string, @Body() body: CheckInRequest): Promise<CheckedInResponse> {
    const { booking, rooms } = await this.desk.checkIn(id, body.roomId, body.overrideReason);
    return { ...toBookingResponse(booking), rooms };
  }

  @Post(':id/check-out')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'The guest leaves: nights charged, unused ones given back, room dirty' })
  @ApiOkResponse({ type: CheckedOutResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async checkOut(@Param('id', ParseUUIDPipe) id: string): Promise<CheckedOutResponse> {
    const booking = toBookingResponse(await this.desk.checkOut(id));
    const { balance, depositHeld } = toFolioResponse(await this.folios.ofBooking(id));
    return { ...booking, balance, depositHeld };
  }

  @Get(':id/cancellation')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'What cancelling costs now, and from when on how much' })
  @ApiOkResponse({ type: CancellationResponse })
  @ApiProblems(400, 401, 403, 404)
  async cancellation(@Param('id', ParseUUIDPipe) id: string): Promise<CancellationResponse> {
    const { booking, fees } = await this.bookings.cancellation(id);
    return toCancellationResponse(booking, fees, new Date());
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'Cancel a booking: its nights go back, and the fee of the booked terms is charged or waived',
  })
  @ApiOkResponse({ type: BookingResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async cancel(@Param('id', ParseUUIDPipe) id: string, @Body() body: CancelRequest): Promise<BookingResponse> {
    return toBookingResponse(await this.bookings.cancel(id, body));
  }

  @Post(':id/reinstate')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Bring a cancelled booking or a no-show back; 409 names nights sold meanwhile' })
  @ApiOkResponse({ type: BookingResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async reinstate(@Param('id', ParseUUIDPipe) id: string, @Body() body: OverrideRequest): Promise<BookingResponse> {
    return toBookingResponse(await this.bookings.reinstate(id, body.overrideReason));
  }
}
