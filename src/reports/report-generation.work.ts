import { Injectable } from '@nestjs/common';
import { type Completed, type JobContext, PermanentJobError } from '../jobs/index.js';
import { Messages } from '../messages/index.js';
import { AuditService } from '../platform/audit/audit.service.js';
import { Config } from '../platform/config/config.js';
import { type LocalDate, today } from '../platform/dates/index.js';
import { FileStorage, type StoredFile } from '../platform/storage/index.js';
import type { Format, ReportPayload, ReportResult } from './report-generation.job.js';
import { reportFileName } from './report-file-name.js';
import { periodRange, rangeOf, type ReportRange, USUAL_PERIOD } from './report-range.js';
import { ReportReady } from './report-ready.mail.js';
import { ReportRegistry } from './report-registry.js';
import { ReportSettings } from './report-settings.js';
import { ReportWriter, type WrittenReport } from './report-writer.js';
import { ReportsRepository } from './reports.repository.js';

const TYPES: Record<Format, string> = {
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
};
const DAY_MS = 86_400_000;
/** How long the link of a mail works. */
const LINK_DAYS = 7;

/** Writes a report's file, and makes it the report's when it is whole: nobody sees half of one. */
@Injectable()
export class ReportGenerationWork {
  constructor(
    private readonly registry: ReportRegistry,
    private readonly settings: ReportSettings,
    private readonly reports: ReportsRepository,
    private readonly writer: ReportWriter,
    private readonly storage: FileStorage,
    private readonly messages: Messages,
    private readonly audit: AuditService,
    private readonly config: Config,
  ) {}

  async run(payload: ReportPayload, ctx: JobContext): Promise<Completed<ReportResult>> {
    const { reportType, format, columns } = payload;
    const sources = this.registry.sources(reportType);
    if (sources.length === 0) throw new PermanentJobError('UNKNOWN_REPORT', `There is no report "${reportType}"`);
    const { mostRows } = await this.settings.get();
    const timezone = await this.settings.zoneOf(sources);
    const range = payload.range
      ? rangeOf(payload.range.from as LocalDate, payload.range.to as LocalDate, timezone)
      : periodRange(payload.period ?? USUAL_PERIOD, timezone, await this.day(ctx, timezone));
    await ctx.transaction(() => this.reports.begin(ctx.jobId, reportType, format, range));
    const author = await this.reports.tenantName();
    const written = await this.writer.write({ sources, format, range, columns, mostRows, author }, ctx, (body) =>
      this.storage.save(
        {
          name: reportFileName({ reportType, format, ...range }),
          contentType: TYPES[format],
          purpose: 'report',
          body,
          // Of a file that never becomes a report's, nothing is left the day after.
          keepUntil: new Date(Date.now() + DAY_MS),
        },
        ctx.signal,
      ),
    );
    try {
      return await ctx.complete(() => this.finish(ctx, payload, range, written));
    } catch (error) {
      await this.drop(written.file.id);
      throw error;
    }
  }

  /**
   * The day that a period is counted from: of a schedule the day on which it has fired in its own zone. The first of the month there may
   * still be the last of the month before in the zone of the reports.
   */
  private async day(ctx: JobContext, timezone: string): Promise<LocalDate> {
    return today((await this.reports.scheduleZone(ctx.jobId)) ?? timezone, ctx.scheduledFor);
  }

  private async finish(
    ctx: JobContext,
    { reportType, format, deliverTo = [] }: ReportPayload,
    range: ReportRange,
    { file, rows, truncated, totals }: WrittenReport<StoredFile>,
  ): Promise<ReportResult> {
    const { sha256, bytes } = file;
    await this.reports.lockBytes(sha256);
    const earlier = await this.earlier(sha256);
    const fileId = earlier ?? file.id;
    await this.storage.prolong(fileId, new Date(Date.now() + this.config.REPORTS_KEEP_DAYS * DAY_MS));
    if (!(await this.reports.finish(ctx.jobId, { rows, truncated, totals, sha256, bytes, fileId })))
      throw new PermanentJobError('REPORT_GONE', 'The report was deleted while it was written');
    if (earlier) await this.storage.remove(file.id);
    const { from, to, timezone } = range;
    const what = { reportType, format, from, to, timezone, rows, truncated, sha256 };
    await this.deliver(ctx.jobId, fileId, deliverTo, what);
    await this.note(ctx, { ...what, bytes, deduplicated: earlier !== undefined, deliverTo });
    return {
      reportId: ctx.jobId,
      ...what,
      totals,
      bytes,
      deduplicated: earlier !== undefined,
      downloadUrl: `/api/v1/reports/${ctx.jobId}/download`,
    };
  }

  /** Mails that leave when the report is committed, one to each address, however often its job runs. */
  private async deliver(
    id: string,
    fileId: string,
    addresses: readonly string[],
    what: Pick<ReportResult, 'reportType' | 'format' | 'from' | 'to' | 'timezone' | 'rows'>,
  ): Promise<void> {
    if (addresses.length === 0) return;
    const { reportType, from, to, timezone, rows } = what;
    const seconds = Math.min(LINK_DAYS, this.config.REPORTS_KEEP_DAYS) * 86_400;
    const data = {
      title: this.registry.get(reportType).title,
      from,
      to,
      rows: `${rows.toLocaleString('en-US')} ${rows === 1 ? 'row' : 'rows'}`,
      url: await this.storage.link(fileId, { expiresInSeconds: seconds, name: reportFileName(what) }),
      expires: today(timezone, new Date(Date.now() + seconds * 1_000)),
    };
    for (const address of addresses)
      await this.messages.send({
        key: `report:${id}:${address.toLowerCase()}`,
        template: ReportReady,
        to: { address },
        data,
      });
  }

  /** The file of an earlier report with the same bytes, if it is still there. */
  private async earlier(sha256: string): Promise<string | undefined> {
    const id = await this.reports.fileWith(sha256);
    if (id === undefined) return undefined;
    return this.storage.find(id).then(
      (file) => file.id,
      () => undefined,
    );
  }

  /**
   * Who took what data out. It is written before the report is done, so that no report is without its entry; an attempt that
   * fails at its last step leaves an entry too, for its file was there.
   */
  private async note(ctx: JobContext, detail: object): Promise<void> {
    const record = await this.reports.get(ctx.jobId);
    await this.audit.record({
      actor: {
        kind: 'job',
        role: 'JOB',
        tenantId: ctx.tenantId,
        id: record.createdBy,
        name: record.createdByName,
        subject: record.subject,
        apiKeyId: null,
      },
      action: 'EXPORT /reports/:id',
      target: { id: ctx.jobId },
      about: [`reports/${ctx.jobId}`, `jobs/${ctx.jobId}`],
      detail,
      status: 200,
      requestId: null,
    });
  }

  /** Whether the report was committed is not known when the database went away at that moment: then its file stays. */
  private async drop(fileId: string): Promise<void> {
    try {
      if (!(await this.reports.uses(fileId))) await this.storage.remove(fileId);
    } catch {
      // It is deleted the day after.
    }
  }
}
