import { type JobContext, type JobHandler, Processor } from '../../jobs/index.js';
import { RoomGeneration, RoomGenerationPayload, RoomGenerationResult } from './room-generation.job.js';
import { RoomGenerationWork } from './room-generation.work.js';

@Processor(RoomGeneration)
export class RoomGenerationProcessor implements JobHandler<RoomGenerationPayload, RoomGenerationResult> {
  constructor(private readonly work: RoomGenerationWork) {}

  handle(payload: RoomGenerationPayload, ctx: JobContext): Promise<RoomGenerationResult> {
    return this.work.run(payload, ctx);
  }
}
