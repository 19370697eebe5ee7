import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayNotEmpty, IsArray, IsOptional, IsUUID } from 'class-validator';
import { defineJob } from '../../jobs/index.js';
import { IfGiven } from '../../platform/http/fields.js';

export class StatementSendPayload {
  @ApiPropertyOptional({ type: [String], format: 'uuid', description: 'Statements that are final' })
  @IfGiven()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(2_000)
  @IsUUID(undefined, { each: true })
  statementIds?: string[];

  @ApiPropertyOptional({
    format: 'uuid',
    description: 'Instead: all that the run of this job has made, or found unchanged',
  })
  @IsOptional()
  @IsUUID()
  runJobId?: string;
}

export class StatementSendResult {
  @ApiProperty({ description: 'Mails that were written; their outcome is told by each statement' }) queued!: number;
  @ApiProperty({ description: 'On their way, or sent, before' }) already!: number;
  @ApiProperty() failed!: number;
}

export const StatementSend = defineJob<StatementSendPayload, StatementSendResult>({
  name: 'statement-send',
  title: 'Sending of statements',
  summary: 'Statements to their owners, each told as an item',
  payload: StatementSendPayload,
  result: StatementSendResult,
  concurrency: 2,
  attempts: 3,
  deadlineMs: 1_800_000,
  limits: { tenantConcurrency: 1 },
});
