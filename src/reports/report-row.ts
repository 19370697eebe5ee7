import type { LocalDate } from '../platform/dates/index.js';
import type { Format, ReportTotal } from './report-generation.job.js';

export const REPORT_STATUSES = ['queued', 'running', 'completed', 'failed', 'cancelled'] as const;
export type ReportStatus = (typeof REPORT_STATUSES)[number];

export interface ReportRecord {
  /** Also its job's. */
  id: string;
  reportType: string;
  format: Format;
  createdBy: string | null;
  /** E-mail address of that user. */
  createdByName: string | null;
  /** Of who has no account here, at the identity provider; null when the job is gone. */
  subject: string | null;
  createdAt: Date;
  from: LocalDate | null;
  to: LocalDate | null;
  timezone: string | null;
  finishedAt: Date | null;
  rows: number | null;
  truncated: boolean | null;
  totals: ReportTotal[] | null;
  sha256: string | null;
  bytes: number | null;
  fileId: string | null;
  /** Status word of the ledger; null when the job is gone from it. */
  jobStatus: string | null;
  jobError: { code: string; message: string } | null;
  progress: number | null;
}

/** A report's status follows from its job's and is not stored, so that the two cannot differ. */
export function statusOf({ finishedAt, jobStatus }: Pick<ReportRecord, 'finishedAt' | 'jobStatus'>): ReportStatus {
  if (finishedAt) return 'completed';
  switch (jobStatus) {
    case 'PENDING':
    case 'QUEUED':
      return 'queued';
    case 'RUNNING':
      return 'running';
    case 'CANCELLED':
      return 'cancelled';
    default:
      return 'failed';
  }
}
