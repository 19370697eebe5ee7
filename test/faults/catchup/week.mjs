// A week of many users' calendars and digests, as fast as the machine can: the clock of all processes is set forward whenever what
// is due has been done. Providers fail, processes are killed, and for half of Sunday nothing runs at all.
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { freePort, pause, track } from '../../../scripts/lib/processes.mjs';
import { Random } from '../chaos/random.mjs';
import { Server, until } from '../statements/place.mjs';
import { checked } from './check.mjs';
import { Providers } from './providers.mjs';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** A Wednesday; on the Sunday after it clocks go forward in America. */
export const FROM = Date.UTC(2027, 2, 10);
const DAYS = 7;
/** Jobs of a slot start within half an hour. */
const PARTS = [1_000, 16 * MINUTE_MS, 31 * MINUTE_MS];
/** For so long on Sunday nothing runs: some digests are sent late, and those at UTC+14 would be more than twelve hours late. */
const OUTAGE = { from: Date.UTC(2027, 2, 13, 18, 45), to: Date.UTC(2027, 2, 14, 8, 45) };
/** The round in which schedules fire and no worker is there to do the jobs. */
const BACKLOG_ROUND = 6;
const ZONES = [
  ...['Pacific/Kiritimati', 'Asia/Tokyo', 'Asia/Kathmandu', 'Europe/Berlin', 'America/New_York', 'America/Los_Angeles'],
  'Pacific/Honolulu',
];
/** Part of every address and name: it must never be in a log. */
const MARK = 'qz8wk3vd';
export const SECRETS = {
  CRON_SECRET: 'c'.repeat(32),
  JWT_SECRET: 'j'.repeat(32),
  SECRET_KEYS: `test:${'k'.repeat(43)}`,
};
/** What is due so soon after the clock was set is waited for. */
const DUE_MS = 15_000;
/** Longest time that what is due at once may take. */
const DRAIN_MS = 3_600_000;

/** @param options databaseUrl, redisUrl, clock, seed, users, tenants; hours: of a round, 12 at most; say: told what happens */
export async function week(folder, options) {
  const { databaseUrl, redisUrl, clock, seed, users, say } = options;
  const logs = join(folder, 'logs');
  mkdirSync(logs, { recursive: true });
  const logFile = join(folder, 'google.jsonl');
  const providers = await Providers.start({ clock, logFile, from: FROM });
  const db = new pg.Pool({ connectionString: databaseUrl, max: 3 });
  // Of a run that is stopped: the query that was open says it.
  db.on('error', () => undefined);
  // Enough for a round in a few minutes, and little enough that it is reached.
  const quota = { project: Math.max(600, Math.round(users * 1.5)), user: 60 };
  const port = await freePort();
  const env = {
    ...SECRETS,
    ...clock.env,
    ...providers.env,
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    REDIS_PREFIX: `week-${seed}`,
    NIGHTSHIFT_PUBLIC_URL: `http://127.0.0.1:${port}`,
    STORAGE_DIR: join(folder, 'files'),
    GOOGLE_PROJECT_PER_MINUTE: String(quota.project),
    GOOGLE_USER_PER_MINUTE: String(quota.user),
    JOBS_LEASE_MS: '10000',
    LOG_LEVEL: 'debug',
    THROTTLE_PER_MINUTE: '1000000',
  };
  const server = (name, more) => new Server(name, { ...env, ...more }, logs);
  const run = {
    ...{
      ...options,
      db,
      providers,
      quota,
      logFile,
      env,
      random: new Random(seed),
      counts: {},
      times: {},
      added: [],
      ended: [],
    },
    zones: ZONES,
    mark: MARK,
    from: FROM,
    to: FROM + DAYS * 24 * HOUR_MS,
    outage: OUTAGE,
    api: server('api', { ROLES: 'api', PORT: String(port) }),
    workers: [server('worker-one', { ROLES: 'worker' }), server('worker-two', { ROLES: 'worker' })],
    schedulers: [server('scheduler-one', { ROLES: 'scheduler' }), server('scheduler-two', { ROLES: 'scheduler' })],
  };
  run.servers = [run.api, ...run.workers, ...run.schedulers];
  run.found = {
    starved: [],
    quota: [],
    faults: [],
    slots: [],
    digests: [],
    messages: [],
    events: [],
    dead: [],
    paused: [],
    leaks: [],
  };
  const started = Date.now();
  try {
    await people(run);
    await Promise.all(run.servers.map((one) => one.start()));
    await set(run, FROM + PARTS.at(-1));
    await drained(run, 'the first readings');
    await providers.bad();
    await lived(run);
    await providers.good();
    await set(run, run.to + PARTS.at(-1));
    await drained(run, 'the end of the week');
    run.times.week = Math.round((Date.now() - started) / 1_000);
    await checked(run);
  } catch (error) {
    // What was found until then is told with it.
    run.found.broken = [error.stack];
  } finally {
    for (const one of run.servers) if (one.child?.exitCode === null && !one.child.signalCode) await one.kill();
    await providers.stop();
    await db.end();
  }
  const { counts, found, times } = run;
  return { ok: Object.values(found).every((all) => all.length === 0), counts, found, times };
}

async function people(run) {
  const { databaseUrl, env, providers, tenants, users, zones, mark, say } = run;
  const given = { databaseUrl, env, application: providers.application, tenants, users, zones, mark };
  const child = spawn(process.execPath, [join(import.meta.dirname, 'people.mjs'), JSON.stringify(given)], {
    env: { ...process.env, NODE_OPTIONS: '', ...run.clock.env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  track(undefined, child);
  const code = await new Promise((done) => child.once('exit', done));
  if (code !== 0) throw new Error(`the users could not be made: ${code}`);
  say(`${users} users of ${tenants} tenants`);
}

/** One round after the other, until the week is over. */
async function lived(run) {
  const { random, say } = run;
  const roundMs = run.hours * HOUR_MS;
  for (let n = 1; FROM + n * roundMs < run.to; n++) {
    const at = FROM + n * roundMs;
    if (at > OUTAGE.from && at < OUTAGE.to) {
      if (!run.wasOut) await outage(run);
      continue;
    }
    const began = Date.now();
    await changes(run, n);
    if (n === BACKLOG_ROUND) await backlog(run, at);
    for (const [part, ms] of PARTS.entries()) {
      await set(run, at + ms);
      if (part === 1 && n % 3 === 1) await killed(run, random.pick(run.workers), 'worker');
      if (part === 0 && n % 4 === 2) await killed(run, random.pick(run.schedulers), 'scheduler');
      await drained(run, `round ${n}`);
    }
    say(`${new Date(at).toISOString().slice(0, 16)}: ${((Date.now() - began) / 1_000).toFixed(0)} s`);
  }
}

/**
 * Sets the clock of all processes. They are stopped meanwhile, until each has surely looked at the file again: else some would be
 * hours ahead of others for a second, which is no clock anybody has.
 */
async function set(run, at) {
  const alive = run.servers.filter(({ child }) => child?.exitCode === null && !child.signalCode);
  for (const { child } of alive) child.kill('SIGSTOP');
  run.clock.set(at);
  run.dueUntil = new Date(at + DUE_MS);
  // The library looks again once more than a whole second has passed, which may take two.
  await pause(2_300);
  for (const { child } of alive) child.kill('SIGCONT');
}

/**
 * All has been done that was due when the clock was set. What waits for another try, or for its minute of a half hour, may be left:
 * of many users' jobs one is due at every moment.
 */
async function drained(run, what) {
  let calm = 0;
  await until(
    what,
    async () => {
      const { rows } = await run.db.query(
        `SELECT (SELECT count(*) FROM schedule WHERE enabled AND next_run_at <= $1)::int AS schedules,
           (SELECT count(*) FROM job_live WHERE run_at <= $1)::int AS jobs`,
        [run.dueUntil],
      );
      calm = rows[0].schedules + rows[0].jobs === 0 ? calm + 1 : 0;
      return calm >= 3;
    },
    DRAIN_MS,
  );
}

/** Kills a process that has jobs in hand, and starts it again beside the others. */
async function killed(run, server, what) {
  if (what === 'worker')
    await until(
      'a job in hand',
      async () =>
        (await inHand(run, server)) > 0 || (await run.db.query('SELECT FROM job_live LIMIT 1')).rowCount === 0,
      60_000,
    );
  const jobs = await inHand(run, server);
  // The one before must be up: one of each kind goes on.
  await run.starting;
  await server.kill();
  run.counts[`${what}s killed`] = (run.counts[`${what}s killed`] ?? 0) + 1;
  run.counts['jobs in hand of killed workers'] = (run.counts['jobs in hand of killed workers'] ?? 0) + jobs;
  run.starting = server.start();
  run.starting.catch(() => undefined);
}

async function inHand(run, { pid }) {
  const { rows } = await run.db.query(
    `SELECT count(*)::int AS n FROM job_live WHERE status = 'RUNNING' AND split_part(worker, ':', 2) = $1`,
    [String(pid)],
  );
  return rows[0].n;
}

/** Slots of three hours fire while nobody works: each user has six jobs then. */
async function backlog(run, at) {
  await run.starting;
  for (const worker of run.workers) await worker.kill();
  for (let n = 6; n > 0; n--) {
    await set(run, at - n * 30 * MINUTE_MS + 1_000);
    await until('the slots to fire', async () => {
      const { rows } = await run.db.query(
        'SELECT FROM schedule WHERE enabled AND next_run_at <= clock_timestamp() LIMIT 1',
      );
      return rows.length === 0;
    });
  }
  const { rows } = await run.db.query(`SELECT count(*)::int AS n FROM job_live WHERE name = 'calendar-sync'`);
  run.counts['jobs in the backlog'] = rows[0].n;
  run.say(`no worker for three hours: ${rows[0].n} jobs wait`);
  await Promise.all(run.workers.map((worker) => worker.start()));
}

/** Everything is killed, and comes back fourteen hours later. */
async function outage(run) {
  run.wasOut = true;
  await set(run, OUTAGE.from);
  await drained(run, 'the evening before');
  await run.starting;
  await Promise.all(run.servers.map((one) => one.kill()));
  run.say('kill -9 of everything, for fourteen hours');
  await set(run, OUTAGE.to);
  await Promise.all(run.servers.map((one) => one.start()));
  await until('digests under way', async () => {
    const { rows } = await run.db.query(`SELECT FROM notification WHERE kind = 'digest' LIMIT 1`);
    return rows.length > 0;
  });
  // In the middle of the digests that are late.
  await killed(run, run.workers[0], 'worker');
  await drained(run, 'the morning after');
}

/** Some calendars change; a few users take their permission back. */
async function changes(run, n) {
  const { random, users, providers } = run;
  const email = (user) => `u${user}.${MARK}@week.test`;
  for (let some = 0; some < Math.max(2, users / 50); some++) {
    const user = random.between(0, users - 1);
    const start = run.clock.now() + random.between(24, 24 * 20) * HOUR_MS;
    const time = (at) => ({ dateTime: new Date(at).toISOString() });
    const id = `added${n}x${some}`;
    const event = { id, summary: `${MARK} ${id}`, start: time(start), end: time(start + HOUR_MS) };
    await providers.google.control('POST', 'events', { email: email(user), put: [event], quiet: true });
    run.added.push({ user, id, at: run.clock.now() });
  }
  if (n % 5 !== 0) return;
  const user = random.between(0, users - 1);
  await providers.google.control('POST', 'end', { email: email(user) });
  run.ended.push({ user, at: run.clock.now() });
}
