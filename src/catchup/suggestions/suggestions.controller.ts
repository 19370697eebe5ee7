import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { JobsService } from '../../jobs/index.js';
import { Roles } from '../../platform/auth/index.js';
import { notFound } from '../../platform/errors/app-error.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { CatchupPreferences } from '../preferences/catchup-preferences.js';
import { Acceptance } from './acceptance.service.js';
import { SuggestionDecisions } from './decisions.service.js';
import { reasonWords } from './reason.js';
import { SuggestionGeneration } from './suggestion-generation.job.js';
import type { SuggestionRow } from './suggestion-row.js';
import {
  AcceptSuggestionRequest,
  DismissedResponse,
  DismissSuggestionRequest,
  SnoozeSuggestionRequest,
  SuggestionResponse,
  SuggestionsAskedResponse,
  SuggestionsQuery,
  SuggestionsResponse,
} from './suggestions.dto.js';
import { SuggestionsRepository } from './suggestions.repository.js';

@ApiTags('CatchUp: suggestions')
@Controller('catchup/suggestions')
export class SuggestionsController {
  constructor(
    private readonly suggestions: SuggestionsRepository,
    private readonly acceptance: Acceptance,
    private readonly decisions: SuggestionDecisions,
    private readonly preferences: CatchupPreferences,
    private readonly jobs: JobsService,
    private readonly context: RequestContext,
  ) {}

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Whom to meet and when, by time; made every six hours for the next 14 days' })
  @ApiOkResponse({ type: SuggestionsResponse })
  @ApiProblems(400, 401, 403)
  async list(@Query() query: SuggestionsQuery): Promise<SuggestionsResponse> {
    const { rows, nextCursor } = await this.suggestions.list(query);
    const { timeZone } = await this.preferences.mine();
    return { suggestions: rows.map((row) => toResponse(row, timeZone)), nextCursor };
  }

  @Post()
  @HttpCode(202)
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({
    summary: 'Make your suggestions now; while they are being made this answers that job',
    description: 'What still holds stays as it is. Nothing is made of contacts who are not due.',
  })
  @ApiAcceptedResponse({ type: SuggestionsAskedResponse })
  @ApiProblems(401, 403, 429)
  async make(): Promise<SuggestionsAskedResponse> {
    const { id: jobId } = await this.jobs.enqueue(SuggestionGeneration, { userId: this.context.userId });
    return { jobId, ...this.jobs.links(jobId) };
  }

  @Get(':id')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'A suggestion with its reason' })
  @ApiOkResponse({ type: SuggestionResponse })
  @ApiProblems(400, 401, 403, 404)
  async get(@Param('id', ParseUUIDPipe) id: string): Promise<SuggestionResponse> {
    const row = await this.suggestions.find(id);
    if (!row) throw notFound('Suggestion');
    return this.answer(row);
  }

  @Post(':id/accept')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({
    summary: 'Accept a suggestion; a job writes the event into your calendar, once',
    description: `409 with \`reason\`, why the time is not free (\`why\`) and other times (\`alternatives\`) when it is taken or has begun.
Your provider is asked what is busy now, where it tells; if it does not answer, the calendar as it was read last holds.
Where no calendar of yours may be written, the feed alone has it. Accepted again, it is answered as before.`,
  })
  @ApiOkResponse({ type: SuggestionResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async accept(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: AcceptSuggestionRequest,
  ): Promise<SuggestionResponse> {
    return this.answer(await this.acceptance.accept(id, body));
  }

  @Post(':id/dismiss')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Not this one; the contact rests for half an interval, and you may ask for fewer' })
  @ApiOkResponse({ type: DismissedResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async dismiss(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: DismissSuggestionRequest,
  ): Promise<DismissedResponse> {
    const { suggestion, ...rest } = await this.decisions.dismiss(id, { ...body, reason: body.reason ?? 'not_now' });
    return { suggestion: await this.answer(suggestion), ...rest };
  }

  @Post(':id/snooze')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Not before a day; then the contact is suggested again' })
  @ApiOkResponse({ type: SuggestionResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async snooze(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: SnoozeSuggestionRequest,
  ): Promise<SuggestionResponse> {
    return this.answer(await this.decisions.snooze(id, body.until));
  }

  @Post(':id/reopen')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({
    summary: 'Take a dismissal or a snooze back',
    description:
      'It is open again, and its contact may be suggested. 409 with `reason`: its time has begun (`passed`), another suggestion has its place (`replaced`), or you had not put it off.',
  })
  @ApiOkResponse({ type: SuggestionResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async reopen(@Param('id', ParseUUIDPipe) id: string): Promise<SuggestionResponse> {
    return this.answer(await this.decisions.reopen(id));
  }

  private async answer(row: SuggestionRow): Promise<SuggestionResponse> {
    return toResponse(row, (await this.preferences.mine()).timeZone);
  }
}

function toResponse(row: SuggestionRow, timezone: string): SuggestionResponse {
  const { id, kind, state, startsAt, endsAt, score, decision, snoozedUntil, decidedAt, createdAt } = row;
  return {
    ...{ id, kind, state, startsAt, endsAt, timezone, score, decision, snoozedUntil, decidedAt, createdAt },
    contact: { id: row.contactId, name: row.contactName, medium: row.medium },
    reason: reasonWords(row.reason, timezone),
    event:
      state === 'accepted'
        ? { state: row.eventState, calendarId: row.eventCalendarId, trouble: row.eventTrouble }
        : null,
  };
}
