import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsUUID, Max, Min } from 'class-validator';
import { defineJob } from '../../jobs/index.js';
import { MAX_ID } from '../../platform/http/id.pipe.js';

/** One statement of a run. */
export class StatementGenerationPayload {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  runId!: string;

  @ApiProperty({ type: 'integer', description: 'Number of the statement in the run' })
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  no!: number;
}

export class StatementGenerationResult {
  @ApiProperty({ example: 'generated' }) outcome!: string;
  @ApiPropertyOptional({ type: String, nullable: true, example: 'no_activity' }) reason!: string | null;
  @ApiPropertyOptional({ type: String, nullable: true, format: 'uuid' }) statementId!: string | null;
}

export const StatementGenerationJob = defineJob<StatementGenerationPayload, StatementGenerationResult>({
  name: 'statement-generation',
  summary: 'Make one statement of a bulk run',
  payload: StatementGenerationPayload,
  result: StatementGenerationResult,
  concurrency: 8,
  attempts: 4,
  backoff: { type: 'exponential', delayMs: 5_000, maxMs: 300_000 },
  deadlineMs: 300_000,
  // Part of a run, which is what people start, cancel and retry.
  startableBy: [],
});
