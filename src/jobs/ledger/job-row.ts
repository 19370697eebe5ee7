export const STATUSES = ['PENDING', 'QUEUED', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED', 'DEAD'] as const;
/** Status words of the ledger. FAILED: failed for good and discarded from the dead letters; DEAD: waiting there. */
export type LedgerStatus = (typeof STATUSES)[number];

export const BULL_STATUSES = ['waiting', 'active', 'completed', 'failed', 'delayed', 'cancelled'] as const;
/** Status words of Bull, which GET /jobs/:id and the rooms routes answer. */
export type BullStatus = (typeof BULL_STATUSES)[number];

export const FINAL: readonly LedgerStatus[] = ['COMPLETED', 'FAILED', 'CANCELLED', 'DEAD'];

/** Name of the job that stands for a batch (`batches/`): no contract, no worker runs it. */
export const BATCH = 'batch';
/** What people call it. */
export const BATCH_TITLE = 'Batch of jobs';

/** What went wrong, as stored: safe to show to the job's tenant. */
export interface JobError {
  /** Stable reason code: the error's own code, else its class. */
  code: string;
  message: string;
  /** Of INFRASTRUCTURE: what it was, as a SQLSTATE or the code of a broken connection. */
  cause?: string;
  /** Of INFRASTRUCTURE: it cost an attempt, because the job's own statements may bring it about. */
  spent?: true;
  errors?: unknown;
}

/** A job as it lies in the ledger. Instants are Dates; ids are UUIDs. */
export interface JobRow {
  id: string;
  tenant_id: string;
  name: string;
  status: LedgerStatus;
  priority: number;
  /** Order among the tenant's jobs: the priority, or 0 once its due_by comes near. */
  rank: number;
  /** When it should be done. */
  due_by: Date | null;
  data: Record<string, unknown>;
  result: unknown;
  error: JobError | null;
  progress: number;
  attempt: number;
  max_attempts: number;
  crashes: number;
  token: number;
  run_at: Date;
  due: boolean;
  cancel_requested_at: Date | null;
  dedupe_key: string | null;
  batch_id: string | null;
  hotel_id: number | null;
  schedule_id: string | null;
  created_by: string | null;
  request_id: string | null;
  worker: string | null;
  metadata: Record<string, unknown>;
  created_at: Date;
  scheduled_for: Date;
  started_at: Date | null;
  completed_at: Date | null;
}

/** Ledger words each Bull word stands for. */
const MEANS: Record<BullStatus, readonly LedgerStatus[]> = {
  waiting: ['PENDING', 'QUEUED'],
  delayed: ['PENDING'],
  active: ['RUNNING'],
  completed: ['COMPLETED'],
  failed: ['FAILED', 'DEAD'],
  cancelled: ['CANCELLED'],
};

/** Bull's word for a job: a pending one that is not due yet is `delayed`. */
export function bullStatus(row: Pick<JobRow, 'status' | 'due'>): BullStatus {
  switch (row.status) {
    case 'PENDING':
      return row.due ? 'waiting' : 'delayed';
    case 'QUEUED':
      return 'waiting';
    case 'RUNNING':
      return 'active';
    case 'COMPLETED':
      return 'completed';
    case 'CANCELLED':
      return 'cancelled';
    default:
      return 'failed';
  }
}

/** A filter word of either vocabulary as ledger words; FAILED includes DEAD, since a reader takes both for failures. */
export function statusFilter(word: string): { statuses: readonly LedgerStatus[]; due?: boolean } | undefined {
  const bull = word.toLowerCase() as BullStatus;
  if (word === bull && bull in MEANS)
    return { statuses: MEANS[bull], due: bull === 'delayed' ? false : bull === 'waiting' ? true : undefined };
  const ledger = word.toUpperCase() as LedgerStatus;
  if (ledger === 'FAILED') return { statuses: ['FAILED', 'DEAD'] };
  return STATUSES.includes(ledger) ? { statuses: [ledger] } : undefined;
}
