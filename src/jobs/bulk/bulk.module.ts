import { Module } from '@nestjs/common';
import { AuditModule } from '../../platform/audit/audit.module.js';
import { AcceptModule } from '../accept/accept.module.js';
import { ContractsModule } from '../contract/contracts.module.js';
import { ControlModule } from '../control/control.module.js';
import { DeadLettersModule } from '../dead-letter/dead-letters.module.js';
import { jobQueues } from '../doorbell/job-queues.module.js';
import { JobQueriesModule } from '../queries/job-queries.module.js';
import { RunnerModule } from '../runner/runner.module.js';
import { BulkController } from './bulk.controller.js';
import { CancelJobs, DiscardDeadLetters, RequeueDeadLetters, RetryJobs } from './bulk.job.js';
import { CancelJobsProcessor } from './cancel-jobs.processor.js';
import { DiscardDeadLettersProcessor } from './discard-dead-letters.processor.js';
import { ManyJobs } from './many-jobs.js';
import { RequeueDeadLettersProcessor } from './requeue-dead-letters.processor.js';
import { RetryJobsProcessor } from './retry-jobs.processor.js';

/** Changes many jobs at once, by a filter. */
@Module({
  imports: [
    AcceptModule,
    AuditModule,
    ContractsModule,
    ControlModule,
    DeadLettersModule,
    JobQueriesModule,
    RunnerModule,
    jobQueues(CancelJobs, RetryJobs, DiscardDeadLetters, RequeueDeadLetters),
  ],
  controllers: [BulkController],
  providers: [
    ManyJobs,
    CancelJobsProcessor,
    RetryJobsProcessor,
    DiscardDeadLettersProcessor,
    RequeueDeadLettersProcessor,
  ],
})
export class BulkModule {}
