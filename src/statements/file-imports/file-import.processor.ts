import { type JobContext, type JobHandler, Processor } from '../../jobs/index.js';
import { StatementImport, type StatementImportPayload, type StatementImportResult } from './file-import.job.js';
import { FileImportWork } from './file-import.work.js';

@Processor(StatementImport)
export class FileImportProcessor implements JobHandler<StatementImportPayload, StatementImportResult> {
  constructor(private readonly work: FileImportWork) {}

  handle({ importId }: StatementImportPayload, ctx: JobContext) {
    return this.work.run(importId, ctx);
  }
}
