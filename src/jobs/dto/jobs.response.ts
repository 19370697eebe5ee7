import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { BULL_STATUSES, type BullStatus, type LedgerStatus, STATUSES } from '../ledger/job-row.js';

const anything = { type: 'object', additionalProperties: true } as const;

export class JobErrorResponse {
  @ApiProperty({ example: 'CATEGORY_GONE' }) code!: string;
  @ApiProperty() message!: string;
}

export class AttemptResponse {
  @ApiProperty() attempt!: number;
  @ApiProperty({ enum: ['completed', 'failed', 'crashed', 'cancelled', 'released', 'running'] }) outcome!: string;
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
  @ApiProperty(anything) metadata!: Record<string, unknown>;
}

export class JobResponse extends JobFields {
  @ApiProperty({ enum: BULL_STATUSES }) status!: BullStatus;
}

export class JobDetailResponse extends JobResponse {
  @ApiProperty({ type: [AttemptResponse] }) attemptLog!: AttemptResponse[];
}

export class JobListItemResponse extends JobFields {
  @ApiProperty({ enum: STATUSES }) status!: LedgerStatus;
}

export class JobListResponse {
  @ApiProperty({ type: [JobListItemResponse] }) jobs!: JobListItemResponse[];
  @ApiProperty() total!: number;
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

export class AcceptedJobResponse {
  @ApiProperty() success!: boolean;
  @ApiProperty({ format: 'uuid' }) jobId!: string;
  @ApiProperty({ example: '/api/v1/jobs/…' }) statusUrl!: string;
  @ApiProperty({ example: '/api/v1/jobs/…/events' }) eventsUrl!: string;
}

export class TriggerResponse {
  @ApiProperty({ description: 'True when the job completed.' }) success!: boolean;
  @ApiProperty({ type: JobDetailResponse }) job!: JobDetailResponse;
  @ApiPropertyOptional({ ...anything, nullable: true }) result!: unknown;
}

export class DeadLetterResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ format: 'uuid' }) jobId!: string;
  @ApiProperty() jobName!: string;
  @ApiProperty({ type: 'integer', nullable: true }) hotelId!: number | null;
  @ApiProperty(anything) data!: Record<string, unknown>;
  @ApiProperty({ type: JobErrorResponse }) error!: JobErrorResponse;
  @ApiProperty({ enum: ['exhausted', 'permanent', 'quarantined'] }) reason!: string;
  @ApiProperty() attempts!: number;
  @ApiProperty({ type: String, format: 'date-time' }) createdAt!: Date;
}

export class DeadLetterListResponse {
  @ApiProperty({ type: [DeadLetterResponse] }) deadLetters!: DeadLetterResponse[];
  @ApiProperty() total!: number;
}

export class RequeuedResponse {
  @ApiProperty({ description: 'Dead letters that fit the filter.' }) matched!: number;
  @ApiProperty({ description: 'Jobs that run again; at most 1,000 a request.' }) requeued!: number;
}

class Percentiles {
  @ApiProperty({ type: Number, nullable: true }) p50!: number | null;
  @ApiProperty({ type: Number, nullable: true }) p95!: number | null;
  @ApiProperty({ type: Number, nullable: true }) p99!: number | null;
}

export class QueueMetricsResponse {
  @ApiProperty() name!: string;
  @ApiProperty() waiting!: number;
  @ApiProperty() active!: number;
  @ApiProperty() completed!: number;
  @ApiProperty() failed!: number;
  @ApiProperty() delayed!: number;
  @ApiProperty() paused!: boolean;
  @ApiProperty({ description: 'Failed among finished, percent.' }) failedRate!: number;
  @ApiProperty({ description: 'Jobs finished in the last hour.' }) throughput!: number;
  @ApiProperty({ type: Percentiles, description: 'ms between due and started, last 24 h.' }) wait!: Percentiles;
  @ApiProperty({ type: Percentiles, description: 'ms between started and completed, last 24 h.' }) run!: Percentiles;
}

export class QueueHealthRow {
  @ApiProperty() name!: string;
  @ApiProperty() active!: number;
  @ApiProperty() failed!: number;
  @ApiProperty() failedRate!: number;
  @ApiProperty() paused!: boolean;
}

export class QueueHealthResponse {
  @ApiProperty({
    enum: ['healthy', 'degraded'],
    description: 'degraded: Redis is away, or over half of recent jobs failed.',
  })
  status!: string;
  @ApiProperty() queues!: number;
  @ApiProperty() totalJobs!: number;
  @ApiProperty({ type: [QueueHealthRow] }) metrics!: QueueHealthRow[];
}

export class PauseResponse {
  @ApiProperty() name!: string;
  @ApiProperty() paused!: boolean;
  @ApiProperty({ enum: ['everybody', 'tenant'] }) scope!: string;
}
