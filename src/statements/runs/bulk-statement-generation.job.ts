import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsDateString, IsIn, IsInt, Max, Min } from 'class-validator';
import { defineJob } from '../../jobs/index.js';
import { IsDate } from '../../platform/http/date-fields.js';
import { IfGiven } from '../../platform/http/fields.js';
import { MAX_ID } from '../../platform/http/id.pipe.js';
import { CALCULATION_TYPES, type CalculationType } from '../statements/statement-types.js';
import { type Grouping, GROUPINGS } from './run-params.js';

/** What statements of many owners are made of. */
export class BulkStatementPayload {
  @ApiProperty({ format: 'date', example: '2025-10-01' })
  @IsDate()
  @IsDateString({ strict: true })
  startDate!: string;

  @ApiProperty({ format: 'date', example: '2025-10-31', description: 'Included' })
  @IsDate()
  @IsDateString({ strict: true })
  endDate!: string;

  @ApiPropertyOptional({ enum: CALCULATION_TYPES, description: 'Default: as each agreement says' })
  @IfGiven()
  @IsIn(CALCULATION_TYPES)
  calculationType?: CalculationType;

  @ApiPropertyOptional({ type: 'integer', description: 'Of this listing only' })
  @IfGiven()
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  propertyId?: number;

  @ApiPropertyOptional({
    enum: GROUPINGS,
    default: 'listing',
    description: 'A statement for each listing, or one for all listings of an owner',
  })
  @IfGiven()
  @IsIn(GROUPINGS)
  grouping?: Grouping;

  @ApiPropertyOptional({ default: false, description: 'Mail to whoever asks for it, when all statements are done' })
  @IfGiven()
  @IsBoolean()
  notify?: boolean;
}

export class BulkStatementResult {
  @ApiProperty({ type: String, nullable: true, format: 'uuid', description: 'The run; null: there was nothing to do' })
  jobId!: string | null;
  @ApiProperty({ description: 'Statements to be made' }) total!: number;
  @ApiProperty({ type: String, nullable: true }) statusUrl!: string | null;
}

/** Starts a run; the run itself is a batch with a job for each statement. */
export const BulkStatementGeneration = defineJob<BulkStatementPayload, BulkStatementResult>({
  name: 'bulk-statement-generation',
  title: 'Statements for all owners',
  summary: 'Start a run of statements for all owners',
  payload: BulkStatementPayload,
  result: BulkStatementResult,
  concurrency: 2,
  aliases: ['bulk_statement_generation'],
});
