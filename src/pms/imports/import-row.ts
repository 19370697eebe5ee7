import type { ImportCounts } from './booking-import.job.js';

/** A room category as a file's room types are mapped to it: its code as it was then. */
export interface MappedCategory {
  categoryId: number;
  code: string;
}

export interface RoomTypes {
  types: Record<string, MappedCategory>;
  /** The category of room types that are not named; null: their rows are rejected. */
  fallback: MappedCategory | null;
}

/** How far the file was processed, and the counts of records by outcome. */
export interface Checkpoint {
  /** Line on which the last processed record begins; 0: none yet. */
  line: number;
  /** Bytes of the file read so far. */
  bytes: number;
  imported: number;
  skipped: number;
  rejected: Readonly<Record<string, number>>;
}

export const IMPORT_STATUSES = ['uploading', 'queued', 'running', 'completed', 'failed', 'cancelled'] as const;
export type ImportStatus = (typeof IMPORT_STATUSES)[number];

export interface ImportRow {
  id: string;
  number: number;
  hotelId: number;
  sourceHotel: string;
  roomTypes: RoomTypes;
  bytes: number;
  sha256: string | null;
  jobId: string | null;
  createdAt: Date;
  finishedAt: Date | null;
  checkpoint: Checkpoint;
  /** Status word of the ledger; null when the job is gone from it. */
  jobStatus: string | null;
  jobError: { code: string; message: string } | null;
}

/** An import's status follows from its job's and is not stored, so that the two cannot differ. */
export function statusOf(row: Pick<ImportRow, 'jobId' | 'finishedAt' | 'jobStatus'>): ImportStatus {
  if (row.finishedAt) return 'completed';
  if (row.jobId === null) return 'uploading';
  switch (row.jobStatus) {
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

export function countsOf({ imported, skipped, rejected }: Checkpoint): ImportCounts {
  const refused = Object.values(rejected).reduce((sum, count) => sum + count, 0);
  return {
    read: imported + skipped + refused,
    imported,
    skipped,
    rejected: refused,
    rejectedByReason: { ...rejected },
  };
}
