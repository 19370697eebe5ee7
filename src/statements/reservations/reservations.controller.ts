import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import {
  CreateReservationRequest,
  ReservationDetailsResponse,
  ReservationResponse,
  ReservationsQuery,
  ReservationsResponse,
  ResolveReservationRequest,
  UpdateReservationRequest,
} from './reservations.dto.js';
import { ReservationsService } from './reservations.service.js';

@ApiTags('Statements: stays')
@Controller('reservations')
export class ReservationsController {
  constructor(private readonly reservations: ReservationsService) {}

  @Post()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Enter a stay by hand' })
  @ApiCreatedResponse({ type: ReservationResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  create(@Body() body: CreateReservationRequest): Promise<ReservationResponse> {
    return this.reservations.create(body);
  }

  @Get()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Stays by arrival' })
  @ApiOkResponse({ type: ReservationsResponse })
  @ApiProblems(400, 401, 403, 404)
  list(@Query() query: ReservationsQuery): Promise<ReservationsResponse> {
    return this.reservations.list(query);
  }

  @Get(':id')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'A stay with everything that was ever told of it' })
  @ApiOkResponse({ type: ReservationDetailsResponse })
  @ApiProblems(400, 401, 403, 404)
  get(@Param('id', ParseUUIDPipe) id: string): Promise<ReservationDetailsResponse> {
    return this.reservations.details(id);
  }

  @Patch(':id')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'Correct a stay',
    description: `It stands until its source tells something else of the stay. A final statement keeps what it has shown; the
difference is an adjustment on the next one.`,
  })
  @ApiOkResponse({ type: ReservationResponse })
  @ApiProblems(400, 401, 403, 404)
  update(@Param('id', ParseUUIDPipe) id: string, @Body() body: UpdateReservationRequest): Promise<ReservationResponse> {
    return this.reservations.update(id, body);
  }

  @Post(':id/resolve')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'Say what a stay in review is, and why',
    description: 'Its source may tell the same again; only what is new asks for another look.',
  })
  @ApiOkResponse({ type: ReservationResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  resolve(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: ResolveReservationRequest,
  ): Promise<ReservationResponse> {
    return this.reservations.resolve(id, body);
  }
}
