import { pause } from '../../../scripts/lib/processes.mjs';
import { check, holds } from './check.mjs';
import { Random } from './random.mjs';
import { Traffic } from './traffic.mjs';
import { until } from './world.mjs';

/** Longest time a process may take to leave, ms. */
const LEAVE_MS = 25_000;
const IN_FLIGHT = 12;

/** SIGTERM under load: of a worker with jobs that outlast its drain, and of an API with requests that wait. */
export async function leaving(world, { seed, say }) {
  const [api, worker] = await Promise.all([world.start('api-1'), world.start('worker-1')]);
  await world.ready();
  const traffic = new Traffic(world, new Random(seed), { perSecond: 60, prefix: 'load' });
  traffic.start();
  const drain = await leaveAsWorker(world, traffic, worker);
  say(`worker: exit ${drain.code} after ${drain.ms} ms with ${drain.running} jobs running, ${drain.spent} spoiled`);
  await world.ready();
  await traffic.stop();
  const requests = await leaveAsApi(world, api);
  say(`API: exit ${requests.code} after ${requests.ms} ms, ${requests.answered} of ${IN_FLIGHT} requests answered`);
  await world.ready();
  await until(async () => (await world.rows(`SELECT 1 FROM job_live WHERE name LIKE 'chaos-%'`)).length === 0, {
    ms: 90_000,
    what: () => 'the rest to run',
  });
  const found = await check(world.db, { ...traffic, scope: 'load-%' });
  const ok =
    holds(found) &&
    [drain, requests].every(({ code, ms }) => code === 0 && ms <= LEAVE_MS) &&
    drain.running > 0 &&
    drain.spent === 0 &&
    requests.answered === IN_FLIGHT;
  return { ok, drain, requests, acked: traffic.acked.size, found };
}

async function leaveAsWorker(world, traffic, worker) {
  // Some end in time, some do not.
  for (const ms of [500, 1_000, 5_000, 5_000, 5_000])
    await traffic.post('chaos-effect', { key: `load-long-${ms}-${Math.random()}`, style: 'complete', ms });
  const running = () => world.rows(`SELECT id FROM job_live WHERE status = 'RUNNING' AND name = 'chaos-effect'`);
  await until(async () => (await running()).length >= 4, { ms: 20_000, what: () => 'jobs to run' });
  await pause(500);
  const before = await running();
  const asked = performance.now();
  const code = await worker.end('SIGTERM');
  const ms = Math.round(performance.now() - asked);
  const spoiled = await world.rows(
    `SELECT id FROM job WHERE id = ANY($1) AND (crashes > 0 OR error IS NOT NULL AND error ->> 'message' <> 'fails its first attempt')`,
    [before.map(({ id }) => id)],
  );
  return { code, ms, running: before.length, spent: spoiled.length };
}

async function leaveAsApi(world, api) {
  const trigger = (n) =>
    fetch(`${api.baseUrl}/api/v1/jobs/trigger/chaos-effect`, {
      method: 'POST',
      headers: { authorization: `Bearer ${world.keys[0]}`, 'content-type': 'application/json' },
      body: JSON.stringify({ key: `flight-${n}`, style: 'complete', ms: 700 }),
      signal: AbortSignal.timeout(20_000),
    }).then(
      (answer) => answer.status,
      (error) => error.cause?.code ?? error.name,
    );
  const flights = Array.from({ length: IN_FLIGHT }, (_, n) => trigger(n));
  await until(
    async () => (await world.rows(`SELECT 1 FROM job WHERE data ->> 'key' LIKE 'flight-%'`)).length === IN_FLIGHT,
    { ms: 10_000, what: () => 'the requests to be under way', every: 10 },
  );
  const asked = performance.now();
  const code = await api.end('SIGTERM');
  const ms = Math.round(performance.now() - asked);
  const statuses = await Promise.all(flights);
  const answered = statuses.filter((status) => status === 200 || status === 202).length;
  return { code, ms, answered, statuses };
}
