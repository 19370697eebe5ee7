import { ApiProperty, ApiPropertyOptional, IntersectionType, PickType } from '@nestjs/swagger';
import { IsIn, IsString, IsUUID, MaxLength } from 'class-validator';
import { IfGiven } from '../../platform/http/fields.js';
import { PageQuery } from '../../platform/http/page.query.js';
import { type LedgerStatus, STATUSES } from '../ledger/job-row.js';
import { JobFilterQuery } from '../queries/job-filter.dto.js';

const when = { type: String, format: 'date-time' } as const;
export const REASONS = ['exhausted', 'permanent', 'quarantined'] as const;

class OneTenantQuery {
  @ApiPropertyOptional({ description: 'Slug of a tenant; without it: all of them.' })
  @IfGiven()
  @IsString()
  @MaxLength(100)
  tenant?: string;
}

export class JobsOfAllQuery extends IntersectionType(
  PickType(PageQuery, ['limit']),
  PickType(JobFilterQuery, ['jobName', 'status']),
  OneTenantQuery,
) {
  @ApiPropertyOptional({ format: 'uuid', description: 'The job with this id, e.g. of a line of a log.' })
  @IfGiven()
  @IsUUID()
  id?: string;

  @ApiPropertyOptional({
    maxLength: 300,
    description: 'nextCursor or previousCursor of an answer with the same filter.',
  })
  @IfGiven()
  @IsString()
  @MaxLength(300)
  cursor?: string;
}

export class GroupsOfAllQuery extends IntersectionType(PageQuery, OneTenantQuery) {
  @ApiPropertyOptional({ example: 'room-generation', description: 'Type of the jobs.' })
  @IfGiven()
  @IsString()
  @MaxLength(100)
  jobName?: string;

  @ApiPropertyOptional({ enum: REASONS })
  @IfGiven()
  @IsIn(REASONS)
  reason?: (typeof REASONS)[number];
}

export class TenantNameResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() slug!: string;
  @ApiProperty() name!: string;
}

export class BareErrorResponse {
  @ApiProperty({ example: 'CATEGORY_GONE' }) code!: string;
  @ApiProperty({ description: 'Without quoted texts, addresses and telephone numbers, which may be of people.' })
  message!: string;
}

/** A job without its data, its result and its hotel. */
export class JobOfAllResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ example: 'room-generation' }) jobName!: string;
  @ApiProperty({ enum: STATUSES }) status!: LedgerStatus;
  @ApiProperty({ type: TenantNameResponse }) tenant!: TenantNameResponse;
  @ApiProperty(when) createdAt!: Date;
  @ApiProperty(when) runAt!: Date;
  @ApiProperty({ ...when, nullable: true }) startedAt!: Date | null;
  @ApiProperty({ ...when, nullable: true }) completedAt!: Date | null;
  @ApiProperty({ description: 'Attempts started that failed or are running; crashes are counted apart.' })
  attempts!: number;
  @ApiProperty() maxAttempts!: number;
  @ApiProperty() crashes!: number;
  @ApiProperty({ type: String, nullable: true, description: 'The process that has it, or had it last.' })
  worker!: string | null;
  @ApiProperty({ type: BareErrorResponse, nullable: true }) error!: BareErrorResponse | null;
}

export class JobsOfAllResponse {
  @ApiProperty({ type: [JobOfAllResponse] }) jobs!: JobOfAllResponse[];
  @ApiProperty({ description: 'Exact up to 10,000; above that it stays at 10,000.' }) total!: number;
  @ApiProperty({ type: String, nullable: true, description: 'For `cursor`: what follows. Null: nothing does.' })
  nextCursor!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'For `cursor`: what comes before. Null: nothing does.' })
  previousCursor!: string | null;
}

export class TenantCountResponse extends TenantNameResponse {
  @ApiProperty({ description: 'Its dead letters of the group.' }) count!: number;
}

export class GroupOfAllResponse {
  @ApiProperty({ description: 'The same for failures of a kind that differ in ids, numbers and names only.' })
  fingerprint!: string;
  @ApiProperty() jobName!: string;
  @ApiProperty({ type: BareErrorResponse, description: 'Of the newest of them.' }) error!: BareErrorResponse;
  @ApiProperty() count!: number;
  @ApiProperty({ description: 'How many tenants are concerned.' }) tenants!: number;
  @ApiProperty({ type: [TenantCountResponse], description: 'Those with the most of them, five at most.' })
  most!: TenantCountResponse[];
  @ApiProperty(when) first!: Date;
  @ApiProperty(when) last!: Date;
}

export class GroupsOfAllResponse {
  @ApiProperty({ type: [GroupOfAllResponse] }) groups!: GroupOfAllResponse[];
  @ApiProperty() total!: number;
}
