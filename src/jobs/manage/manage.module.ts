import { Module } from '@nestjs/common';
import { AcceptModule } from '../accept/accept.module.js';
import { ContractsModule } from '../contract/contracts.module.js';
import { ControlModule } from '../control/control.module.js';
import { JobQueriesModule } from '../queries/job-queries.module.js';
import { WhyModule } from '../why/why.module.js';
import { JobChoicesController } from './job-choices.controller.js';
import { JobKinds } from './job-kinds.js';
import { JobsController } from './jobs.controller.js';
import { TriggerController } from './trigger.controller.js';

/** Jobs over HTTP: start them, list them, look at one, cancel it and run it again. */
@Module({
  imports: [AcceptModule, ContractsModule, ControlModule, JobQueriesModule, WhyModule],
  controllers: [TriggerController, JobChoicesController, JobsController],
  providers: [JobKinds],
  exports: [JobKinds],
})
export class ManageModule {}
