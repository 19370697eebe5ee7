import { Body, Controller, Get, HttpCode, Post, Put, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { JobsService } from '../../jobs/index.js';
import { Roles } from '../../platform/auth/index.js';
import { invalid } from '../../platform/errors/app-error.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { CalendarEvents } from './calendar-events.js';
import { CalendarSyncs } from './calendar-syncs.js';
import {
  CalendarsResponse,
  CalendarSyncResponse,
  EventsQuery,
  EventsResponse,
  SelectCalendarsRequest,
  SelectCalendarsResponse,
} from './calendars.dto.js';
import { Calendars, type CalendarView } from './calendars.service.js';
import { SyncSchedules } from './sync-schedules.js';

const MOST_DAYS_MS = 400 * 86_400_000;

@ApiTags('CatchUp: calendars')
@Controller('catchup')
export class CalendarsController {
  constructor(
    private readonly calendars: Calendars,
    private readonly events: CalendarEvents,
    private readonly syncs: CalendarSyncs,
    private readonly jobs: JobsService,
    private readonly schedules: SyncSchedules,
    private readonly context: RequestContext,
  ) {}

  @Get('calendars')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'The calendars of all your accounts, and which of them are read' })
  @ApiOkResponse({ type: CalendarsResponse })
  @ApiProblems(400, 401, 403)
  async list(): Promise<CalendarsResponse> {
    return this.answer(await this.calendars.list());
  }

  @Put('calendars')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Choose which calendars are read; the others lose their events here' })
  @ApiOkResponse({ type: SelectCalendarsResponse })
  @ApiProblems(400, 401, 403, 404)
  async select(@Body() { selected }: SelectCalendarsRequest): Promise<SelectCalendarsResponse> {
    const { calendars, jobId } = await this.calendars.select(selected);
    return { ...(await this.answer(calendars)), jobId };
  }

  @Post('calendars/sync')
  @HttpCode(202)
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({
    summary: 'Read your calendars now; while a reading of yours runs this answers its job',
    description:
      '409 with `reason`: no account is connected (`no_account`), or each must be connected again (`needs_reauth`).',
  })
  @ApiAcceptedResponse({ type: CalendarSyncResponse })
  @ApiProblems(400, 401, 403, 409, 429)
  async sync(): Promise<CalendarSyncResponse> {
    const { id: jobId } = await this.syncs.request();
    return { jobId, ...this.jobs.links(jobId) };
  }

  @Get('events')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Events of the calendars that are read, in a time; by their begin' })
  @ApiOkResponse({ type: EventsResponse })
  @ApiProblems(400, 401, 403)
  between(@Query() { from, to, limit, offset }: EventsQuery): Promise<EventsResponse> {
    const [start, end] = [new Date(from), new Date(to)];
    if (end <= start) throw invalid('to', 'to must be after from');
    if (end.getTime() - start.getTime() > MOST_DAYS_MS) throw invalid('to', 'to must be at most 400 days after from');
    return this.events.page({ start, end }, limit, offset);
  }

  private async answer(calendars: CalendarView[]): Promise<CalendarsResponse> {
    const nextReadAt = await this.schedules.next(this.context.userId);
    return { calendars, total: calendars.length, nextReadAt };
  }
}
