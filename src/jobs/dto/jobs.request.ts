import { ApiProperty, ApiPropertyOptional, IntersectionType, OmitType } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsDateString,
  IsIn,
  IsInt,
  IsObject,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { IfGiven, IsInstant, IsWords } from '../../platform/http/fields.js';
import { MAX_ID } from '../../platform/http/id.pipe.js';
import { PageQuery } from '../../platform/http/page.query.js';
import { BULL_STATUSES, STATUSES } from '../ledger/job-row.js';

const STATUS_WORDS = [...STATUSES, ...BULL_STATUSES];
/** Most jobs one request may ask for. */
const MAX_BATCH = 1_000;
/** Largest id of a hotel. */
const FIVE_YEARS_MS = 5 * 366 * 86_400_000;

export class JobOptionsRequest {
  @ApiPropertyOptional({ minimum: 0, maximum: 100, description: '0 is most urgent. Default: the kind decides.' })
  @IfGiven()
  @IsInt()
  @Min(0)
  @Max(100)
  priority?: number;

  @ApiPropertyOptional({ minimum: 1, maximum: 20, description: 'Attempts before the job is a dead letter.' })
  @IfGiven()
  @IsInt()
  @Min(1)
  @Max(20)
  attempts?: number;

  @ApiPropertyOptional({ minimum: 0, description: 'Not before this many milliseconds from now.' })
  @IfGiven()
  @IsInt()
  @Min(0)
  @Max(FIVE_YEARS_MS)
  delay?: number;

  @ApiPropertyOptional({
    format: 'date-time',
    description: "When it should be done: near this instant it overtakes its tenant's other jobs.",
  })
  @IfGiven()
  @IsInstant()
  dueBy?: string;

  @ApiPropertyOptional({
    maxLength: 200,
    description: 'While an unfinished job of the type has this key, that job is answered instead of a new one.',
  })
  @IfGiven()
  @IsWords(200)
  uniqueKey?: string;
}

/** A key of its own would let another job stand in for one of the batch. */
class BatchOptionsRequest extends OmitType(JobOptionsRequest, ['uniqueKey']) {}

export class CreateJobRequest {
  @ApiProperty({ example: 'room-generation', description: 'Job type; the list is x-jobs in this document.' })
  @IsString()
  @MaxLength(100)
  type!: string;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'What the job works on, as its type says.' })
  @IsObject()
  data!: Record<string, unknown>;

  @ApiPropertyOptional({ type: JobOptionsRequest })
  @IfGiven()
  @IsObject()
  @ValidateNested()
  @Type(() => JobOptionsRequest)
  options?: JobOptionsRequest;
}

/** The value a text stands for, or the text where it stands for none: the validators name that. */
function jsonOf(text: unknown): unknown {
  try {
    return typeof text === 'string' ? (JSON.parse(text) as unknown) : text;
  } catch {
    return text;
  }
}

class FollowUpRequest {
  @ApiProperty({ example: 'report-generation' })
  @IsString()
  @MaxLength(100)
  type!: string;

  @ApiProperty({ type: 'object', additionalProperties: true })
  @IsObject()
  data!: Record<string, unknown>;
}

export class CreateBatchRequest {
  @ApiProperty({ example: 'room-generation', description: 'Type of all jobs of the batch.' })
  @IsString()
  @MaxLength(100)
  type!: string;

  @ApiProperty({
    type: 'array',
    items: { type: 'object', additionalProperties: true },
    minItems: 1,
    maxItems: MAX_BATCH,
    description: 'The data of one job each.',
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_BATCH)
  @IsObject({ each: true })
  items!: Record<string, unknown>[];

  @ApiPropertyOptional({ maxLength: 200, description: 'What the batch is.' })
  @IfGiven()
  @IsWords(200)
  label?: string;

  @ApiPropertyOptional({ type: BatchOptionsRequest, description: 'For each job.' })
  @IfGiven()
  @IsObject()
  @ValidateNested()
  @Type(() => BatchOptionsRequest)
  options?: BatchOptionsRequest;

  @ApiPropertyOptional({
    type: FollowUpRequest,
    description: 'Job to start when all have ended, however they ended; it finds the batch in metadata.batchId.',
  })
  @IfGiven()
  @IsObject()
  @ValidateNested()
  @Type(() => FollowUpRequest)
  onComplete?: FollowUpRequest;
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
  @IfGiven()
  @IsInt()
  @Min(0)
  @Max(FIVE_YEARS_MS)
  delay?: number;

  @ApiPropertyOptional({ format: 'date-time', description: 'Instant, ISO 8601; give this or delay.' })
  @IfGiven()
  @IsInstant()
  runAt?: string;
}

export class ListJobsQuery extends PageQuery {
  @ApiPropertyOptional({ example: 'room-generation' })
  @IfGiven()
  @IsString()
  @MaxLength(100)
  jobName?: string;

  @ApiPropertyOptional({ enum: STATUS_WORDS, description: 'Word of either vocabulary; FAILED covers DEAD.' })
  @IfGiven()
  @IsIn(STATUS_WORDS)
  status?: string;

  @ApiPropertyOptional({ type: 'integer' })
  @IfGiven()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  hotelId?: number;

  @ApiPropertyOptional({ format: 'uuid', description: 'Jobs of this batch.' })
  @IfGiven()
  @IsUUID()
  batchId?: string;

  @ApiPropertyOptional({ minLength: 3, description: "Part of the error's code or message, case does not matter." })
  @IfGiven()
  @IsString()
  @MinLength(3)
  @MaxLength(200)
  error?: string;

  @ApiPropertyOptional({
    type: String,
    example: '{"roomCategoryId":3}',
    description: "JSON object that the job's data contains.",
  })
  @IfGiven()
  @Transform(({ value }: { value: unknown }) => jsonOf(value))
  @IsObject({ message: 'data must be a JSON object, such as {"roomCategoryId":3}' })
  data?: Record<string, unknown>;

  @ApiPropertyOptional({ description: 'Created at or after: date or instant, ISO 8601.' })
  @IfGiven()
  @IsDateString({ strict: true })
  startDate?: string;

  @ApiPropertyOptional({ description: 'Created before (a bare date: until the end of that day, UTC).' })
  @IfGiven()
  @IsDateString({ strict: true })
  endDate?: string;
}

export class RetryJobRequest {
  @ApiPropertyOptional({ default: false, description: 'Keep the items that were done; do the others.' })
  @IfGiven()
  @IsBoolean()
  failedItemsOnly?: boolean;
}

/** Which dead letters are meant; all that is given must fit. */
class DeadLetterFilterFields {
  @ApiPropertyOptional()
  @IfGiven()
  @IsString()
  @MaxLength(100)
  jobName?: string;

  @ApiPropertyOptional({ enum: ['exhausted', 'permanent', 'quarantined'] })
  @IfGiven()
  @IsIn(['exhausted', 'permanent', 'quarantined'])
  reason?: string;

  @ApiPropertyOptional({ description: "Part of the error's code or message." })
  @IfGiven()
  @IsString()
  @MaxLength(200)
  error?: string;

  @ApiPropertyOptional({ description: 'Group, as /jobs/dead-letters/groups names it.' })
  @IfGiven()
  @IsString()
  @MaxLength(100)
  fingerprint?: string;
}

export class DeadLettersQuery extends IntersectionType(PageQuery, DeadLetterFilterFields) {
  @ApiPropertyOptional({ type: 'integer' })
  @IfGiven()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  hotelId?: number;
}

export class RequeueRequest {
  @ApiPropertyOptional({ type: 'object', additionalProperties: true, description: "Replaces the job's data." })
  @IfGiven()
  @IsObject()
  data?: Record<string, unknown>;
}

export class RequeueManyRequest extends DeadLetterFilterFields {
  @ApiPropertyOptional({ default: false, description: 'All there are; for a request without any filter.' })
  @IfGiven()
  @IsBoolean()
  all?: boolean;

  @ApiPropertyOptional({ type: 'integer' })
  @IfGiven()
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  hotelId?: number;

  @ApiPropertyOptional({ default: false, description: 'Count only.' })
  @IfGiven()
  @IsBoolean()
  dryRun?: boolean;
}
