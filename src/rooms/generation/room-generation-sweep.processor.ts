import { type JobContext, type JobHandler, Processor } from '../../jobs/index.js';
import {
  RoomGenerationSweep,
  RoomGenerationSweepPayload,
  RoomGenerationSweepResult,
} from './room-generation-sweep.job.js';
import { RoomGenerationSweepWork } from './room-generation-sweep.work.js';

@Processor(RoomGenerationSweep)
export class RoomGenerationSweepProcessor implements JobHandler<RoomGenerationSweepPayload, RoomGenerationSweepResult> {
  constructor(private readonly work: RoomGenerationSweepWork) {}

  handle(payload: RoomGenerationSweepPayload, ctx: JobContext): Promise<RoomGenerationSweepResult> {
    return this.work.run(payload, ctx);
  }
}
