import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals';
import { JobQueries } from '../../src/jobs/queries/job-queries.js';
import { SchedulesService } from '../../src/jobs/index.js';
import { Tx } from '../../src/platform/database/tx.js';
import { RequestContext } from '../../src/platform/tenancy/context.js';
import { Platform } from '../platform/harness.js';

let platform: Platform;
beforeAll(async () => {
  platform = await Platform.start();
});
afterEach(() => {
  jest.restoreAllMocks();
});
afterAll(() => platform?.stop());

/** Statements of tenants' transactions that match, while the work is done. */
async function statements(pattern: RegExp, work: () => Promise<unknown>): Promise<string[]> {
  const rows = jest.spyOn(Tx.prototype, 'rows');
  await work();
  const read = rows.mock.calls.map(([sql]) => sql).filter((sql) => pattern.test(sql));
  rows.mockRestore();
  return read;
}

it('the totals of the jobs and those of each kind are one reading of the ledger, and agree', async () => {
  const { a, b, sql } = platform;
  const put = (tenant: string, name: string, status: string, jobs: number) =>
    sql.query(
      `INSERT INTO job_history (id, tenant_id, name, status, data, max_attempts, started_at, completed_at)
       SELECT ledger_id(), $1, $2, $3, '{}', 1, now() - interval '1 second', now() FROM generate_series(1, $4::int)`,
      [tenant, name, status, jobs],
    );
  await put(a.id, 'room-generation', 'COMPLETED', 3);
  await put(a.id, 'room-generation', 'DEAD', 1);
  await put(a.id, 'no-show-check', 'COMPLETED', 4);
  await put(b.id, 'no-show-check', 'FAILED', 9);
  const answers: Record<string, unknown>[] = [];
  const read = await statements(/FROM job\b/, async () => {
    answers.push((await platform.call('GET', '/api/v1/jobs/stats', { token: a.STAFF.token })).body);
  });
  expect(read).toHaveLength(1);
  const head = await statements(/FROM job\b/, () => platform.call('HEAD', '/api/v1/jobs', { token: a.STAFF.token }));
  expect(head).toHaveLength(1);
  expect(answers[0]).toEqual({
    totalJobs: 8,
    completedJobs: 7,
    failedJobs: 1,
    successRate: 87.5,
    averageDurationMs: 1_000,
    period: '30_days',
    byJob: [
      {
        jobName: 'no-show-check',
        totalJobs: 4,
        completedJobs: 4,
        failedJobs: 0,
        successRate: 100,
        averageDurationMs: 1_000,
      },
      {
        jobName: 'room-generation',
        totalJobs: 4,
        completedJobs: 3,
        failedJobs: 1,
        successRate: 75,
        averageDurationMs: 1_000,
      },
    ],
  });
  const empty = await platform.tenant('calm');
  const context = platform.app.get(RequestContext);
  expect(await context.asTenant(empty.id, () => platform.app.get(JobQueries).stats())).toMatchObject({
    totalJobs: 0,
    successRate: 100,
    averageDurationMs: null,
    byJob: [],
  });
});

it("a hotel's job settings and the sweep's status read the schedules they show, not all the tenant has", async () => {
  const { ADMIN, id: tenant } = platform.a;
  const hotels: number[] = [];
  for (const name of ['One', 'Two', 'Three']) {
    const body = { name, timeZone: 'Europe/Madrid', currency: 'EUR' };
    const answer = await platform.call('POST', '/api/v1/hotels', { token: ADMIN.token, body });
    expect(answer.status).toBe(201);
    hotels.push(answer.body['id'] as number);
  }
  const find = jest.spyOn(SchedulesService.prototype, 'find');
  const settings = await platform.call('GET', `/api/v1/hotels/${hotels[1]}/job-settings`, { token: ADMIN.token });
  expect(settings.status).toBe(200);
  const status = await platform.call('GET', '/api/v1/cron-room-generation/status', { token: ADMIN.token });
  expect(status.status).toBe(200);
  const { rows } = await platform.sql.query('SELECT 1 FROM schedule WHERE tenant_id = $1', [tenant]);
  const read = await Promise.all(find.mock.results.map(({ value }) => value as Promise<{ hotelId: number }[]>));
  expect(read[0]!.every(({ hotelId }) => hotelId === hotels[1])).toBe(true);
  expect(read[0]!.length).toBeGreaterThan(0);
  expect(read.flat().length).toBeLessThan(rows.length);
});

it('no session of the server runs a statement for ever, each role its own time', async () => {
  const context = platform.app.get(RequestContext);
  const { TenantDatabase } = await import('../../src/platform/database/tenant-database.js');
  const { SystemDatabase } = await import('../../src/platform/database/system-database.js');
  const limit = 'SELECT setting::int AS ms FROM pg_settings WHERE name = $1';
  const of = (db: { first<Row>(sql: string, parameters: unknown[]): Promise<Row | undefined> }) =>
    db.first<{ ms: number }>(limit, ['statement_timeout']);
  const system = platform.app.get(SystemDatabase);
  const tenant = await context.asTenant(platform.a.id, () => of(platform.app.get(TenantDatabase)));
  const hot = await system.prepared<{ ms: number }>(limit, ['statement_timeout']);
  expect([tenant, await of(system), ...hot]).toEqual([{ ms: 30_000 }, { ms: 60_000 }, { ms: 10_000 }]);
});
