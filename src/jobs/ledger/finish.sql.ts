/** Columns of a finished job that stay as they were. */
const KEPT = `id, tenant_id, name, priority, rank, due_by, data, attempt, max_attempts, crashes, token, run_at, due,
  worker, cancel_requested_at, dedupe_key, hotel_id, schedule_id, batch_id, input_hash, created_by, request_id,
  metadata, created_at, scheduled_for, started_at`;

/**
 * The one way a job ends: out of job_live, into job_history, in one statement, with all that hangs on it.
 *
 * @param ends CTE named `ends`: which jobs end and how, one row each: id, token, status, result, error, progress
 *   (null: as it was). Its rows are locked by then, or there is a fence.
 * @param rest further CTEs that read `finished`, the rows as history has them; begins with a comma.
 * @param answer the final SELECT.
 * @param fence further condition on job_live and ends, for ends whose rows are not locked yet: whoever changes a row first
 *   is waited for, and the condition is looked at again. Begins with AND.
 */
export function finishing(ends: string, rest: string, answer: string, fence = ''): string {
  return `
  WITH ends AS (${ends}),
  gone AS (
    DELETE FROM job_live USING ends WHERE job_live.id = ends.id ${fence}
    RETURNING job_live.*, ends.status AS end_status, ends.result AS end_result, ends.error AS end_error,
      ends.progress AS end_progress),
  finished AS (
    INSERT INTO job_history (${KEPT}, status, result, error, progress, completed_at)
    SELECT ${KEPT}, end_status, end_result, end_error, coalesce(end_progress, progress), now() FROM gone
    RETURNING *)
  ${rest}
  ${answer}`;
}

/** Puts finished jobs back among the live ones as they were, for another run. $1: ids; `set` overrides columns. */
export function reviving(where: string, set: Record<string, string>): string {
  const columns = [...KEPT.split(/,\s*/), 'status', 'progress', 'result', 'error'];
  const values = columns.map((column) => set[column] ?? column);
  return `
  WITH gone AS (DELETE FROM job_history WHERE ${where} RETURNING *)
  INSERT INTO job_live (${columns.join(', ')}) SELECT ${values.join(', ')} FROM gone RETURNING *`;
}
