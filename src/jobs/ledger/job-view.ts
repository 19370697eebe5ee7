import type { ItemCounts } from '../contract/item.js';
import { type BullStatus, bullStatus, type JobError, type JobRow, type LedgerStatus } from './job-row.js';

/** One attempt as its tenant sees it. */
export interface AttemptView {
  attempt: number;
  outcome: 'completed' | 'failed' | 'crashed' | 'cancelled' | 'released' | 'snoozed' | 'interrupted' | 'running';
  startedAt: Date | null;
  endedAt: Date | null;
  error: JobError | null;
  /** When the next attempt was planned for. */
  retryAt: Date | null;
}

/** A job as its tenant sees it; `status` in Bull's words. */
export interface JobView {
  id: string;
  type: string;
  jobName: string;
  status: BullStatus;
  progress: number;
  attempts: number;
  maxAttempts: number;
  crashes: number;
  priority: number;
  data: Record<string, unknown>;
  result: unknown;
  error: JobError | null;
  tenantId: string;
  hotelId: number | null;
  createdAt: Date;
  startedAt: Date | null;
  completedAt: Date | null;
  runAt: Date;
  /** A running one has been told to stop. */
  cancelRequested: boolean;
  /** Schedule it was started for. */
  scheduleId: string | null;
  /** When it should be done. */
  dueBy: Date | null;
  /** Batch it is part of: a job of its own. */
  batchId: string | null;
  metadata: Record<string, unknown>;
}

/** A job in a list; `status` in the ledger's upper-case words. */
export type JobListItem = Omit<JobView, 'status'> & { status: LedgerStatus };

/** Jobs of a batch by Bull's states. */
export interface ChildCounts {
  total: number;
  waiting: number;
  delayed: number;
  active: number;
  completed: number;
  failed: number;
  cancelled: number;
}

/** `children`: of a batch only. */
export type JobDetail = JobView & { attemptLog: AttemptView[]; items: ItemCounts; children?: ChildCounts };

export function toListItem(row: JobRow): JobListItem {
  return {
    id: row.id,
    type: row.name,
    jobName: row.name,
    status: row.status,
    progress: row.progress,
    attempts: row.attempt,
    maxAttempts: row.max_attempts,
    crashes: row.crashes,
    priority: row.priority,
    data: row.data,
    result: row.result,
    error: row.error,
    tenantId: row.tenant_id,
    hotelId: row.hotel_id,
    createdAt: row.created_at,
    startedAt: row.started_at,
    completedAt: row.completed_at,
    runAt: row.run_at,
    cancelRequested: row.cancel_requested_at !== null,
    scheduleId: row.schedule_id,
    dueBy: row.due_by,
    batchId: row.batch_id,
    metadata: row.metadata,
  };
}

export function toView(row: JobRow): JobView {
  return { ...toListItem(row), status: bullStatus(row) };
}

export interface AttemptRow {
  attempt: number;
  outcome: AttemptView['outcome'];
  started_at: Date | null;
  ended_at: Date | null;
  error: JobError | null;
  retry_at: Date | null;
}

/** The stored attempts, and the one that only the job's own row shows: the running one or the one that completed it. */
export function attemptLog(row: JobRow, stored: readonly AttemptRow[]): AttemptView[] {
  const log = stored.map((attempt) => ({
    attempt: attempt.attempt,
    outcome: attempt.outcome,
    startedAt: attempt.started_at,
    endedAt: attempt.ended_at,
    error: attempt.error,
    retryAt: attempt.retry_at,
  }));
  if (row.status !== 'RUNNING' && row.status !== 'COMPLETED') return log;
  const outcome = row.status === 'RUNNING' ? ('running' as const) : ('completed' as const);
  const last = { attempt: row.attempt, outcome, startedAt: row.started_at, endedAt: row.completed_at };
  return [...log, { ...last, error: null, retryAt: null }];
}
