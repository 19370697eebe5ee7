import { type JobHandler, Processor } from '../../jobs/index.js';
import { StatementDocuments } from './statement-documents.service.js';
import { StatementPrint, type StatementPrintPayload, type StatementPrintResult } from './statement-print.job.js';

@Processor(StatementPrint)
export class StatementPrintProcessor implements JobHandler<StatementPrintPayload, StatementPrintResult> {
  constructor(private readonly documents: StatementDocuments) {}

  async handle({ statementId }: StatementPrintPayload): Promise<StatementPrintResult> {
    const { id, sha256, bytes } = await this.documents.kept(statementId);
    return { fileId: id, sha256, bytes };
  }
}
