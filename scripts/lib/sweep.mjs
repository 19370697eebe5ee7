import { demoClient } from './demo-client.mjs';
import { Stop, table } from './print.mjs';
import { pause } from './processes.mjs';

const LIMIT_MS = 10 * 60_000;

/**
 * The first real work: opens a year of room nights for the demo group, over the public API.
 * @returns {Promise<object | undefined>} the job's result; undefined when there is no demo group to do it for
 */
export async function firstSweep(baseUrl, credentialsFile) {
  const call = demoClient(baseUrl, credentialsFile);
  if (!call) return undefined;
  const { data } = await call('POST', '/api/v1/cron-room-generation/execute', { daysAhead: 365 });
  for (const deadline = Date.now() + LIMIT_MS; Date.now() < deadline; await pause(100)) {
    const job = await call('GET', `/api/v1/jobs/${data.jobId}`);
    if (job.status === 'completed') return job.result;
    if (job.status === 'failed' || job.status === 'cancelled')
      throw new Stop(`job ${data.jobId} ${job.status}: ${job.error?.message ?? job.error ?? 'see the server log'}`);
  }
  throw new Stop(`job ${data.jobId} has not ended after ${LIMIT_MS / 60_000} minutes`);
}

export function printSweep(result) {
  if (!result?.categories) return;
  const count = (value) => (value ?? 0).toLocaleString('en');
  const percent = (share) => (share === undefined || share === null ? '–' : `${Math.round(share * 100)}%`);
  const remark = ({ error, skipped, reason }) => error?.message ?? error ?? (skipped ? (reason ?? 'skipped') : '');
  table(
    [
      { title: 'Category', value: (row) => row.name },
      { title: 'Hotel', value: (row) => row.hotel },
      { title: 'Created', right: true, value: (row) => count(row.totalRoomsCreated) },
      { title: 'There before', right: true, value: (row) => count(row.totalRoomsExisting) },
      {
        title: 'Coverage',
        right: true,
        value: (row) => `${percent(row.coverageBefore)} → ${percent(row.coverageAfter)}`,
      },
      { title: '', value: remark },
    ],
    result.categories,
  );
  console.log(`  ${count(result.totalRoomsCreated)} room nights in ${((result.durationMs ?? 0) / 1000).toFixed(2)} s`);
}
