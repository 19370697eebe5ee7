import { Global, Module } from '@nestjs/common';
import { JOB_END_STEPS } from '../ledger/job-end.js';
import { WEBHOOK_DELIVERIES } from '../webhooks/webhook-rows.sql.js';

/**
 * What follows a job's end, in the statement that ends it. Global, because the ledger's module needs the list and may not
 * import this folder: the ledger does not know what others do about the end of a job.
 */
@Global()
@Module({
  providers: [{ provide: JOB_END_STEPS, useValue: [WEBHOOK_DELIVERIES] }],
  exports: [JOB_END_STEPS],
})
export class JobEndModule {}
