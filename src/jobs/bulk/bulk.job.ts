import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean } from 'class-validator';
import { IfGiven } from '../../platform/http/fields.js';
import { defineJob } from '../contract/define-job.js';
import { DeadLetterFilterBody } from '../dead-letter/dead-letters.dto.js';
import { JobFilterBody } from '../queries/job-filter.dto.js';

export class CancelJobsPayload extends JobFilterBody {}

export class RetryJobsPayload extends JobFilterBody {
  @ApiPropertyOptional({ default: false, description: 'Keep the items that were done; do the others.' })
  @IfGiven()
  @IsBoolean()
  failedItemsOnly?: boolean;
}

export class DiscardDeadLettersPayload extends DeadLetterFilterBody {}

export class RequeueDeadLettersPayload extends DeadLetterFilterBody {}

export class ChangedManyResult {
  @ApiProperty({ description: 'Changed, by this run of the job or an earlier one.' }) changed!: number;
  @ApiProperty({ description: 'Changed by somebody else meanwhile, and left as they are.' }) skipped!: number;
}

/** Of all four: people start them by routes of their own, and may stop them. */
const BY_ROUTE = { startableBy: [], hasRoute: true, priority: 5, deadlineMs: 3_600_000 } as const;

export const CancelJobs = defineJob<CancelJobsPayload, ChangedManyResult>({
  ...BY_ROUTE,
  name: 'cancel-jobs',
  title: 'Cancellation of many jobs',
  summary: 'Cancels all jobs of a filter',
  payload: CancelJobsPayload,
  result: ChangedManyResult,
  hotelOf: ({ hotelId }) => hotelId,
});

export const RetryJobs = defineJob<RetryJobsPayload, ChangedManyResult>({
  ...BY_ROUTE,
  name: 'retry-jobs',
  title: 'Retry of many jobs',
  summary: 'Runs all failed and cancelled jobs of a filter again',
  payload: RetryJobsPayload,
  result: ChangedManyResult,
  hotelOf: ({ hotelId }) => hotelId,
});

export const DiscardDeadLetters = defineJob<DiscardDeadLettersPayload, ChangedManyResult>({
  ...BY_ROUTE,
  name: 'discard-dead-letters',
  title: 'Discard of dead letters',
  summary: 'Discards all dead letters of a filter',
  payload: DiscardDeadLettersPayload,
  result: ChangedManyResult,
  hotelOf: ({ hotelId }) => hotelId,
});

export const RequeueDeadLetters = defineJob<RequeueDeadLettersPayload, ChangedManyResult>({
  ...BY_ROUTE,
  name: 'requeue-dead-letters',
  title: 'Requeue of dead letters',
  summary: 'Runs the jobs of all dead letters of a filter again',
  payload: RequeueDeadLettersPayload,
  result: ChangedManyResult,
  hotelOf: ({ hotelId }) => hotelId,
});
