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
} from './contract/effect.js';
export type { ItemCounts, ItemDetails, ItemOutcome } from './contract/item.js';
export { Processor } from './runner/processor.decorator.js';
export { ContractRegistry } from './contract/contract-registry.js';
export { JobKinds } from './manage/job-kinds.js';
export { JobsModule } from './jobs.module.js';
export { JobsService, type EnqueueOptions, type JobRequest } from './accept/jobs.service.js';
export { JobControl } from './control/job-control.js';
export { type Round, type RoundJob, Rounds } from './rounds/rounds.js';
export type { AttemptView, JobDetail, JobView } from './ledger/job-view.js';
export type { QueueCounts } from './queries/job-queries.js';
export { nextRun } from './cron/rhythm.js';
export type { ScheduleView } from './schedules/schedule-row.js';
export { type ScheduleInput, SchedulesService } from './schedules/schedules.service.js';
export {
  type HotelNight,
  NightBoard,
  type NightCell,
  type NightNeed,
  type NightNext,
  type WhichNight,
} from './night/night-board.js';
export { CELL_STATES } from './night/night.sql.js';
export { JobsLifecycle } from './lifecycle/jobs-lifecycle.js';
export { QueueCatalog } from './doorbell/queue-catalog.js';
export { AbandonedHandlers } from './runner/abandoned-handlers.js';
export { Doorbell } from './doorbell/doorbell.js';
export { type Rate, RatesAwayError, SharedRates } from './rates/shared-rates.js';
