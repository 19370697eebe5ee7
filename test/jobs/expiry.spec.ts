import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Retention } from '../../src/platform/retention/retention.js';
import { Platform } from '../platform/harness.js';

let platform: Platform;
beforeAll(async () => {
  platform = await Platform.start({
    DATABASE_POOL_SIZE: '2',
    ROLES: 'api',
    JOBS_KEEP_MONTHS: '13',
    AUDIT_KEEP_MONTHS: '24',
    NIGHT_RUNS_KEEP_MONTHS: '120',
    GENERATION_RUNS_KEEP_MONTHS: '13',
  });
});
afterAll(() => platform?.stop());

const keep = () => platform.app.get(Retention).keep(new AbortController().signal);

it('lets what only grows go when it is too old, and never a record by itself', async () => {
  const { sql, a } = platform;
  const one = async (text: string, values: unknown[]) => (await sql.query<{ id: string }>(text, values)).rows[0]!.id;
  const hotel = await one(
    `INSERT INTO hotel (tenant_id, name, time_zone, currency) VALUES ($1, 'Old', 'UTC', 'EUR') RETURNING id`,
    [a.id],
  );
  const category = await one(
    `INSERT INTO room_category (tenant_id, hotel_id, code, name, base_price_minor) VALUES ($1, $2, 'DBL', 'Double', 100) RETURNING id`,
    [a.id, hotel],
  );
  const rule = await one(
    `INSERT INTO alert_rule (id, tenant_id, name, kind, threshold) VALUES (gen_random_uuid(), $1, 'r', 'dead_letters', 1)
     RETURNING id`,
    [a.id],
  );
  const made = async (months: number, live = false) => {
    const at = new Date(Date.now() - months * 31 * 86_400_000);
    const job = randomUUID();
    if (live)
      await sql.query(
        `INSERT INTO job_live (id, tenant_id, name, data, max_attempts, due, run_at)
         VALUES ($1, $2, 'room-generation', '{}', 1, false, now() + interval '1 year')`,
        [job, a.id],
      );
    await sql.query(
      `INSERT INTO night_run (tenant_id, hotel_id, job_name, business_date, job_id, as_of, result, finished_at)
       VALUES ($1, $2, 'no-show-check', $3::timestamptz::date, $4, $3, '{}', $3)`,
      [a.id, hotel, at, job],
    );
    await sql.query(
      `INSERT INTO generation_run (tenant_id, job_id, category_id, from_date, to_date, cursor_date, started_at)
       VALUES ($1, $2, $3, '2020-01-01', '2020-01-02', '2020-01-01', $4)`,
      [a.id, job, category, at],
    );
    await sql.query(
      `INSERT INTO alert_event (id, tenant_id, rule_id, kind, at) VALUES (ledger_id($3), $1, $2, 'fired', $3)`,
      [a.id, rule, at],
    );
    await sql.query(
      `INSERT INTO mail_message (id, tenant_id, key, template, policy, to_address, subject, body_text, body_html, message_id,
         content_hash, state, created_at, not_before)
       SELECT gen_random_uuid(), $1, state || $2, 't', 'digest', 'a@b.test', '', '', '', '', repeat('0', 64), state, $2::timestamptz,
         CASE WHEN state = 'queued' AND $3 THEN now() + interval '1 day' END
       FROM unnest('{sent,queued}'::text[]) AS state`,
      [a.id, at, live],
    );
    for (const action of ['POST /auth/login', 'POST /auth/board', 'POST /folios/:id/payments'])
      await sql.query(
        `INSERT INTO audit_entry (id, tenant_id, at, actor_kind, role, action, target, status)
         VALUES (ledger_id($2), $1, $2, 'user', 'ADMIN', $3, '{}', 201)`,
        [a.id, at, action],
      );
  };
  await made(130);
  await made(30);
  await made(30, true);
  await made(1);
  await sql.query(
    `INSERT INTO job_rate (name, tenant_id, tokens, at) VALUES ('idle', $1, 1, now() - interval '3 days'), ('busy', $1, 1, now())`,
    [a.id],
  );
  expect(await keep()).toBe(true);
  const months = async (table: string, column: string, condition = 'true') =>
    (
      await sql.query<{ n: number }>(
        `SELECT round(extract(epoch FROM now() - ${column}) / 86400 / 31)::int AS n FROM ${table} WHERE ${condition} ORDER BY 1`,
      )
    ).rows.map(({ n }) => n);
  expect(await months('night_run', 'finished_at')).toEqual([1, 30, 30]);
  // One of a job that is still to come stays.
  expect(await months('generation_run', 'started_at')).toEqual([1, 30]);
  expect(await months('alert_event', 'at')).toEqual([1]);
  expect(await months('mail_message', 'created_at', `state = 'sent'`)).toEqual([1]);
  // One that is still to be sent stays; one that no job has sent in all that time never will be.
  expect(await months('mail_message', 'created_at', `state = 'queued'`)).toEqual([1, 30]);
  expect(await months('audit_entry', 'at', `action = 'POST /auth/login'`)).toEqual([1]);
  expect(await months('audit_entry', 'at', `action = 'POST /auth/board'`)).toEqual([1]);
  expect(await months('audit_entry', 'at', `action LIKE '%payments'`)).toEqual([1, 30, 30, 130]);
  expect((await sql.query('SELECT name FROM job_rate ORDER BY 1')).rows).toEqual([{ name: 'busy' }]);
});

it('completed jobs of frequent kinds go after days, with their items; what failed, and other kinds, stay', async () => {
  const { sql, a } = platform;
  const made = async (name: string, days: number, status = 'COMPLETED') => {
    const { rows } = await sql.query<{ id: string }>(
      `INSERT INTO job_history (id, tenant_id, name, status, data, max_attempts, created_at, completed_at)
       SELECT ledger_id(at), $1, $2, $3, '{}', 3, at, at FROM (SELECT now() - make_interval(days => $4) AS at) t RETURNING id`,
      [a.id, name, status, days],
    );
    const job = rows[0]!.id;
    await sql.query(
      `INSERT INTO job_item (tenant_id, job_id, item_key, outcome, attempt, token, ord) VALUES ($1, $2, 'k', 'ok', 1, 1, 1)`,
      [a.id, job],
    );
    await sql.query(
      `INSERT INTO job_attempt (tenant_id, job_id, token, attempt, outcome) VALUES ($1, $2, 1, 1, 'failed')`,
      [a.id, job],
    );
    return job;
  };
  const lettered = await made('calendar-sync', 8);
  await sql.query(
    `INSERT INTO dead_letter (id, tenant_id, job_id, name, data, error, reason, attempts, resolved_at, resolution)
     VALUES (gen_random_uuid(), $1, $2, 'calendar-sync', '{}', '{"code":"X","message":"x"}', 'exhausted', 3, now(), 'discarded')`,
    [a.id, lettered],
  );
  const acted = await made('calendar-sync', 8);
  await sql.query(
    `INSERT INTO effect (tenant_id, key, kind, job_id, token, claim, state, until)
     VALUES ($1, 'acted', 'k', $2, 1, gen_random_uuid(), 'done', now())`,
    [a.id, acted],
  );
  const gone = [await made('calendar-sync', 8), await made('suggestion-generation', 31)];
  const kept = [lettered, acted, await made('calendar-sync', 6), await made('calendar-sync', 8, 'DEAD')];
  kept.push(await made('suggestion-generation', 29), await made('room-generation', 31));
  expect(await keep()).toBe(true);
  for (const [table, column] of [
    ['job_history', 'id'],
    ['job_item', 'job_id'],
    ['job_attempt', 'job_id'],
  ] as const) {
    const { rows } = await sql.query<{ id: string }>(
      `SELECT ${column} AS id FROM ${table} WHERE ${column} = ANY ($1::uuid[]) ORDER BY 1`,
      [[...gone, ...kept]],
    );
    expect([table, rows.map(({ id }) => id)]).toEqual([table, kept.toSorted()]);
  }
});

it('the audit trail of the last twelve months goes by no way at all', async () => {
  for (const months of [0, 11])
    await expect(
      platform.sql.query(`SELECT audit_let_go(now() - make_interval(months => $1), true, 10)`, [months]),
    ).rejects.toThrow(/twelve months stay/);
  const { rows } = await platform.sql.query<{ allowed: boolean }>(
    `SELECT has_function_privilege('nightshift_app', 'audit_let_go(timestamptz, boolean, int)', 'EXECUTE')
       OR has_table_privilege('nightshift_system', 'audit_entry', 'DELETE') AS allowed`,
  );
  expect(rows).toEqual([{ allowed: false }]);
});

it('the handbook says of every table how long its rows are kept', async () => {
  const { rows } = await platform.sql.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition ORDER BY 1`,
  );
  const handbook = readFileSync('src/jobs/README.md', 'utf8').split('## What is kept, and how long')[1]!;
  const told = new Set(handbook.split('\n## ')[0]!.match(/`[a-z_]+`/g));
  expect(rows.map(({ name }) => name).filter((name) => !told.has(`\`${name}\``))).toEqual([]);
});
