import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { invalid } from '../../platform/errors/app-error.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { freeTimesOf, instants, readOf } from './availability.answers.js';
import { UserAvailabilityQuery, UserAvailabilityResponse, WhyQuery, WhyNotFreeResponse } from './availability.dto.js';
import { Availability } from './availability.service.js';
import { MINUTE } from './local-days.js';
import { WHY_WORDS } from './why-words.js';
import { WhyService } from './why.service.js';

/** Longest range of a question, days: what is read ahead of the calendars. */
const MOST_DAYS = 62;

@ApiTags('CatchUp: availability')
@Controller('catchup/availability')
export class UserAvailabilityController {
  constructor(
    private readonly availability: Availability,
    private readonly why: WhyService,
  ) {}

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'When you are free, and what keeps you busy; with `minutes`, slots of that length' })
  @ApiOkResponse({ type: UserAvailabilityResponse })
  @ApiProblems(400, 401, 403)
  async get(@Query() { from, to, minutes, medium }: UserAvailabilityQuery): Promise<UserAvailabilityResponse> {
    const range = { start: Date.parse(from), end: Date.parse(to) };
    if (!(range.end > range.start)) throw invalid('to', 'to must be after from');
    if (range.end - range.start > MOST_DAYS * 24 * 60 * MINUTE)
      throw invalid('to', `to must be within ${MOST_DAYS} days of from`);
    const { book, preferences, times } = await this.availability.look(range);
    const { free, slots } = book.of({ minutes, medium });
    return {
      timezone: preferences.timeZone,
      free: freeTimesOf(free),
      slots: slots.map((one) => ({ ...instants(one), p: Math.round(one.p * 1000) / 1000 })),
      busy: book.busy().map((one) => ({ ...instants(one), reasons: one.reasons })),
      calendars: readOf(times),
    };
  }

  @Get('why')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Why an hour is not free: every reason' })
  @ApiOkResponse({ type: WhyNotFreeResponse })
  @ApiProblems(400, 401, 403)
  async ask(@Query() { at, minutes, medium }: WhyQuery): Promise<WhyNotFreeResponse> {
    const { asked, timeZone, reasons, ignored, times } = await this.why.at(Date.parse(at), { minutes, medium });
    return {
      ...instants(asked),
      timezone: timeZone,
      free: reasons.length === 0,
      reasons: reasons.map(({ reason, start, end, title }) => ({
        ...{ reason, text: WHY_WORDS[reason], title: title ?? null },
        ...{ start: start === undefined ? null : new Date(start), end: end === undefined ? null : new Date(end) },
      })),
      ignored: ignored.map((one) => ({ ...instants(one), reason: one.reason, title: one.title })),
      calendars: readOf(times),
    };
  }
}
