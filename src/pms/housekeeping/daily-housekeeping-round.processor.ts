import { type Completed, type JobContext, type JobHandler, Processor } from '../../jobs/index.js';
import { DailyHousekeepingRound, HousekeepingResult } from './daily-housekeeping-round.job.js';
import { NightPayload } from '../nights/night-payload.js';
import { NightRuns } from '../nights/night-runs.js';
import { RoundWork } from './round.work.js';

@Processor(DailyHousekeepingRound)
export class DailyHousekeepingRoundProcessor implements JobHandler<NightPayload, HousekeepingResult> {
  constructor(
    private readonly nights: NightRuns,
    private readonly work: RoundWork,
  ) {}

  handle(payload: NightPayload, ctx: JobContext): Promise<Completed<HousekeepingResult>> {
    return this.nights.run(DailyHousekeepingRound, payload, ctx, (night) => this.work.run(night));
  }
}
