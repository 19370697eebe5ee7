import { type JobContext, type JobHandler, Processor } from '../../jobs/index.js';
import { ProviderSync, type ProviderSyncPayload, type ProviderSyncResult } from './provider-sync.job.js';
import { ProviderSyncWork } from './provider-sync.work.js';

@Processor(ProviderSync)
export class ProviderSyncProcessor implements JobHandler<ProviderSyncPayload, ProviderSyncResult> {
  constructor(private readonly work: ProviderSyncWork) {}

  handle(payload: ProviderSyncPayload, ctx: JobContext) {
    return this.work.run(payload, ctx);
  }
}
