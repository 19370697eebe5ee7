import { ApiProperty } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';
import { defineJob } from '../../jobs/index.js';

export class StatementRunEndPayload {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  runId!: string;
}

/** Follows the last statement of a run: its result is kept and told. */
export const StatementRunEnd = defineJob<StatementRunEndPayload, Record<string, never>>({
  name: 'statement-run-end',
  title: 'End of a statement run',
  summary: 'Keep the result of a bulk run of statements, and tell whoever asked for it',
  payload: StatementRunEndPayload,
  concurrency: 2,
  attempts: 10,
  startableBy: [],
});
