/**
 * Calendars of users, read from Google's stand-in by one worker: in full, one after the other as each user connects hers, and what has
 * changed, as every half an hour. BENCH_USERS=1000,10000: how many users, one size after the other, for the cost of a user as they grow
 * (100000 takes an hour). Every count is held against what the stand-in was told.
 */
import { AppModule, CalendarAccounts, CalendarSync, JobsLifecycle, JobsService } from '../dist/bundle/product.js';
import { loadConfig, NestFactory, RequestContext } from '../dist/bundle/product.js';
import { pause, seconds, until } from './support/figures.mjs';
import { startGoogle } from './support/google.mjs';
import { memoryOf, memoryText } from './support/memory.mjs';
import { addTenant, owner, settings } from './support/platform.mjs';
import { SMOKE } from './support/size.mjs';
import { exactly, exitCode, heading, row } from './support/verdict.mjs';

const SIZES = (process.env.BENCH_USERS ?? (SMOKE ? '4,8' : '1000,10000')).split(',').map(Number);
/** Events of each user's calendar. */
const EVENTS = 40;
/** Every so-manyeth user has one more event when changes are read. */
const CHANGED_EVERY = 20;
const AT_ONCE = 8;

const db = owner();
const google = await startGoogle();
const env = settings({ ...google.env, GOOGLE_PROJECT_PER_MINUTE: '10000000', GOOGLE_USER_PER_MINUTE: '1000000' });
const start = (roles) =>
  NestFactory.createApplicationContext(AppModule.forRoot(loadConfig({ ...env, ROLES: roles })), { logger: false });

/** Does work for each of a list, some at a time. */
async function each(list, work) {
  const left = [...list];
  const next = async () => {
    for (let one = left.pop(); one !== undefined; one = left.pop()) await work(one);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
}

/** A tenant with so many users, whose accounts are connected as after their consent; the jobs that follow wait for a worker. */
async function users(api, count) {
  const tenant = await addTenant(db);
  const { rows } = await db.query(
    `INSERT INTO app_user (id, tenant_id, email, password_hash, role)
     SELECT gen_random_uuid(), $1::uuid, 'u' || n || '.' || $1::uuid || '@bench.test', 'none', 'STAFF' FROM generate_series(1, $2::int) n
     RETURNING id, email`,
    [tenant, count],
  );
  await db.query('ANALYZE app_user');
  await each(rows, async ({ id, email }) => {
    const { access_token, refresh_token, expires_in, scope } = await google.permission(email);
    const account = {
      ...{ source: 'google', name: email, scopes: scope.split(' '), secrets: { access_token, refresh_token } },
      accessTokenExpiresAt: new Date(Date.now() + expires_in * 1_000),
    };
    await api
      .get(RequestContext)
      .asPerson(tenant, id, () => api.get(CalendarAccounts, { strict: false }).connect(account));
  });
  return { tenant, people: rows };
}

const ended = () =>
  until(async () => (await db.query('SELECT 1 FROM job_live LIMIT 1')).rows.length === 0, { ms: 7_200_000, every: 50 });

/** What the jobs of a tenant since an instant have told, and the seconds from the first one's begin to the last one's end. */
async function told(tenant, since) {
  const { rows } = await db.query(
    `SELECT coalesce(sum((result ->> 'calendars')::int), 0)::int AS calendars, coalesce(sum((result ->> 'full')::int), 0)::int AS whole,
       coalesce(sum((result ->> 'upserted')::int), 0)::int AS upserted,
       extract(epoch FROM max(completed_at) - min(started_at))::float8 AS took
     FROM job WHERE tenant_id = $1 AND name = 'calendar-sync' AND created_at >= $2`,
    [tenant, since],
  );
  return rows[0];
}

const perUser = { full: [], changes: [] };
const most = [];
for (const count of SIZES) {
  heading(`calendars of ${count.toLocaleString('en')} users, ${EVENTS} events each`);
  await google.reset({ events: EVENTS });
  const api = await start('api');
  const began = new Date(Date.now() - 1_000);
  let made;
  const connecting = await seconds(async () => (made = await users(api, count)));
  row('connected', `${(count / connecting).toFixed(0)} /s`);
  await api.close();
  await db.query('VACUUM ANALYZE');

  let worker;
  const full = await memoryOf(async () => {
    worker = await start('worker');
    await ended();
  });
  const whole = await told(made.tenant, began);
  exactly('users read in full', whole.whole, count);
  exactly('events told', whole.upserted, count * EVENTS);
  const kept = await db.query('SELECT count(*)::int AS n FROM calendar_event WHERE tenant_id = $1', [made.tenant]);
  exactly('events kept', kept.rows[0].n, count * EVENTS);
  perUser.full.push(whole.took / count);
  row('in full', `${(count / whole.took).toFixed(0)} users/s`);
  row('memory of the worker', memoryText(full));

  const changed = made.people.filter((_, n) => n % CHANGED_EVERY === 0);
  await each(changed, ({ email }) => google.addEvent(email));
  await db.query('VACUUM ANALYZE');
  const since = (await db.query('SELECT clock_timestamp() AS at')).rows[0].at;
  await google.forget();
  const changes = await memoryOf(async () => {
    await worker.get(RequestContext).asTenant(made.tenant, async () => {
      const payloads = made.people.map(({ id }) => ({ userId: id }));
      for (let at = 0; at < payloads.length; at += 1_000)
        await worker.get(JobsService, { strict: false }).enqueueMany(CalendarSync, payloads.slice(at, at + 1_000));
    });
    await ended();
  });
  const after = await told(made.tenant, since);
  exactly('users read again', after.calendars, count);
  exactly('of these in full', after.whole, 0);
  exactly('changes told', after.upserted, changed.length);
  exactly('requests with a sync token', await google.withToken(), count);
  perUser.changes.push(after.took / count);
  row('what has changed', `${(count / after.took).toFixed(0)} users/s`);
  row('memory of the worker', memoryText(changes));
  most.push(Math.max(full.live, changes.live));
  await worker.get(JobsLifecycle, { strict: false }).drain();
  await worker.close();
  // Sockets of the application that was closed.
  await pause(100);
}
heading(`cost of a user: ${SIZES.at(-1)} users beside ${SIZES[0]}`);
for (const [name, figures] of Object.entries(perUser)) {
  const ratio = figures.at(-1) / figures[0];
  row(name === 'full' ? 'in full' : 'what has changed', `× ${ratio.toFixed(2)}`, '', { value: ratio, atMost: 1.2 });
}
const grown = most.at(-1) / most[0];
row('live memory', `× ${grown.toFixed(2)}`, '', { value: grown, atMost: 1.2 });
await db.end();
await google.stop();
process.exit(exitCode());
