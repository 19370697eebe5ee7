/** All that a feature may know of jobs. */
export { IsAsOf, momentOf } from './contract/as-of.js';
export { defineJob, type JobContract, type JobOptions } from './contract/define-job.js';
export type { Completed, JobContext, JobHandler } from './contract/job-context.js';
export { CancelledError, DrainError, LeaseLostError, PermanentJobError } from './contract/job-errors.js';
export {
  type EffectAnswer,
  type EffectOptions,
  EffectUnknownError,
  NotSentError,
  type Send,
} from './effects/effect.js';
export type { ItemCounts, ItemDetails, ItemOutcome } from './items/item.js';
export { Processor } from './contract/processor.decorator.js';
export { ContractRegistry } from './contract/contract-registry.js';
export { JobsModule } from './jobs.module.js';
export { JobsService, type EnqueueOptions, type JobRequest } from './jobs.service.js';
export { type Round, type RoundJob, Rounds } from './batches/rounds.js';
export type { AttemptView, JobDetail, JobView } from './ledger/job-view.js';
export type { QueueCounts } from './ledger/job-queries.js';
export { nextRun } from './schedules/rhythm.js';
export type { ScheduleView } from './schedules/schedule-row.js';
export { type ScheduleInput, SchedulesService } from './schedules/schedules.service.js';
export { JobsLifecycle } from './lifecycle/jobs-lifecycle.js';
export { QueueCatalog } from './queue/queue-catalog.js';
export { AbandonedHandlers } from './runner/abandoned-handlers.js';
export { Doorbell } from './queue/doorbell.js';
