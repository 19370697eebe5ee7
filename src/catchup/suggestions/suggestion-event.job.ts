import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';
import { defineJob } from '../../jobs/index.js';
import { IfGiven, IsInstant } from '../../platform/http/fields.js';
import { EVENT_STATES, type EventState } from './suggestion-types.js';

export class SuggestionEventPayload {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  userId!: string;

  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  suggestionId!: string;

  @ApiPropertyOptional({
    format: 'date-time',
    description: 'When its account was connected again; a job from before may still be about to be refused',
  })
  @IfGiven()
  @IsInstant()
  reconnectedAt?: string;
}

export class SuggestionEventResult {
  @ApiProperty({ enum: EVENT_STATES }) state!: EventState;
  @ApiProperty({ type: String, nullable: true, example: 'needs_reauth', description: 'Why it is not written' })
  reason!: string | null;
}

/** Started by an accepted suggestion, and by nobody else. */
export const SuggestionEvent = defineJob<SuggestionEventPayload, SuggestionEventResult>({
  name: 'suggestion-event',
  title: 'Calendar entry of a suggestion',
  summary: "Write an accepted suggestion into its user's calendar",
  payload: SuggestionEventPayload,
  result: SuggestionEventResult,
  // The event is one effect, however many jobs want to write it.
  dedupe: ({ suggestionId, reconnectedAt }) => [suggestionId, reconnectedAt].filter(Boolean).join(' '),
  startableBy: [],
});
