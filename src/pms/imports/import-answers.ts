import { countsOf, type ImportRow, statusOf } from './import-row.js';
import type { ImportResponse } from './imports.dto.js';

/** @param links where a job is found */
export function importAnswer(
  row: ImportRow,
  links: (jobId: string) => { statusUrl: string; eventsUrl: string },
): ImportResponse {
  const { id, hotelId, sourceHotel, roomTypes, bytes, sha256, jobId, createdAt, finishedAt, checkpoint } = row;
  const status = statusOf(row);
  return {
    id,
    hotelId,
    sourceHotel,
    roomTypes: Object.fromEntries(Object.entries(roomTypes.types).map(([type, { code }]) => [type, code])),
    defaultRoomType: roomTypes.fallback?.code ?? null,
    status,
    progress: status === 'completed' ? 100 : bytes > 0 ? Math.floor((checkpoint.bytes / bytes) * 100) : 0,
    bytes,
    sha256,
    counts: countsOf(checkpoint),
    error: status === 'failed' ? row.jobError && { code: row.jobError.code, message: row.jobError.message } : null,
    jobId,
    ...(jobId ? links(jobId) : { statusUrl: null, eventsUrl: null }),
    createdAt,
    finishedAt,
  };
}
