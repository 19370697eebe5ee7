/**
 * Suggestions of a tenant's users, as the job makes them every six hours: each user has five contacts, three of whom are due, and
 * thirty events. BENCH_USERS=1000,10000: how many users, one size after the other; what a user costs must not grow with them, nor the
 * memory of the worker. Then the same run again, which finds everything as it should be.
 */
import {
  AppModule,
  JobsLifecycle,
  JobsService,
  loadConfig,
  NestFactory,
  RequestContext,
  SuggestionGeneration,
} from '../dist/bundle/product.js';
import { seconds } from './support/figures.mjs';
import { memoryOf, memoryText } from './support/memory.mjs';
import { addTenant, owner, settings } from './support/platform.mjs';
import { SMOKE } from './support/size.mjs';
import { exactly, exitCode, heading, row } from './support/verdict.mjs';

const SIZES = (process.env.BENCH_USERS ?? (SMOKE ? '2,60' : '1000,10000,100000')).split(',').map(Number);
const CONTACTS = 5;
const DUE = 3;
const EVENTS = 30;

const db = owner();
const app = await NestFactory.createApplicationContext(AppModule.forRoot(loadConfig(settings())), { logger: false });
const get = (type) => app.get(type, { strict: false });

/** Users with contacts, a calendar, and events of the last eight weeks and the next two. */
async function users(count) {
  const tenant = await addTenant(db);
  const of = [tenant, count];
  await db.query(
    `INSERT INTO app_user (id, tenant_id, email, password_hash, role)
     SELECT gen_random_uuid(), $1::uuid, n || '@' || $1::uuid || '.test', 'none', 'STAFF' FROM generate_series(1, $2::int) n`,
    of,
  );
  const user = `(SELECT id, row_number() OVER () AS n FROM app_user WHERE tenant_id = $1) u`;
  await db.query(
    `INSERT INTO contact (tenant_id, user_id, id, name, emails, frequency, last_contact_at)
     SELECT $1, u.id, gen_random_uuid(), 'Contact ' || c, ARRAY['c' || c || '@x.test'],
       CASE WHEN c <= ${DUE} THEN 'weekly' ELSE 'yearly' END, now() - make_interval(days => 10 + c)
     FROM ${user} CROSS JOIN generate_series(1, ${CONTACTS}) c`,
    [tenant],
  );
  await db.query(
    `INSERT INTO calendar_account (tenant_id, user_id, id, source, name, created_at)
     SELECT $1, u.id, gen_random_uuid(), 'google', u.n::text, now() - interval '1 year' FROM ${user}`,
    [tenant],
  );
  await db.query(
    `INSERT INTO calendar (tenant_id, user_id, id, account_id, external_id, name, access_role, is_primary, selected, last_read_at, window_end)
     SELECT tenant_id, user_id, gen_random_uuid(), id, 'primary', 'Mine', 'owner', true, true, now(), now() + interval '60 days'
     FROM calendar_account WHERE tenant_id = $1`,
    [tenant],
  );
  await db.query(
    `INSERT INTO calendar_event (tenant_id, user_id, calendar_id, external_id, generation, starts_at, ends_at, status, attendees)
     SELECT tenant_id, user_id, id, e::text, 1, at, at + interval '1 hour', 'confirmed', ARRAY['other' || e || '@x.test']
     FROM calendar CROSS JOIN LATERAL (
       SELECT e, date_trunc('day', now()) + make_interval(days => 14 - e * 2, hours => 8 + e % 12) AS at
       FROM generate_series(0, ${EVENTS - 1}) e) t
     WHERE tenant_id = $1`,
    [tenant],
  );
  await db.query('VACUUM ANALYZE');
  await db.query('CHECKPOINT');
  return tenant;
}

/** One run from its acceptance to its result, and the memory of this process meanwhile. */
async function run(tenant) {
  let took;
  const memory = await memoryOf(async () => {
    let result;
    took = await seconds(() =>
      get(RequestContext).asTenant(tenant, async () => {
        const { id } = await get(JobsService).enqueue(SuggestionGeneration, {});
        ({ result } = await get(JobsService).waitFor(id, 6 * 3_600_000));
      }),
    );
    return result;
  });
  return { took, ...memory };
}

const perUser = [];
const live = [];
for (const count of SIZES) {
  heading(`suggestions of ${count.toLocaleString('en')} users`);
  const tenant = await users(count);
  const { took, result, ...memory } = await run(tenant);
  exactly('users done', result.done, count);
  exactly('suggestions made', result.made, count * DUE);
  perUser.push(took / count);
  live.push(memory.live);
  row('a run', `${(count / took).toFixed(0)} users/s`, `${((took / count) * 1_000).toFixed(2)} ms a user`);
  row('memory of the worker', memoryText(memory));
  const again = await run(tenant);
  exactly('made by the next run', again.result.made, 0);
  row(
    'the next run',
    `${(count / again.took).toFixed(0)} users/s`,
    `${((again.took / count) * 1_000).toFixed(2)} ms a user`,
  );
}
heading(`${SIZES.at(-1).toLocaleString('en')} users beside ${SIZES[0].toLocaleString('en')}`);
const cost = perUser.at(-1) / perUser[0];
row('cost of a user', `× ${cost.toFixed(2)}`, '', { value: cost, atMost: 1.2 });
const grown = live.at(-1) / live[0];
row('live memory', `× ${grown.toFixed(2)}`, '', { value: grown, atMost: 1.2 });
await get(JobsLifecycle).drain();
await app.close();
await db.end();
process.exit(exitCode());
