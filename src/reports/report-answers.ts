import { type ReportRecord, statusOf } from './report-row.js';
import type { ReportResponse } from './reports.dto.js';

export function downloadUrl(id: string): string {
  return `/api/v1/reports/${id}/download`;
}

/** @param links where a job is found */
export function reportAnswer(
  record: ReportRecord,
  links: (jobId: string) => { statusUrl: string; eventsUrl: string },
): ReportResponse {
  const {
    id,
    createdBy,
    createdByName,
    fileId,
    subject: _s,
    jobStatus: _,
    jobError,
    totals,
    progress,
    ...rest
  } = record;
  const status = statusOf(record);
  return {
    ...rest,
    id,
    jobId: id,
    status,
    progress: status === 'completed' ? 100 : (progress ?? 0),
    createdBy: createdBy === null ? null : { id: createdBy, email: createdByName },
    totals: totals ?? [],
    error: status === 'failed' ? jobError && { code: jobError.code, message: jobError.message } : null,
    ...links(id),
    downloadUrl: fileId === null ? null : downloadUrl(id),
  };
}
