import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsString, IsUUID, Max, MaxLength, Min } from 'class-validator';
import type { LocalDate } from '../../platform/dates/index.js';
import { IsDate } from '../../platform/http/date-fields.js';
import { IfGiven, IsInstant } from '../../platform/http/fields.js';
import { FREQUENCIES, type Frequency, MEDIUMS, type Medium } from '../contacts/contact-types.js';
import {
  DISMISS_REASONS,
  type DismissReason,
  EVENT_STATES,
  type EventState,
  SUGGESTION_KINDS,
  SUGGESTION_STATES,
  type SuggestionKind,
  type SuggestionState,
} from './suggestion-types.js';

export class SuggestionsAskedResponse {
  @ApiProperty({ format: 'uuid', description: 'Its result tells how many were made' }) jobId!: string;
  @ApiProperty({ example: '/api/v1/jobs/…' }) statusUrl!: string;
  @ApiProperty() eventsUrl!: string;
}

export class SuggestionsQuery {
  @ApiPropertyOptional({ enum: SUGGESTION_STATES, description: 'Default: all' })
  @IfGiven()
  @IsIn(SUGGESTION_STATES)
  state?: SuggestionState;

  @ApiPropertyOptional({ enum: SUGGESTION_KINDS })
  @IfGiven()
  @IsIn(SUGGESTION_KINDS)
  kind?: SuggestionKind;

  @ApiPropertyOptional({ format: 'uuid' })
  @IfGiven()
  @IsUUID()
  contactId?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Those that end after it' })
  @IfGiven()
  @IsInstant()
  from?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Those that begin before it' })
  @IfGiven()
  @IsInstant()
  to?: string;

  @ApiPropertyOptional({ minimum: 1, maximum: 200, default: 50 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;

  @ApiPropertyOptional({ description: 'nextCursor of the page before' })
  @IfGiven()
  @IsString()
  @MaxLength(100)
  cursor?: string;
}

export class AcceptSuggestionRequest {
  @ApiPropertyOptional({
    format: 'uuid',
    description: 'Where the event is written; default: your main calendar that may be written',
  })
  @IfGiven()
  @IsUUID()
  calendarId?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Another free time, as one of the alternatives of a 409' })
  @IfGiven()
  @IsInstant()
  startsAt?: string;
}

export class DismissSuggestionRequest {
  @ApiPropertyOptional({ enum: DISMISS_REASONS, default: 'not_now' })
  @IfGiven()
  @IsIn(DISMISS_REASONS)
  reason?: DismissReason;

  @ApiPropertyOptional({ example: '2026-01-31', description: 'With met_recently: the day on which you met' })
  @IfGiven()
  @IsDate()
  metOn?: string;

  @ApiPropertyOptional({ enum: FREQUENCIES, description: 'How often you want to meet from now on' })
  @IfGiven()
  @IsIn(FREQUENCIES)
  frequency?: Frequency;

  @ApiPropertyOptional({ default: false, description: 'The next longer frequency from now on' })
  @IfGiven()
  @IsBoolean()
  lessOften?: boolean;
}

export class SnoozeSuggestionRequest {
  @ApiProperty({ example: '2026-02-28', description: 'No suggestion of this contact before that day' })
  @IsDate()
  until!: string;
}

export class SuggestedContactResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ enum: MEDIUMS }) medium!: Medium;
}

export class SuggestionEventResponse {
  @ApiProperty({ enum: EVENT_STATES, description: 'none: no calendar may be written, the feed alone has it' })
  state!: EventState;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) calendarId!: string | null;
  @ApiProperty({
    type: String,
    nullable: true,
    example: 'needs_reauth',
    description: 'Why it could not be written; with `none`, needs_reauth: connect the account again for the next ones',
  })
  trouble!: string | null;
}

export class SuggestionResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ type: SuggestedContactResponse }) contact!: SuggestedContactResponse;
  @ApiProperty({ enum: SUGGESTION_KINDS, description: 'shared_event: beside an event that both of you go to' })
  kind!: SuggestionKind;
  @ApiProperty({ enum: SUGGESTION_STATES, description: 'expired: its time has begun, or it did not hold any more' })
  state!: SuggestionState;
  @ApiProperty({ format: 'date-time' }) startsAt!: Date;
  @ApiProperty({ format: 'date-time' }) endsAt!: Date;
  @ApiProperty({ example: 'Europe/Lisbon' }) timezone!: string;
  @ApiProperty({ description: 'How late in intervals × importance × how likely the hour is free' }) score!: number;
  @ApiProperty({ example: 'Last met 45 days ago; you wanted monthly. Tuesday 18:00 was free in 5 of 8 weeks.' })
  reason!: string;
  @ApiProperty({
    ...{ type: String, nullable: true },
    description:
      'Why it was dismissed or taken back: not_now, met_recently, not_interested, other; passed, met, not_due, busy, paused',
  })
  decision!: string | null;
  @ApiProperty({ type: String, nullable: true, example: '2026-02-28' }) snoozedUntil!: LocalDate | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) decidedAt!: Date | null;
  @ApiProperty({ type: SuggestionEventResponse, nullable: true, description: 'Of an accepted one' })
  event!: SuggestionEventResponse | null;
  @ApiProperty({ format: 'date-time' }) createdAt!: Date;
}

export class SuggestionsResponse {
  @ApiProperty({ type: [SuggestionResponse] }) suggestions!: SuggestionResponse[];
  @ApiProperty({ type: String, nullable: true }) nextCursor!: string | null;
}

export class FrequencyQuestionResponse {
  @ApiProperty({ enum: FREQUENCIES }) current!: Frequency;
  @ApiProperty({ enum: FREQUENCIES, isArray: true }) offered!: Frequency[];
}

export class DismissedResponse {
  @ApiProperty({ type: SuggestionResponse }) suggestion!: SuggestionResponse;
  @ApiProperty({ enum: FREQUENCIES, description: 'Of the contact from now on' }) frequency!: Frequency;
  @ApiProperty({ type: String, example: '2026-02-28', description: 'No suggestion of this contact before that day' })
  pausedUntil!: LocalDate;
  @ApiProperty({
    ...{ type: FrequencyQuestionResponse, nullable: true },
    description:
      'You met too recently: do you want to meet less often? Answer by `PATCH /catchup/contacts/{id}` with `frequency`',
  })
  question!: FrequencyQuestionResponse | null;
}
