import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ItemCountsResponse } from '../items/items.dto.js';
import { BULL_STATUSES, type BullStatus, type LedgerStatus, STATUSES } from '../ledger/job-row.js';

const anything = { type: 'object', additionalProperties: true } as const;

export class JobErrorResponse {
  @ApiProperty({ example: 'CATEGORY_GONE' }) code!: string;
  @ApiProperty() message!: string;
  @ApiPropertyOptional({
    example: '57P01',
    description: 'Of INFRASTRUCTURE: SQLSTATE, or code of a broken connection.',
  })
  cause?: string;

  @ApiPropertyOptional({ description: 'Of INFRASTRUCTURE: it cost an attempt, for it came again and again.' })
  spent?: boolean;
}

export class AttemptResponse {
  @ApiProperty() attempt!: number;
  @ApiProperty({
    enum: ['completed', 'failed', 'crashed', 'cancelled', 'released', 'snoozed', 'interrupted', 'running'],
  })
  outcome!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) startedAt!: Date | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) endedAt!: Date | null;
  @ApiProperty({ type: JobErrorResponse, nullable: true }) error!: JobErrorResponse | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) retryAt!: Date | null;
}

class JobFields {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ example: 'room-generation' }) type!: string;
  @ApiProperty({ example: 'room-generation' }) jobName!: string;
  @ApiProperty({ minimum: 0, maximum: 100 }) progress!: number;
  @ApiProperty({ description: 'Attempts started that failed or are running; crashes are counted apart.' })
  attempts!: number;
  @ApiProperty() maxAttempts!: number;
  @ApiProperty({ description: 'Times its worker died; three put the job into the dead letters.' }) crashes!: number;
  @ApiProperty({ minimum: 0, maximum: 100 }) priority!: number;
  @ApiProperty(anything) data!: Record<string, unknown>;
  @ApiPropertyOptional({ ...anything, nullable: true }) result!: unknown;
  @ApiProperty({ type: JobErrorResponse, nullable: true }) error!: JobErrorResponse | null;
  @ApiProperty({ format: 'uuid' }) tenantId!: string;
  @ApiProperty({ type: 'integer', nullable: true }) hotelId!: number | null;
  @ApiProperty({ type: String, format: 'date-time' }) createdAt!: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) startedAt!: Date | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) completedAt!: Date | null;
  @ApiProperty({ type: String, format: 'date-time' }) runAt!: Date;
  @ApiProperty({ description: 'A running one has been told to stop.' }) cancelRequested!: boolean;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Schedule it was started for.' })
  scheduleId!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'When it should be done.' })
  dueBy!: Date | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The batch it is part of, a job too.' })
  batchId!: string | null;
  @ApiProperty(anything) metadata!: Record<string, unknown>;
}

export class JobResponse extends JobFields {
  @ApiProperty({ enum: BULL_STATUSES }) status!: BullStatus;
}

export class ChildCountsResponse {
  @ApiProperty() total!: number;
  @ApiProperty() waiting!: number;
  @ApiProperty() delayed!: number;
  @ApiProperty() active!: number;
  @ApiProperty() completed!: number;
  @ApiProperty() failed!: number;
  @ApiProperty() cancelled!: number;
}

export class JobDetailResponse extends JobResponse {
  @ApiProperty({ type: [AttemptResponse] }) attemptLog!: AttemptResponse[];
  @ApiProperty({ type: ItemCountsResponse, description: 'What the job did item by item, counted.' })
  items!: ItemCountsResponse;
  @ApiPropertyOptional({ type: ChildCountsResponse, description: 'Jobs of a batch by status.' })
  children?: ChildCountsResponse;
}

export class JobListItemResponse extends JobFields {
  @ApiProperty({ enum: STATUSES }) status!: LedgerStatus;
}

export class JobListResponse {
  @ApiProperty({ type: [JobListItemResponse] }) jobs!: JobListItemResponse[];
  @ApiProperty({ description: 'Exact up to 10,000; above that it stays at 10,000.' }) total!: number;
  @ApiProperty({ type: String, nullable: true, description: 'For `cursor`: what follows. Null: nothing does.' })
  nextCursor!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'For `cursor`: what comes before. Null: nothing does.' })
  previousCursor!: string | null;
}

class FacetCountFields {
  @ApiProperty({ description: 'Jobs in the list with this choice, at most 10,000.' }) count!: number;
  @ApiProperty({ description: 'There are more than `count`.' }) more!: boolean;
}

export class StateCountResponse extends FacetCountFields {
  @ApiProperty({ enum: STATUSES, description: 'FAILED covers DEAD, as in the filter.' }) value!: string;
}

export class KindCountResponse extends FacetCountFields {
  @ApiProperty({ description: 'Type of the job, which is also its queue.' }) value!: string;
}

export class HotelCountResponse extends FacetCountFields {
  @ApiProperty({ type: 'integer', description: 'Id of the hotel.' }) value!: number;
}

export class JobFacetsResponse {
  @ApiProperty({ type: [StateCountResponse] }) states!: StateCountResponse[];
  @ApiProperty({ type: [KindCountResponse], description: 'The most frequent first.' }) kinds!: KindCountResponse[];
  @ApiProperty({ type: [HotelCountResponse], description: 'The most frequent first.' }) hotels!: HotelCountResponse[];
}

class StatsFields {
  @ApiProperty() totalJobs!: number;
  @ApiProperty() completedJobs!: number;
  @ApiProperty() failedJobs!: number;
  @ApiProperty({ description: 'Completed among finished, percent.' }) successRate!: number;
  @ApiProperty({ type: Number, nullable: true }) averageDurationMs!: number | null;
}

export class JobKindStatsResponse extends StatsFields {
  @ApiProperty() jobName!: string;
}

export class JobStatsResponse extends StatsFields {
  @ApiProperty({ example: '30_days' }) period!: string;
  @ApiProperty({ type: [JobKindStatsResponse] }) byJob!: JobKindStatsResponse[];
}
