/** Columns of a finished job that stay as they were. */
const KEPT = `id, tenant_id, name, priority, rank, due_by, data, attempt, max_attempts, crashes, token, run_at, due,
  worker, cancel_requested_at, dedupe_key, hotel_id, schedule_id, batch_id, input_hash, created_by, request_id,
  metadata, created_at, scheduled_for, started_at`;

/** One way in which jobs end. */
export interface JobEnd {
  /**
   * SELECT of the jobs that end and how, one row each: id, token, status, result, error, progress (null: as it was). It
   * locks these rows, or there is a fence.
   */
  ends: string;
  /** Further common table expressions that read `finished`, the rows as the history has them. */
  also?: readonly string[];
  /** The final SELECT. */
  answer: string;
  /**
   * Condition on job_live and ends for rows that are not locked yet, beginning with AND. If another transaction
   * changes such a row first, it is waited for, and the condition is checked again afterwards.
   */
  fence?: string;
}

/** The only statement that ends jobs: it moves them from job_live to job_history and carries out the steps with them. */
export function jobEndSql({ ends, also = [], answer, fence = '' }: JobEnd, steps: readonly string[]): string {
  return `
  WITH ${[
    `ends AS (${ends})`,
    `gone AS (
    DELETE FROM job_live USING ends WHERE job_live.id = ends.id ${fence}
    RETURNING job_live.*, ends.status AS end_status, ends.result AS end_result, ends.error AS end_error,
      ends.progress AS end_progress)`,
    `finished AS (
    INSERT INTO job_history (${KEPT}, status, result, error, progress, completed_at)
    SELECT ${KEPT}, end_status, end_result, end_error, coalesce(end_progress, progress), now() FROM gone
    RETURNING *)`,
    ...also,
    ...steps,
  ].join(',\n  ')}
  ${answer}`;
}

/** Columns that a job which runs again has in job_live; those that the history does not keep are set. */
const REOPENED = [...KEPT.split(/,\s*/), 'status', 'progress', 'result', 'error', 'raise_at'];

/** Final jobs that run again. */
export interface Reopening {
  /** Condition on job_history. */
  where: string;
  /** Columns that change, with their new values. */
  set: Readonly<Record<string, string> & { raise_at: string }>;
  /** Common table expressions that the condition reads. */
  before?: readonly string[];
}

/** Moves final jobs back from job_history to job_live. Answers their rows. */
export function reopenSql({ where, set, before = [] }: Reopening): string {
  const values = REOPENED.map((column) => set[column] ?? column);
  return `
  WITH ${[...before, `gone AS (DELETE FROM job_history WHERE ${where} RETURNING *)`].join(', ')}
  INSERT INTO job_live (${REOPENED.join(', ')}) SELECT ${values.join(', ')} FROM gone RETURNING *`;
}
