import { ApiProperty } from '@nestjs/swagger';
import { type Step, STEPS } from './queue-history.js';

class Percentiles {
  @ApiProperty({ type: Number, nullable: true }) p50!: number | null;
  @ApiProperty({ type: Number, nullable: true }) p95!: number | null;
  @ApiProperty({ type: Number, nullable: true }) p99!: number | null;
}

export class QueueMetricsResponse {
  @ApiProperty() name!: string;
  @ApiProperty() waiting!: number;
  @ApiProperty() active!: number;
  @ApiProperty({ description: 'Of the jobs made in the last 24 hours, as are failed, wait and run.' })
  completed!: number;
  @ApiProperty() failed!: number;
  @ApiProperty() delayed!: number;
  @ApiProperty() paused!: boolean;
  @ApiProperty({ description: 'Failed among finished, percent.' }) failedRate!: number;
  @ApiProperty({ description: 'Jobs finished in the last hour.' }) throughput!: number;
  @ApiProperty({ type: Percentiles, description: 'ms between due and started.' }) wait!: Percentiles;
  @ApiProperty({ type: Percentiles, description: 'ms between started and completed.' }) run!: Percentiles;
}

export class HistoryPointResponse {
  @ApiProperty({ type: String, format: 'date-time', description: 'When the step begins.' }) at!: Date;
  @ApiProperty({ description: 'Jobs that completed in the step.' }) completed!: number;
  @ApiProperty({ description: 'Jobs that failed for good in the step.' }) failed!: number;
  @ApiProperty({ type: Number, nullable: true, description: 'ms between due and started; null: nothing completed.' })
  waitP95!: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'ms between started and completed.' })
  runP95!: number | null;
}

export class QueueHistoryResponse {
  @ApiProperty({ description: 'Queue.' }) name!: string;
  @ApiProperty({ enum: STEPS }) step!: Step;
  @ApiProperty({ type: [HistoryPointResponse], description: 'The last 24 hours, the oldest step first.' })
  points!: HistoryPointResponse[];
}

export class TenantShareResponse {
  @ApiProperty({ description: 'Slug.' }) tenant!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ description: 'Due jobs that have not started.' }) waiting!: number;
  @ApiProperty() running!: number;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Since when the oldest is due.' })
  oldest!: Date | null;
  @ApiProperty({ description: 'Jobs that ended in the last hour.' }) finished!: number;
  @ApiProperty({ description: "Percent of the time that the queue's jobs ran in the last hour." }) share!: number;
}

export class TenantShareListResponse {
  @ApiProperty({ type: [TenantShareResponse], description: 'Most under way first.' }) tenants!: TenantShareResponse[];
  @ApiProperty() total!: number;
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
  @ApiProperty({ description: 'Queue, or all.' }) name!: string;
  @ApiProperty() paused!: boolean;
  @ApiProperty({ enum: ['everybody', 'tenant'] }) scope!: string;
}

export class ActivePauseResponse {
  @ApiProperty({ description: 'Queue, or all.' }) name!: string;
  @ApiProperty({ enum: ['everybody', 'tenant'] }) scope!: string;
  @ApiProperty({ type: String, nullable: true }) tenant!: string | null;
  @ApiProperty({ description: 'E-mail, the operator, or an API key.' }) pausedBy!: string;
  @ApiProperty({ type: String, format: 'date-time' }) pausedAt!: Date;
  @ApiProperty({ type: String, nullable: true }) reason!: string | null;
  @ApiProperty({ description: 'Its tenant is disabled: only enabling it lifts this pause, no resume does.' })
  tenantDisabled!: boolean;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Of the tenant.' }) tenantId!:
    | string
    | null;
}

export class ActivePauseListResponse {
  @ApiProperty({ type: [ActivePauseResponse] }) pauses!: ActivePauseResponse[];
  @ApiProperty() total!: number;
}

class RateResponse {
  @ApiProperty() jobs!: number;
  @ApiProperty() perSeconds!: number;
}

export class LimitResponse {
  @ApiProperty() name!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Slug; null: every tenant without its own.' })
  tenant!: string | null;
  @ApiProperty({ enum: ['kind', 'operator'] }) source!: string;
  @ApiProperty({ type: Number, nullable: true }) maxRunning!: number | null;
  @ApiProperty({ type: RateResponse, nullable: true }) rate!: RateResponse | null;
}
