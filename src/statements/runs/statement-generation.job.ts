import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, IsUUID, Max, Min } from 'class-validator';
import { defineJob } from '../../jobs/index.js';
import { IsDate } from '../../platform/http/date-fields.js';
import { IfGiven } from '../../platform/http/fields.js';
import { MAX_ID } from '../../platform/http/id.pipe.js';
import { IsId, OrNull } from '../parties/fields.js';
import { CALCULATION_TYPES, type CalculationType } from '../statements/statement-types.js';

/** One statement of a run. What it is of stands here as well, so that the job need not look it up. */
export class StatementGenerationPayload {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  runId!: string;

  @ApiProperty({ type: 'integer', description: 'Number of the statement in the run' })
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  no!: number;

  @ApiPropertyOptional({ type: 'integer', description: 'Left out of jobs of an earlier release, which look it up' })
  @IfGiven()
  @IsId()
  ownerId?: number;

  @ApiPropertyOptional({ type: 'integer', nullable: true, description: 'Null: of all listings of the owner' })
  @OrNull()
  @IsId()
  listingId?: number | null;

  @ApiPropertyOptional({ format: 'date' })
  @IfGiven()
  @IsDate()
  from?: string;

  @ApiPropertyOptional({ format: 'date' })
  @IfGiven()
  @IsDate()
  to?: string;

  @ApiPropertyOptional({ enum: CALCULATION_TYPES, nullable: true, description: 'Null: as each agreement says' })
  @OrNull()
  @IsIn(CALCULATION_TYPES)
  calculationType?: CalculationType | null;
}

export class StatementGenerationResult {
  @ApiProperty({ example: 'generated' }) outcome!: string;
  @ApiPropertyOptional({ type: String, nullable: true, example: 'no_activity' }) reason!: string | null;
  @ApiPropertyOptional({ type: String, nullable: true, format: 'uuid' }) statementId!: string | null;
}

export const StatementGenerationJob = defineJob<StatementGenerationPayload, StatementGenerationResult>({
  name: 'statement-generation',
  title: 'Statement of an owner',
  summary: 'Make one statement of a bulk run',
  payload: StatementGenerationPayload,
  result: StatementGenerationResult,
  concurrency: 8,
  attempts: 4,
  backoff: { type: 'exponential', delayMs: 5_000, maxMs: 300_000 },
  deadlineMs: 300_000,
  // Part of a run, which is what people start, cancel and retry.
  startableBy: [],
  // A run knows of each statement how far it is, and counts anew what was made in this round.
  retryRoute: 'POST /statements/jobs/{batchId}/retry-failed',
});
