import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { isISO8601 } from 'class-validator';
import { Roles } from '../../platform/auth/index.js';
import { invalid } from '../../platform/errors/app-error.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { BackfillRequest, ListSlotsQuery, WaiveRequest } from './schedules-requests.dto.js';
import { BackfillResponse, SlotListResponse, SlotResponse } from './schedules-answers.dto.js';
import { SlotsService } from './slots.service.js';

/** How far back slots are listed by default, ms. */
const A_WEEK_MS = 7 * 86_400_000;

@ApiTags('Schedules')
@ApiBearerAuth()
@Controller('schedules')
export class SlotsController {
  constructor(private readonly slots: SlotsService) {}

  @Get('slots')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({
    summary: 'What was owed and what became of it, latest first; by default since a week ago',
    description:
      'Without a scheduleId those of the business: the schedules of single people (their calendars, their digests) are left out.',
  })
  @ApiOkResponse({ type: SlotListResponse })
  @ApiProblems(400, 401, 403)
  list(@Query() { limit, offset, state, from, to, ...filter }: ListSlotsQuery): Promise<SlotListResponse> {
    const since = from ? new Date(from) : new Date(Date.now() - A_WEEK_MS);
    const until = to ? new Date(to) : undefined;
    return this.slots.list({ ...filter, states: state, from: since, to: until }, limit, offset);
  }

  @Post('slots/backfill')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'Run missed slots, each exactly once, oldest first; with dryRun, count them first',
    description:
      'Without a scheduleId those of the business whose kinds your role may start; the others are neither counted nor run.',
  })
  @ApiOkResponse({ type: BackfillResponse })
  @ApiProblems(400, 401, 403, 404, 429)
  backfill(@Body() { scheduleId, from, to, dryRun }: BackfillRequest): Promise<BackfillResponse> {
    if (new Date(to) <= new Date(from)) throw invalid('to', 'to must come after from');
    return this.slots.backfill({ scheduleId, from: new Date(from), to: new Date(to) }, dryRun ?? false);
  }

  @Post(':id/slots/:fireAt/waive')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Decide that a slot, missed or to come, need not run' })
  @ApiParam({
    name: 'fireAt',
    description: 'Instant of the slot, ISO 8601.',
    schema: { type: 'string', format: 'date-time' },
  })
  @ApiOkResponse({ type: SlotResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  waive(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('fireAt') fireAt: string,
    @Body() { reason }: WaiveRequest,
  ): Promise<SlotResponse> {
    if (!isISO8601(fireAt, { strict: true })) throw invalid('fireAt', 'fireAt must be an instant, ISO 8601');
    return this.slots.waive(id, new Date(fireAt), reason);
  }
}
