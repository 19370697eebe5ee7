import { type JobContext, type JobHandler, Processor } from '../jobs/index.js';
import { ReportGeneration, type ReportPayload, type ReportResult } from './report-generation.job.js';
import { ReportGenerationWork } from './report-generation.work.js';

@Processor(ReportGeneration)
export class ReportGenerationProcessor implements JobHandler<ReportPayload, ReportResult> {
  constructor(private readonly work: ReportGenerationWork) {}

  handle(payload: ReportPayload, ctx: JobContext) {
    return this.work.run(payload, ctx);
  }
}
