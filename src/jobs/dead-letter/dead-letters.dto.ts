import { ApiProperty, ApiPropertyOptional, IntersectionType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsObject, IsString, IsUUID, Max, MaxLength, Min } from 'class-validator';
import { IfGiven } from '../../platform/http/fields.js';
import { MAX_ID } from '../../platform/http/id.pipe.js';
import { PageQuery } from '../../platform/http/page.query.js';
import { JobErrorResponse } from '../queries/jobs-answers.dto.js';

const anything = { type: 'object', additionalProperties: true } as const;

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
  @ApiPropertyOptional({ format: 'uuid', description: 'Of this job: the open one, if there is any.' })
  @IfGiven()
  @IsUUID()
  jobId?: string;

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

/** The same filter in a body. */
export class DeadLetterFilterBody extends DeadLetterFilterFields {
  @ApiPropertyOptional({ type: 'integer' })
  @IfGiven()
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  hotelId?: number;
}

export class RequeueManyRequest extends DeadLetterFilterBody {
  @ApiPropertyOptional({ default: false, description: 'All there are; for a request without any filter.' })
  @IfGiven()
  @IsBoolean()
  all?: boolean;

  @ApiPropertyOptional({ default: false, description: 'Count only.' })
  @IfGiven()
  @IsBoolean()
  dryRun?: boolean;
}

export class DeadLetterResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ format: 'uuid' }) jobId!: string;
  @ApiProperty() jobName!: string;
  @ApiProperty({ type: 'integer', nullable: true }) hotelId!: number | null;
  @ApiProperty(anything) data!: Record<string, unknown>;
  @ApiProperty({ type: JobErrorResponse }) error!: JobErrorResponse;
  @ApiProperty({ enum: ['exhausted', 'permanent', 'quarantined'] }) reason!: string;
  @ApiProperty({ description: 'Its group.' }) fingerprint!: string;
  @ApiProperty() attempts!: number;
  @ApiProperty({ type: String, format: 'date-time' }) createdAt!: Date;
}

export class DeadLetterDetailResponse extends DeadLetterResponse {
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'null: open.' })
  resolvedAt!: Date | null;
  @ApiProperty({ enum: ['requeued', 'discarded'], nullable: true }) resolution!: string | null;
}

export class DeadLetterGroupResponse {
  @ApiProperty({ description: 'The same for failures of a kind that differ in ids, numbers and names only.' })
  fingerprint!: string;
  @ApiProperty() jobName!: string;
  @ApiProperty({ description: 'Of the newest of them.' }) error!: JobErrorResponse;
  @ApiProperty() count!: number;
  @ApiProperty({ description: 'Hotels concerned.' }) hotels!: number;
  @ApiProperty({ type: String, format: 'date-time' }) first!: Date;
  @ApiProperty({ type: String, format: 'date-time' }) last!: Date;
}

export class DeadLetterGroupListResponse {
  @ApiProperty({ type: [DeadLetterGroupResponse] }) groups!: DeadLetterGroupResponse[];
  @ApiProperty() total!: number;
}

export class DeadLetterListResponse {
  @ApiProperty({ type: [DeadLetterResponse] }) deadLetters!: DeadLetterResponse[];
  @ApiProperty() total!: number;
}

export class RequeuedResponse {
  @ApiProperty({ description: 'Dead letters that fit the filter.' }) matched!: number;
  @ApiProperty({ description: 'Jobs that run again; at most 1,000 a request.' }) requeued!: number;
}
