import { Global, Module } from '@nestjs/common';
import { JOB_END_STEPS } from '../ledger/job-end.js';
import { WEBHOOK_DELIVERIES } from '../webhooks/webhook-rows.sql.js';
import { MAIL_FOLLOW_UPS } from './follow-ups.sql.js';

/** What follows a job's end, in the statement that ends it. */
export const STEPS = [WEBHOOK_DELIVERIES, MAIL_FOLLOW_UPS];

/**
 * Gives the steps to the ledger. Global, because the ledger's module needs the list and may not
 * import this folder: the ledger does not know what others do about the end of a job.
 */
@Global()
@Module({
  providers: [{ provide: JOB_END_STEPS, useValue: STEPS }],
  exports: [JOB_END_STEPS],
})
export class JobEndModule {}
