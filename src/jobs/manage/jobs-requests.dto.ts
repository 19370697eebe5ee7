import { ApiProperty, ApiPropertyOptional, OmitType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsInt,
  IsObject,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { IfGiven, IsInstant, IsWords } from '../../platform/http/fields.js';

/** Most jobs one request may ask for. */
const MAX_BATCH = 1_000;
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
    description:
      'Job to start when all have ended, however they ended; it finds the batch in metadata.batchId. When jobs of the batch are run ' +
      'again, it is started once more after the last of these: a follow-up that must not happen twice (a message) tells by the batch whether it has.',
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

export class RetryJobRequest {
  @ApiPropertyOptional({ default: false, description: 'Keep the items that were done; do the others.' })
  @IfGiven()
  @IsBoolean()
  failedItemsOnly?: boolean;
}
