import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { invalid } from '../../platform/errors/app-error.js';
import { assertDate } from '../../platform/http/date-fields.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { freeTimesOf, instants, readOf } from './availability.answers.js';
import { WeekQuery, WeekResponse } from './week.dto.js';
import { WeekService } from './week.service.js';

/** What weeks may be asked for. */
const [FIRST, LAST] = ['2000-01-01', '2099-12-31'];

@ApiTags('CatchUp: availability')
@Controller('catchup/week')
export class WeekController {
  constructor(private readonly weeks: WeekService) {}

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'A week of yours, hour by hour: events and what they block, blocks, windows, what is free' })
  @ApiOkResponse({ type: WeekResponse })
  @ApiProblems(400, 401, 403)
  async get(@Query() { date }: WeekQuery): Promise<WeekResponse> {
    if (date !== undefined) assertDate('date', date);
    if (date !== undefined && (date < FIRST || date > LAST))
      throw invalid('date', `date must lie between ${FIRST} and ${LAST}`);
    const { timeZone, today, days, events, blocks, free, times } = await this.weeks.of(date);
    return {
      ...{ timezone: timeZone, today },
      days: days.map((day) => ({
        ...{ date: day.date, ...instants(day) },
        windows: day.windows.map(instants),
        quiet: day.quiet.map(instants),
      })),
      events: events.map(({ verdict, ...event }) => ({
        ...instants(event),
        ...{ allDay: event.allDay, title: event.title, calendar: event.calendar, ...verdict },
      })),
      blocks: blocks.map(({ block: { id, kind, title, weekly }, ...time }) => ({
        ...instants(time),
        ...{ id, kind, title, weekly: weekly !== null },
      })),
      free: freeTimesOf(free),
      calendars: readOf(times),
    };
  }
}
