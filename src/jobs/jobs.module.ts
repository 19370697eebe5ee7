import { type DynamicModule, Global, Module } from '@nestjs/common';
import { AcceptModule } from './accept/accept.module.js';
import { AllTenantsModule } from './all-tenants/all-tenants.module.js';
import { BulkModule } from './bulk/bulk.module.js';
import { ChangesModule } from './changes/changes.module.js';
import { ContractsModule } from './contract/contracts.module.js';
import { ControlModule } from './control/control.module.js';
import type { JobContract } from './contract/define-job.js';
import { DeadLettersModule } from './dead-letter/dead-letters.module.js';
import { DoorbellModule } from './doorbell/doorbell.module.js';
import { jobQueues } from './doorbell/job-queues.module.js';
import { EffectsModule } from './effects/effects.module.js';
import { JobEndModule } from './job-end/job-end.module.js';
import { JobsLifecycleModule } from './lifecycle/jobs-lifecycle.module.js';
import { ManageModule } from './manage/manage.module.js';
import { NightModule } from './night/night.module.js';
import { QueuesModule } from './queues/queues.module.js';
import { RatesModule } from './rates/rates.module.js';
import { RoundsModule } from './rounds/rounds.module.js';
import { RunnerModule } from './runner/runner.module.js';
import { SchedulesModule } from './schedules/schedules.module.js';

/** What features and the operator's folders may use of jobs. */
const PUBLIC = [
  ContractsModule,
  AcceptModule,
  ControlModule,
  RoundsModule,
  SchedulesModule,
  NightModule,
  DoorbellModule,
  RatesModule,
  RunnerModule,
  JobsLifecycleModule,
];

/**
 * The areas of jobs. Those that are not named here come with the ones that use them. Global, so that a feature need not
 * import it to enqueue a job or to declare a processor.
 */
@Global()
@Module({
  imports: [
    ...PUBLIC,
    AllTenantsModule,
    BulkModule,
    ChangesModule,
    DeadLettersModule,
    EffectsModule,
    JobEndModule,
    ManageModule,
    QueuesModule,
  ],
  exports: PUBLIC,
})
export class JobsModule {
  /** The queues of a feature's contracts. Import it in the feature's module; its processors are plain providers. */
  static forFeature(...contracts: JobContract[]): DynamicModule {
    return jobQueues(...contracts);
  }
}
