import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';
import { defineJob } from '../../jobs/index.js';
import { IfGiven } from '../../platform/http/fields.js';

export class SuggestionGenerationPayload {
  @ApiPropertyOptional({ format: 'uuid', description: 'Of this user alone; default: of all' })
  @IfGiven()
  @IsUUID()
  userId?: string;
}

export class SuggestionGenerationResult {
  @ApiProperty({ description: 'Users with contacts, who were looked at by this run or an earlier attempt of it' })
  users!: number;
  @ApiProperty() done!: number;
  @ApiProperty({ description: 'Each is a failed item; a retry looks at them alone' }) failed!: number;
  @ApiProperty({ description: 'Suggestions' }) made!: number;
  @ApiProperty({ description: 'Suggestions that did not hold any more' }) withdrawn!: number;
}

export const SuggestionGeneration = defineJob<SuggestionGenerationPayload, SuggestionGenerationResult>({
  name: 'suggestion-generation',
  title: 'Suggestions of whom to meet',
  summary: 'Suggest to every user of the tenant whom to meet in the next 14 days, and when',
  payload: SuggestionGenerationPayload,
  result: SuggestionGenerationResult,
  concurrency: 2,
  // Four a day, with an item for each user of the tenant.
  keepDays: 30,
  // As long as until the next one is due.
  deadlineMs: 6 * 3_600_000,
  dedupe: ({ userId }) => userId ?? 'all',
});
