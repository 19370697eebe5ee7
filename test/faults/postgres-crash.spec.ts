import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { JobsProcess } from '../jobs/harness.js';
import { gate, Scripted, scripts } from '../jobs/scripted.js';
import { startTestPostgres, type TestPostgres } from '../support/postgres.js';
import { startTestRedis, type TestRedis } from '../support/redis.js';

const LEASE_MS = 1_500;
/** Recovery of the server takes as long as it takes. */
const TEST_MS = 240_000;

describe('Postgres crashes', () => {
  let postgres: TestPostgres;
  let redis: TestRedis;
  const tenant = randomUUID();
  const processes: JobsProcess[] = [];

  const start = async (roles: string) => {
    const one = await JobsProcess.start({
      DATABASE_URL: postgres.url,
      REDIS_URL: redis.url,
      REDIS_PREFIX: 'crash',
      ROLES: roles,
      JOBS_LEASE_MS: String(LEASE_MS),
    });
    processes.push(one);
    return one;
  };
  /** Rows over a connection of their own: a pool's would be broken. Undefined while Postgres is away. */
  const ask = async <Row>(sql: string, values: unknown[] = []): Promise<Row[] | undefined> => {
    const client = new pg.Client({ connectionString: postgres.url });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return (await client.query(sql, values)).rows as Row[];
    } catch {
      return undefined;
    } finally {
      await client.end().catch(() => undefined);
    }
  };
  const until = async (condition: () => Promise<boolean>, ms = 60_000) => {
    const end = Date.now() + ms;
    while (!(await condition())) {
      if (Date.now() > end)
        throw new Error(`in vain: ${JSON.stringify(await ask('SELECT status, crashes, attempt, error FROM job'))}`);
      await new Promise((again) => setTimeout(again, 50));
    }
  };

  beforeAll(async () => {
    [postgres, redis] = await Promise.all([startTestPostgres(), startTestRedis()]);
    await ask(`INSERT INTO tenant (id, slug, name) VALUES ('${tenant}', 'a', 'A')`);
  });
  afterAll(async () => {
    for (const one of processes) await one.stop();
    await Promise.all([postgres?.stop(), redis?.stop()]);
  });

  it(
    'four times while a job with one attempt runs: no attempt spent, no crash counted, not quarantined',
    async () => {
      const node = await start('worker');
      // Another process looks for dead workers: it must not take those for dead that could not reach Postgres.
      await start('scheduler');
      const done = gate();
      let runs = 0;
      scripts.set('survivor', async (ctx) => {
        runs++;
        await Promise.race([
          done.passed,
          new Promise((_, reject) => ctx.signal.addEventListener('abort', () => reject(ctx.signal.reason as Error))),
        ]);
        return 'alive';
      });
      const { id } = await node.as(tenant, () => node.jobs.enqueue(Scripted, { key: 'survivor' }, { attempts: 1 }));
      const live = async () =>
        (
          await ask<{ n: number }>(
            `SELECT count(*)::int AS n FROM job_live WHERE id = $1 AND status = 'RUNNING' AND lease_until > now()`,
            [id],
          )
        )?.[0]?.n === 1;
      for (let crash = 1; crash <= 4; crash++) {
        await until(live);
        const before = runs;

        await postgres.crash();
        // Twice back at once, with the same attempt still running; twice after its lease was over.
        if (crash % 2 === 0) await until(() => Promise.resolve(processes[0]!.leaseOver(id)));

        await postgres.resume();

        if (crash % 2 === 0) await until(() => Promise.resolve(runs > before));
      }
      await until(live);
      done.open();
      const job = await node.as(tenant, () => node.jobs.waitFor(id, 60_000));
      expect(job).toMatchObject({ status: 'completed', result: 'alive', attempts: 1, crashes: 0 });
      expect(new Set(job!.attemptLog.map(({ outcome }) => outcome))).toEqual(new Set(['interrupted', 'completed']));
      for (const { outcome, error } of job!.attemptLog)
        if (outcome === 'interrupted') expect(error).toMatchObject({ code: 'INFRASTRUCTURE' });
    },
    TEST_MS,
  );

  it(
    'a worker that dies itself counts a crash all the same',
    async () => {
      const node = processes[0]!;
      const done = gate();
      scripts.set('orphan', () => done.passed);
      const { id } = await node.as(tenant, () => node.jobs.enqueue(Scripted, { key: 'orphan' }));
      await until(
        async () => (await ask(`SELECT 1 FROM job_live WHERE id = $1 AND status = 'RUNNING'`, [id]))?.length === 1,
      );
      // As a process leaves it that was killed while Postgres was away.
      await postgres.crash();
      await postgres.resume();
      await ask(`UPDATE job_live SET token = token + 1, worker = 'killed', lease_until = now() WHERE id = $1`, [id]);
      await until(async () => (await ask(`SELECT 1 FROM job WHERE id = $1 AND crashes = 1`, [id]))?.length === 1);
      done.open();
      expect(await node.as(tenant, () => node.jobs.waitFor(id, 60_000))).toMatchObject({
        status: 'completed',
        crashes: 1,
      });
    },
    TEST_MS,
  );
});
