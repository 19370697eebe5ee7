import { ApiProperty } from '@nestjs/swagger';
import { IsInt, Max, Min } from 'class-validator';
import { defineJob } from '../../../jobs/index.js';
import { MAX_ID } from '../../../platform/http/id.pipe.js';

export class StatementSchedulePayload {
  @ApiProperty({ type: 'integer' })
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  scheduleId!: number;
}

export class StatementScheduleResult {
  @ApiProperty({ enum: ['started', 'nothing_to_state', 'not_today', 'inactive'] })
  outcome!: 'started' | 'nothing_to_state' | 'not_today' | 'inactive';
  @ApiProperty({ type: String, nullable: true, format: 'uuid', description: 'The run' }) jobId!: string | null;
}

/** A firing of a schedule of statements. Its cron may fire on more dates than the schedule means; then nothing is started. */
export const StatementScheduleJob = defineJob<StatementSchedulePayload, StatementScheduleResult>({
  name: 'statement-schedule',
  title: 'Statements by schedule',
  summary: 'Start the statements of a schedule, if it means this date',
  payload: StatementSchedulePayload,
  result: StatementScheduleResult,
  concurrency: 2,
  attempts: 10,
});
