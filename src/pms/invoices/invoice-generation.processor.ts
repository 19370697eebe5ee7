import { type Completed, type JobContext, type JobHandler, Processor } from '../../jobs/index.js';
import { InvoiceGeneration, InvoiceResult } from './invoice-generation.job.js';
import { NightPayload } from '../nights/night-payload.js';
import { NightRuns } from '../nights/night-runs.js';
import { InvoiceGenerationWork } from './invoice-generation.work.js';

@Processor(InvoiceGeneration)
export class InvoiceGenerationProcessor implements JobHandler<NightPayload, InvoiceResult> {
  constructor(
    private readonly nights: NightRuns,
    private readonly work: InvoiceGenerationWork,
  ) {}

  handle(payload: NightPayload, ctx: JobContext): Promise<Completed<InvoiceResult>> {
    return this.nights.run(InvoiceGeneration, payload, ctx, (night) => this.work.run(night, ctx));
  }
}
