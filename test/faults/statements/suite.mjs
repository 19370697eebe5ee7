// Owner statements under faults: a provider that answers badly, and processes that are killed in the middle of everything.
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { pause } from '../../../scripts/lib/processes.mjs';
import { importKilled } from './import.mjs';
import { DIFFERENCES, WRONG_OUTCOMES, WRONG_TOTALS } from './owed.mjs';
import { Hostify, Manager, Server, until } from './place.mjs';
import { inLogs, inTables } from './secrets.mjs';
import { MARK, tenantOf } from './tenant.mjs';
import { dearer, drawn, NOVEMBER, OCTOBER } from './told.mjs';

const SECRETS = { CRON_SECRET: 'c'.repeat(32), JWT_SECRET: 'j'.repeat(32), SECRET_KEYS: `test:${'k'.repeat(43)}` };
/** The provider as it is on a bad day. 2,500 ms are more than the client waits. */
const FAULTS = [
  { every: 401, slowMs: 2_500 },
  { every: 97, status: 429, retryAfter: 0 },
  { every: 41, status: 500 },
  { every: 53, cut: true },
  { every: 67, slowMs: 150 },
  { path: '/reservations', every: 23, duplicate: true },
];
const SYNCED = { from: '2025-01-01', to: '2026-12-31' };
const bodyOf = ({ from, to }) => ({ ownerId: 'all', startDate: from, endDate: to });

/**
 * @param options databaseUrl, redisUrl: a migrated database with a tenant, and its owner's log-in; token: of a manager of the tenant;
 *   listings, stays: how many; kills: how often the synchronisation and the run lose a process; full: also cancelled runs and imports;
 *   say: told what happens
 * @returns {Promise<{ ok: boolean, counts: object, found: object, times: object }>} found: what is not as it must be
 */
export async function statementFaults(folder, options) {
  const { databaseUrl, redisUrl, tenantId, token, seed, full, say } = options;
  const logs = join(folder, 'logs');
  mkdirSync(logs, { recursive: true });
  const key = `key-${randomUUID()}`;
  const hostify = await Hostify.start(key);
  const db = new pg.Pool({ connectionString: databaseUrl, max: 4 });
  const env = {
    ...SECRETS,
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    REDIS_PREFIX: `statements-${seed}`,
    STORAGE_DIR: join(folder, 'files'),
    OUTBOUND_ALLOW: '127.0.0.1',
    PROVIDER_SPACING_MS: '0',
    PROVIDER_RETRY_MS: '100',
    PROVIDER_TIMEOUT_MS: '2000',
    PROVIDER_FRESH_SECONDS: '3600',
    JOBS_LEASE_MS: String(full ? 15_000 : 5_000),
    JOBS_TICK_MS: '200',
    LOG_LEVEL: 'debug',
    THROTTLE_PER_MINUTE: '1000000',
  };
  const servers = [new Server('one', env, logs), new Server('two', env, logs)];
  const run = {
    ...options,
    db,
    hostify,
    servers,
    logs,
    key,
    manager: new Manager(servers, token),
    counts: {},
    times: {},
  };
  run.found = { lost: [], doubled: [], outcomes: [], differences: [], totals: [], leaks: [] };
  try {
    const drawing = drawn(options);
    Object.assign(run, drawing);
    say(`${drawing.listings.length} listings and ${drawing.records.length} stays, seed ${seed}`);
    await hostify.control('PUT', 'data', { listings: drawing.told, reservations: drawing.records });
    run.ids = await tenantOf(db, tenantId, drawing);
    await Promise.all(servers.map((server) => server.start()));
    await synchronised(run);
    await october(run);
    if (full) await november(run);
    if (full) await importKilled(run);
    await secrets(run);
    for (const server of servers) server.memory();
    run.counts.megabytes = Math.round(Math.max(...servers.map(({ peak }) => peak)));
  } catch (error) {
    // What was found until then is told with it.
    run.found.broken = [error.stack];
  } finally {
    for (const server of servers) if (server.child?.exitCode === null && !server.child.signalCode) await server.kill();
    hostify.stop();
    await db.end();
  }
  const { counts, found, times } = run;
  return { ok: Object.values(found).every((all) => all.length === 0), counts, found, times };
}

/** How long something took, s. */
async function timed(run, name, work) {
  const started = Date.now();
  const result = await work();
  run.times[name] = Math.round((Date.now() - started) / 100) / 10;
  run.say(`${name}: ${run.times[name]} s`);
  return result;
}

/** Kills a server at once and starts it again, beside the other one that goes on. */
async function killed(run, server, what) {
  await server.kill();
  run.counts[what] = (run.counts[what] ?? 0) + 1;
  run.say(`kill -9 of ${server.name}, ${what}`);
  // The other one takes over while this one starts.
  run.starting = server.start();
  run.starting.catch(() => undefined);
}

async function synchronised(run) {
  const { db, manager, hostify, listings, ids, key, kills } = run;
  const connection = { provider: 'hostify', name: 'hostify', baseUrl: hostify.url, apiKey: key };
  const { id } = await manager.ask('POST', '/connections', connection);
  const matches = listings.map(({ externalId }) => ({ externalId, listingId: ids.get(externalId) }));
  for (let at = 0; at < matches.length; at += 500)
    await manager.ask('PUT', `/connections/${id}/listings`, { listings: matches.slice(at, at + 500) });
  await hostify.control('PUT', 'faults', FAULTS);
  const { jobId } = await manager.ask('POST', `/connections/${id}/sync`, SYNCED);
  const count = async (sql, parameters = []) => (await db.query(sql, parameters)).rows[0].n;
  const read = () => count('SELECT count(*)::int AS n FROM provider_read');
  await timed(run, 'synchronisation', async () => {
    for (let kill = 1; kill <= kills; kill++) {
      await until('a part of the listings', async () => (await read()) >= (listings.length * kill) / (kills + 1));
      const holder = await until('the process that reads', async () => {
        const { rows } = await db.query(`SELECT worker FROM job_live WHERE id = $1 AND status = 'RUNNING'`, [jobId]);
        return run.servers.find(({ pid }) => rows[0]?.worker?.split(':')[1] === String(pid));
      });
      await killed(run, holder, 'killed while it read');
      run.counts.readBeforeKill = await read();
      await run.starting;
    }
    await ended(run, jobId);
  });
  const { status, result, error } = await manager.ask('GET', `/jobs/${jobId}`);
  if (status !== 'completed') throw new Error(`the synchronisation ${status}: ${JSON.stringify(error)}`);
  run.counts.listings = result.listings;
  run.counts.stays = await count(`SELECT count(*)::int AS n FROM rental_reservation WHERE source = 'hostify'`);
  // Each stay once, in one version, whatever was read twice.
  const { rows: lost } = await db.query(
    `SELECT s.code FROM faults.stay s FULL JOIN (SELECT * FROM rental_reservation WHERE source = 'hostify') r USING (code)
     WHERE (s.what IS DISTINCT FROM 'refused') AND (r.id IS NULL OR s.code IS NULL OR r.version <> 1)
       OR s.what = 'refused' AND r.id IS NOT NULL`,
  );
  run.found.lost.push(...lost.map(({ code }) => code));
  const { rows: doubled } = await db.query(
    'SELECT reservation_id FROM reservation_version GROUP BY reservation_id HAVING count(*) > 1',
  );
  run.found.doubled.push(...doubled.map((row) => row.reservation_id));
}

const ENDED = ['completed', 'failed', 'cancelled'];
const ended = (run, jobId) =>
  until(`job ${jobId}`, async () => ENDED.includes((await run.manager.ask('GET', `/jobs/${jobId}`)).status));

/** The run when it has ended. Its jobs need not wait for their back-off in the short form. */
async function finished(run, jobId) {
  return until(`run ${jobId}`, async () => {
    const now = await run.manager.ask('GET', `/statements/jobs/${jobId}`);
    if (ENDED.includes(now.status)) return now;
    if (!run.full)
      await run.db.query(
        `UPDATE job_live SET run_at = now(), due = true WHERE name = 'statement-generation' AND status = 'PENDING' AND NOT due`,
      );
    return undefined;
  });
}

const progressOf = async (run, jobId) => (await run.manager.ask('GET', `/statements/jobs/${jobId}`)).progress;

async function october(run) {
  const { db, hostify, manager, servers, listings, kills, tenantId } = run;
  // What has changed since the synchronisation is known to the provider alone.
  const changed = dearer(run, OCTOBER);
  await hostify.control('POST', 'change', { put: changed });
  await db.query('UPDATE faults.stay SET rent = rent + 1000 WHERE code = ANY ($1)', [
    changed.map((one) => one.confirmation_code),
  ]);
  // As long ago as it takes for the run to read every listing again, under the same faults.
  await db.query(`UPDATE provider_read SET read_at = read_at - interval '1 day'`);
  const down = listings.filter((one) => one.down).map(({ externalId }) => externalId);
  await hostify.control('PUT', 'faults', [
    ...down.map((listing) => ({ path: '/reservations', listing, status: 500 })),
    ...FAULTS,
  ]);
  // Four people ask at once, at two processes.
  const asked = await Promise.all(
    [0, 1, 0, 1].map((at) => manager.ask('POST', '/statements/generate', bodyOf(OCTOBER), servers[at])),
  );
  const batches = new Set(asked.map(({ jobId }) => jobId));
  if (batches.size !== 1) run.found.doubled.push(`runs ${[...batches].join(', ')}`);
  const [{ jobId }] = asked;
  const { total } = await manager.ask('GET', `/statements/jobs/${jobId}`);
  const first = await timed(run, 'run', async () => {
    for (let kill = 1; kill <= kills; kill++) {
      await until('a part of the run', async () => (await progressOf(run, jobId)) >= (total * kill) / (kills + 1));
      await killed(run, servers[kill % 2], 'killed in the run');
      await run.starting;
    }
    return finished(run, jobId);
  });
  run.counts.run = first.result.summary;
  run.counts.perSecond = first.statementsPerSecond;
  await held(run, OCTOBER, jobId, true);

  // The same once more makes nothing new.
  const versions = () =>
    db.query('SELECT id, version, inputs_hash FROM statement WHERE tenant_id = $1 ORDER BY id', [tenantId]);
  const before = JSON.stringify((await versions()).rows);
  await hostify.control('PUT', 'faults', FAULTS);
  await hostify.control('DELETE', 'log');
  await timed(run, 'failed ones again', async () => {
    await manager.ask('POST', `/statements/jobs/${jobId}/retry-failed`);
    run.counts.retried = (await finished(run, jobId)).result.summary;
  });
  const { requests } = await hostify.control('GET', 'log');
  const failed = new Set(listings.filter((one) => one.down || one.ill).map(({ externalId }) => externalId));
  const others = requests
    .map(({ path, query }) => query.listing_id ?? path.split('/').at(-1))
    .filter((id) => {
      return listings.some(({ externalId }) => externalId === id) && !failed.has(id);
    });
  if (others.length > 0) run.found.doubled.push(`listings asked about again: ${others.slice(0, 5).join(', ')}`);
  await held(run, OCTOBER, jobId, false);
  const made = JSON.parse(before).map(({ id }) => id);
  const kept = (await versions()).rows.filter(({ id }) => made.includes(id));
  if (JSON.stringify(kept) !== before) run.found.doubled.push('statements made anew by the run of those that failed');
  const all = JSON.stringify((await versions()).rows);
  // The short form leaves this to test/statements/runs.spec.ts.
  if (!run.full) return;
  const again = await timed(run, 'same run again', async () => {
    const { jobId: second } = await manager.ask('POST', '/statements/generate', bodyOf(OCTOBER));
    return finished(run, second);
  });
  run.counts.again = again.result.summary;
  if (again.result.summary.generated !== 0 || JSON.stringify((await versions()).rows) !== all)
    run.found.doubled.push('statements made anew by the same run');
}

/** Each owner has one statement or the reason for none, and every line is what plain SQL says. */
async function held(run, { from, to }, jobId, isDown) {
  const { db, tenantId, found } = run;
  const { rows: outcomes } = await db.query(WRONG_OUTCOMES, [from, to, isDown, tenantId, jobId]);
  found.outcomes.push(...outcomes.map((row) => JSON.stringify(row)));
  const { rows: differences } = await db.query(DIFFERENCES, [from, to, tenantId]);
  found.differences.push(...differences.map((row) => JSON.stringify(row)));
  const { rows: totals } = await db.query(WRONG_TOTALS, [tenantId]);
  found.totals.push(...totals.map((row) => JSON.stringify(row)));
  const { rows } = await db.query(
    'SELECT count(*)::int AS n FROM statement_line sl JOIN statement s ON s.id = sl.statement_id WHERE s.tenant_id = $1',
    [tenantId],
  );
  run.counts.lines = rows[0].n;
}

/** Cancelled in the middle, then made as a whole. */
async function november(run) {
  const { manager } = run;
  const { jobId } = await manager.ask('POST', '/statements/generate', bodyOf(NOVEMBER));
  const { total } = await manager.ask('GET', `/statements/jobs/${jobId}`);
  await until('a part of the run', async () => (await progressOf(run, jobId)) >= total / 5);
  const asked = Date.now();
  await manager.ask('POST', `/statements/jobs/${jobId}/cancel`);
  const cancelled = await until('the cancelled run', async () => {
    const now = await manager.ask('GET', `/statements/jobs/${jobId}`);
    return ENDED.includes(now.status) ? now : undefined;
  });
  run.times.cancel = (Date.now() - asked) / 1_000;
  run.say(`cancel of a run: ${run.times.cancel} s`);
  run.counts.cancelled = cancelled.result.summary;
  if (cancelled.status !== 'cancelled') run.found.outcomes.push(`the cancelled run is ${cancelled.status}`);
  await pause(100);
  const second = await timed(run, 'the cancelled month', async () => {
    const { jobId: next } = await manager.ask('POST', '/statements/generate', bodyOf(NOVEMBER));
    return { ...(await finished(run, next)), jobId: next };
  });
  run.counts.november = second.result.summary;
  await held(run, NOVEMBER, second.jobId, false);
}

async function secrets(run) {
  const { db, servers, key, token, found } = run;
  found.leaks.push(...inLogs(servers, [key, token, MARK]));
  for (const text of [key, token]) found.leaks.push(...(await inTables(db, text)));
  run.counts.logBytes = servers.reduce((sum, server) => sum + server.log().length, 0);
}
