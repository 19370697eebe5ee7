import { type Completed, type JobContext, type JobHandler, Processor } from '../../jobs/index.js';
import { NoShowCheck, NoShowResult } from './no-show-check.job.js';
import { NightPayload } from '../nights/night-payload.js';
import { NightRuns } from '../nights/night-runs.js';
import { NoShowWork } from './no-show.work.js';

@Processor(NoShowCheck)
export class NoShowCheckProcessor implements JobHandler<NightPayload, NoShowResult> {
  constructor(
    private readonly nights: NightRuns,
    private readonly work: NoShowWork,
  ) {}

  handle(payload: NightPayload, ctx: JobContext): Promise<Completed<NoShowResult>> {
    return this.nights.run(NoShowCheck, payload, ctx, (night) => this.work.run(night));
  }
}
