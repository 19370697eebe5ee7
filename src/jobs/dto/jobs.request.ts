import { ApiProperty, ApiPropertyOptional, IntersectionType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsBoolean,
  IsDateString,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { PageQuery } from '../../platform/http/page.query.js';
import { BULL_STATUSES, STATUSES } from '../ledger/job-row.js';

const STATUS_WORDS = [...STATUSES, ...BULL_STATUSES];
const FIVE_YEARS_MS = 5 * 366 * 86_400_000;

export class JobOptionsRequest {
  @ApiPropertyOptional({ minimum: 0, maximum: 100, description: '0 is most urgent. Default: the kind decides.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(100)
  priority?: number;

  @ApiPropertyOptional({ minimum: 1, maximum: 20, description: 'Attempts before the job is a dead letter.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(20)
  attempts?: number;

  @ApiPropertyOptional({ minimum: 0, description: 'Not before this many milliseconds from now.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(FIVE_YEARS_MS)
  delay?: number;
}

export class CreateJobRequest {
  @ApiProperty({ example: 'room-generation', description: 'Job type; the list is x-jobs in this document.' })
  @IsString()
  @MaxLength(100)
  type!: string;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'What the job works on, as its type says.' })
  @IsObject()
  data!: Record<string, unknown>;

  @ApiPropertyOptional({ type: JobOptionsRequest })
  @IsOptional()
  @ValidateNested()
  @Type(() => JobOptionsRequest)
  options?: JobOptionsRequest;
}

export class ScheduleJobRequest {
  @ApiProperty({ example: 'room-generation' })
  @IsString()
  @MaxLength(100)
  type!: string;

  @ApiProperty({ type: 'object', additionalProperties: true })
  @IsObject()
  data!: Record<string, unknown>;

  @ApiPropertyOptional({ minimum: 0, description: 'Milliseconds from now; give this or runAt.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(FIVE_YEARS_MS)
  delay?: number;

  @ApiPropertyOptional({ format: 'date-time', description: 'Instant, ISO 8601; give this or delay.' })
  @IsOptional()
  @IsDateString({ strict: true })
  runAt?: string;
}

export class ListJobsQuery extends PageQuery {
  @ApiPropertyOptional({ example: 'room-generation' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  jobName?: string;

  @ApiPropertyOptional({ enum: STATUS_WORDS, description: 'Word of either vocabulary; FAILED covers DEAD.' })
  @IsOptional()
  @IsIn(STATUS_WORDS)
  status?: string;

  @ApiPropertyOptional({ type: 'integer' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  hotelId?: number;

  @ApiPropertyOptional({ description: 'Created at or after: date or instant, ISO 8601.' })
  @IsOptional()
  @IsDateString({ strict: true })
  startDate?: string;

  @ApiPropertyOptional({ description: 'Created before (a bare date: until the end of that day, UTC).' })
  @IsOptional()
  @IsDateString({ strict: true })
  endDate?: string;
}

export class QueueMetricsQuery {
  @ApiPropertyOptional({ example: 'room-generation', description: 'One queue only.' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  type?: string;
}

/** Which dead letters are meant; all that is given must fit. */
class DeadLetterFilterFields {
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(100)
  jobName?: string;

  @ApiPropertyOptional({ enum: ['exhausted', 'permanent', 'quarantined'] })
  @IsOptional()
  @IsIn(['exhausted', 'permanent', 'quarantined'])
  reason?: string;

  @ApiPropertyOptional({ description: "Part of the error's code or message." })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  error?: string;
}

export class DeadLettersQuery extends IntersectionType(PageQuery, DeadLetterFilterFields) {
  @ApiPropertyOptional({ type: 'integer' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  hotelId?: number;
}

export class RequeueRequest {
  @ApiPropertyOptional({ type: 'object', additionalProperties: true, description: "Replaces the job's data." })
  @IsOptional()
  @IsObject()
  data?: Record<string, unknown>;
}

export class RequeueManyRequest extends DeadLetterFilterFields {
  @ApiPropertyOptional({ type: 'integer' })
  @IsOptional()
  @IsInt()
  hotelId?: number;

  @ApiPropertyOptional({ default: false, description: 'Count only.' })
  @IsOptional()
  @IsBoolean()
  dryRun?: boolean;
}
