/** The columns that a worker needs of a job it has claimed. Further columns would make each claim slower. */
export interface ClaimedJob {
  id: string;
  tenant_id: string;
  token: number;
  /** This one's number, from 1. */
  attempt: number;
  max_attempts: number;
  data: unknown;
  scheduled_for: Date;
  /** The batch it is a child of. */
  batch_id: string | null;
  /** The batch it follows, as its onComplete job. */
  follows: string | null;
  request_id: string | null;
  /** Time between the moment it was due and its claim, s. */
  waited: number;
}

/** Takes the rung jobs $1 for worker $2, with a lease of $3 ms; leaves those that another worker has. */
export const CLAIM = `
  WITH mine AS (
    SELECT o.id FROM unnest($1::uuid[]) AS o(id)
    CROSS JOIN LATERAL (SELECT status FROM job_live WHERE id = o.id LIMIT 1 FOR UPDATE SKIP LOCKED) j
    WHERE j.status = 'QUEUED')
  UPDATE job_live SET status = 'RUNNING', token = token + 1, attempt = attempt + 1, worker = $2, started_at = now(),
         lease_until = now() + make_interval(secs => $3::float8 / 1000), error = NULL
  FROM mine WHERE job_live.id = mine.id
  RETURNING job_live.id, tenant_id, token, attempt, max_attempts, data, scheduled_for, batch_id,
    metadata ->> 'batchId' AS follows, request_id, date_part('epoch', now() - run_at) AS waited`;

/** Puts back those of the rung jobs $1 that nobody has claimed, to be rung again for another process. */
export const PUT_BACK_RUNG = `
  UPDATE job_live SET status = 'PENDING', rung_at = NULL, checked_at = NULL, bell = NULL
  WHERE id IN (SELECT id FROM job_live WHERE status = 'QUEUED' AND id = ANY($1::uuid[]) FOR UPDATE SKIP LOCKED)`;
