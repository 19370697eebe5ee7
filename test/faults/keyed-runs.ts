import { type Place, post } from './keyed-place.js';

/** A run of its own in a month that no other request states, known by `ids.job`; no worker runs it here. */
async function run(place: Place, month: string): Promise<void> {
  const body = { ownerId: 'all', startDate: `${month}-01`, endDate: `${month}-28` };
  place.ids.job = (await post(place, '/statements/generate', body))['jobId'] as string;
}

/** Its statements have failed. */
async function failedRun(place: Place): Promise<void> {
  const { platform, ids } = place;
  await run(place, '2030-05');
  await platform.sql.query(
    `WITH gone AS (DELETE FROM job_live WHERE batch_id = $1 OR id = $1 RETURNING *)
     INSERT INTO job_history SELECT * FROM gone`,
    [ids.job],
  );
  await platform.sql.query(`UPDATE job_history SET status = 'DEAD' WHERE batch_id = $1`, [ids.job]);
  await platform.sql.query(`UPDATE job_history SET status = 'FAILED' WHERE id = $1`, [ids.job]);
  await platform.sql.query('UPDATE job_batch SET settled_at = now() WHERE id = $1', [ids.job]);
  // Whoever reads the run keeps its result.
  await platform.call('GET', `/api/v1/statements/jobs/${ids.job}`, { token: place.tenant.ADMIN.token });
}

/** The state in which each route finds its run. */
export const RUNS_BEFORE: Record<string, (place: Place) => Promise<unknown>> = {
  'POST /statements/jobs/{jobId}/cancel': (place) => run(place, '2030-04'),
  'POST /statements/jobs/{jobId}/retry-failed': failedRun,
};
