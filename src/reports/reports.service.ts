import { Injectable } from '@nestjs/common';
import { JobsService } from '../jobs/index.js';
import { AuditService } from '../platform/audit/audit.service.js';
import { TenantDatabase } from '../platform/database/tenant-database.js';
import { AppError, notFound } from '../platform/errors/app-error.js';
import { FileStorage, type StoredFile } from '../platform/storage/index.js';
import { RequestContext } from '../platform/tenancy/context.js';
import { ReportGeneration, type ReportPayload } from './report-generation.job.js';
import { statusOf } from './report-row.js';
import { reportFileName } from './report-file-name.js';
import { ReportsRepository } from './reports.repository.js';

/** Asks for reports, gives their files out, and takes them back. */
@Injectable()
export class ReportsService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly jobs: JobsService,
    private readonly reports: ReportsRepository,
    private readonly storage: FileStorage,
    private readonly audit: AuditService,
  ) {}

  /** The report's id, which is its job's. @throws AppError VALIDATION_FAILED */
  create(order: ReportPayload): Promise<string> {
    return this.db.transaction(async () => {
      const { id } = await this.jobs.enqueue(ReportGeneration, order);
      await this.reports.open(id, order.reportType, order.format, this.context.principal?.userId ?? null);
      return id;
    });
  }

  /**
   * The file of a report that is done, under the report's name: another report with the same bytes has the same file. That it was given out is noted in the audit trail: who took which data out.
   * @throws AppError NOT_FOUND, also when the file is not kept any more; CONFLICT while there is none yet
   */
  async file(id: string): Promise<StoredFile> {
    const record = await this.reports.get(id);
    const status = statusOf(record);
    if (status !== 'completed') throw new AppError('CONFLICT', `The report is ${status}; it has no file`);
    if (record.fileId === null) throw notFound('File of the report');
    const file = await this.storage.find(record.fileId);
    const { reportType, format, from, to, rows, sha256 } = record;
    await this.note(id, { reportType, format, from, to, rows, sha256 });
    return from === null || to === null ? file : { ...file, name: reportFileName({ reportType, format, from, to }) };
  }

  /** @throws AppError NOT_FOUND; CONFLICT while it is written */
  remove(id: string): Promise<void> {
    return this.db.transaction(async () => {
      await this.reports.lock(id);
      const record = await this.reports.get(id);
      const status = statusOf(record);
      if (status === 'queued' || status === 'running')
        throw new AppError('CONFLICT', `The report is ${status}; cancel its job first`);
      await this.reports.delete(id);
      if (record.fileId === null || record.sha256 === null) return;
      await this.reports.lockBytes(record.sha256);
      if (!(await this.reports.uses(record.fileId))) await this.storage.remove(record.fileId);
    });
  }

  private async note(id: string, detail: object): Promise<void> {
    const { principal, store } = this.context;
    await this.audit.record({
      actor: {
        kind: principal!.kind,
        role: principal!.role,
        tenantId: this.context.tenantId,
        id: principal!.userId ?? null,
        name: principal!.email ?? null,
        subject: principal!.subject,
        apiKeyId: principal!.apiKeyId ?? null,
      },
      action: 'GET /reports/:id/download',
      target: { id },
      about: [`reports/${id}`],
      detail,
      status: 200,
      requestId: store.requestId ?? null,
    });
  }
}
