import { type JobContext, type JobHandler, Processor } from '../../jobs/index.js';
import { FileAnalysis, type FileAnalysisPayload, type FileAnalysisResult } from './file-analysis.job.js';
import { FileAnalysisWork } from './file-analysis.work.js';

@Processor(FileAnalysis)
export class FileAnalysisProcessor implements JobHandler<FileAnalysisPayload, FileAnalysisResult> {
  constructor(private readonly work: FileAnalysisWork) {}

  handle(payload: FileAnalysisPayload, ctx: JobContext) {
    return this.work.run(payload, ctx);
  }
}
