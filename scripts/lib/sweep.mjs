import { readJson } from './paths.mjs';
import { Stop, table } from './print.mjs';
import { pause } from './processes.mjs';

/**
 * The first real work: opens a year of room nights for the demo group, over the public API.
 * @returns {Promise<{ result: object, seconds: number }>}
 */
export async function firstSweep(baseUrl, credentialsFile) {
  const { users } = readJson(credentialsFile, { users: [] });
  const admin = users.find((user) => user.email === 'admin@seaside.test');
  if (!admin) return undefined;
  const call = async (method, path, body) => {
    const answer = await fetch(`${baseUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${admin.apiKey}`, ...(body && { 'content-type': 'application/json' }) },
      body: body && JSON.stringify(body),
    });
    const data = await answer.json();
    if (!answer.ok) throw new Stop(`${method} ${path}: ${answer.status} ${data.detail ?? data.title}`);
    return data;
  };
  const { data } = await call('POST', '/api/v1/cron-room-generation/execute', { daysAhead: 365 });
  for (;;) {
    const job = await call('GET', `/api/v1/jobs/${data.jobId}`);
    if (job.status === 'completed') return job.result;
    if (job.status === 'failed' || job.status === 'cancelled')
      throw new Stop(`The first sweep ${job.status}: ${job.error?.message ?? ''}`);
    await pause(100);
  }
}

export function printSweep(result) {
  if (!result) return;
  const percent = (share) => `${Math.round(share * 100)}%`;
  table(
    [
      { title: 'Category', value: (row) => row.name },
      { title: 'Hotel', value: (row) => row.hotel },
      { title: 'Created', right: true, value: (row) => row.totalRoomsCreated.toLocaleString('en') },
      { title: 'There before', right: true, value: (row) => row.totalRoomsExisting.toLocaleString('en') },
      {
        title: 'Coverage',
        right: true,
        value: (row) => `${percent(row.coverageBefore)} → ${percent(row.coverageAfter)}`,
      },
      { title: '', value: (row) => row.error?.message ?? row.error ?? (row.skipped ? 'skipped' : '') },
    ],
    result.categories,
  );
  const nights = result.totalRoomsCreated.toLocaleString('en');
  console.log(`  ${nights} room nights in ${(result.durationMs / 1000).toFixed(2)} s`);
}
