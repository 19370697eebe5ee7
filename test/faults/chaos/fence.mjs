import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { check, holds } from './check.mjs';
import { STYLES } from './effects.mjs';
import { Random } from './random.mjs';
import { Traffic } from './traffic.mjs';
import { until } from './world.mjs';

const JOBS_A_STYLE = 2;

/**
 * The fence, without chance: a worker is stopped between its checks and its writes, another one runs its jobs to their
 * end, and the first goes on where it was. With the fence nothing of its late writes stays. Without it (a worker of
 * this program whose ledger says yes to everything) effects are doubled, and the check must say so.
 */
export async function fence(world, { say }) {
  await world.start('api-1');
  const [api] = world.processes;
  await until(() => api.isReady(), { ms: 60_000, what: () => 'the API' });
  const traffic = new Traffic(world, new Random(1), { perSecond: 1 });
  const fenced = await zombie(world, traffic, { name: 'fenced', unfenced: false, say });
  const control = await zombie(world, traffic, { name: 'control', unfenced: true, say });
  return { ok: holds(fenced) && control.doubled.length > 0, fenced, control };
}

/** One stopped worker and its replacement. Answers what the check finds. */
async function zombie(world, traffic, { name, unfenced, say }) {
  const gate = join(world.logFolder, `${name}.gate`);
  const env = { CHAOS_GATE: gate, CHAOS_UNFENCED: unfenced ? '1' : '0' };
  const stopped = await world.start('worker-stopped', { env });
  await until(() => stopped.isReady(), { ms: 60_000, what: () => 'the first worker' });
  for (const style of Object.keys(STYLES).filter((word) => word !== 'flaky'))
    for (let n = 0; n < JOBS_A_STYLE; n++)
      await traffic.post('chaos-effect', { key: `${name}-${style}-${n}`, style, ms: 0 });
  const ids = [...traffic.acked].filter(([key]) => key.startsWith(name)).map(([, { id }]) => id);
  const log = () => (existsSync(`${gate}.log`) ? readFileSync(`${gate}.log`, 'utf8') : '');
  const holding = () => (log().match(/^held /gm) ?? []).length >= ids.length;
  await until(holding, { ms: 30_000, what: () => `${name}: the jobs to be held` });
  stopped.freeze();
  say(`${name}: a worker stopped in the middle of ${ids.length} jobs`);

  const second = await world.start('worker-second');
  const completed = async () =>
    (await world.rows(`SELECT 1 FROM job_history WHERE id = ANY($1) AND status = 'COMPLETED'`, [ids])).length;
  await until(async () => (await completed()) === ids.length, {
    ms: 60_000,
    what: () => `${name}: the other to finish`,
  });
  writeFileSync(gate, '');
  stopped.thaw();
  const heldIds = () => [...log().matchAll(/^held (\S+)/gm)].map(([, id]) => id);
  await until(() => heldIds().every((id) => log().includes(`left ${id}`)), {
    ms: 30_000,
    what: () => `${name}: the first worker to go on`,
  });
  await Promise.all([stopped.stop(), second.stop()]);
  world.processes = world.processes.filter((one) => one !== stopped && one !== second);
  const acked = new Map([...traffic.acked].filter(([key]) => key.startsWith(name)));
  const found = await check(world.db, { acked, scope: `${name}-%` });
  say(`${name}: ${found.doubled.length} of ${ids.length} jobs with doubled effects`);
  return found;
}
