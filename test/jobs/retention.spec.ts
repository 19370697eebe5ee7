import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SystemDatabase } from '../../src/platform/database/system-database.js';
import { Retention } from '../../src/platform/retention/retention.js';
import { type JobsProcess, JobsWorld } from './harness.js';
import { Once } from './kinds.js';

/** The middle of the month that many months ago, UTC. */
const monthsAgo = (months: number) => {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, 15));
};
const partition = (at: Date) => `job_history_${at.toISOString().slice(0, 7).replace('-', '_')}`;

describe('retention', () => {
  let world: JobsWorld;
  let node: JobsProcess;

  beforeAll(async () => {
    world = await JobsWorld.create();
    // No scheduler: nothing is kept or dropped but by the test's own call.
    node = await world.start({ ROLES: 'api,worker', JOBS_KEEP_MONTHS: '3' });
    await world.db.query('SELECT ledger_partitions($1)', [monthsAgo(8)]);
  });
  afterAll(() => world.close());

  const partitions = async () =>
    (
      await world.db.query<{ name: string }>(
        `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'job_history'::regclass ORDER BY 1`,
      )
    ).rows.map(({ name }) => name);
  /** One look at everything; answers the partitions that are gone. */
  const keep = async () => {
    const before = await partitions();
    await node.app.get(Retention).keep();
    const after = await partitions();
    return before.filter((name) => !after.includes(name));
  };
  /** A final job of that month with an attempt; its id tells its month. */
  const make = async (at: Date, status = 'COMPLETED'): Promise<string> => {
    const { rows } = await world.db.query<{ id: string }>(
      `INSERT INTO job_history (id, tenant_id, name, status, data, max_attempts, created_at, completed_at)
       VALUES (ledger_id($1), $2, 'test-once', $3, '{"key":"old"}', 3, $1, $1) RETURNING id`,
      [at, world.a, status],
    );
    await world.db.query(
      `INSERT INTO job_attempt (tenant_id, job_id, token, attempt, outcome) VALUES ($1, $2, 1, 1, 'failed')`,
      [world.a, rows[0]!.id],
    );
    return rows[0]!.id;
  };
  const bury = (id: string, resolved: boolean) =>
    world.db.query(
      `INSERT INTO dead_letter (id, tenant_id, job_id, name, data, error, reason, attempts, resolved_at, resolution)
       VALUES (gen_random_uuid(), $1, $2, 'test-once', '{"key":"old"}', '{"code":"X","message":"x"}', 'exhausted', 3,
         CASE WHEN $3 THEN now() END, CASE WHEN $3 THEN 'discarded' END)`,
      [world.a, id, resolved],
    );
  const left = async (id: string) => {
    const { rows } = await world.db.query<Record<string, number>>(
      `SELECT (SELECT count(*)::int FROM job WHERE id = $1) AS jobs,
              (SELECT count(*)::int FROM job_attempt WHERE job_id = $1) AS attempts,
              (SELECT count(*)::int FROM dead_letter WHERE job_id = $1) AS letters,
              (SELECT count(*)::int FROM job_batch WHERE id = $1) AS batches`,
      [id],
    );
    return rows[0];
  };
  const none = { jobs: 0, attempts: 0, letters: 0, batches: 0 };

  it('ids of a month lie in its partition, at its very borders too', async () => {
    const start = new Date(Date.UTC(monthsAgo(2).getUTCFullYear(), monthsAgo(2).getUTCMonth(), 1));
    const borders = [start, new Date(start.getTime() - 1)];
    for (const at of borders) {
      const id = await make(at);
      const { rows } = await world.db.query('SELECT tableoid::regclass::text AS part FROM job_history WHERE id = $1', [
        id,
      ]);
      expect(rows).toEqual([{ part: partition(at) }]);
    }
  });

  it('drops what is older than it keeps, with all that hangs on it; never less', async () => {
    const old = await make(monthsAgo(5));
    const closed = await make(monthsAgo(5), 'FAILED');
    await bury(closed, true);
    await world.db.query(`INSERT INTO job_batch (id, tenant_id, total, settled_at) VALUES ($1, $2, 1, now())`, [
      old,
      world.a,
    ]);
    const kept = [await make(monthsAgo(3)), await make(monthsAgo(0))];
    const dropped = await keep();
    expect(dropped).toContain(partition(monthsAgo(5)));
    expect(dropped).not.toContain(partition(monthsAgo(3)));
    for (const id of [old, closed]) expect(await left(id)).toEqual(none);
    for (const id of kept) expect(await left(id)).toMatchObject({ jobs: 1, attempts: 1 });
    const now = await partitions();
    for (const months of [3, 2, 1, 0, -1, -2, -3]) expect(now).toContain(partition(monthsAgo(months)));
    expect(await keep()).toEqual([]);
    for (const at of [new Date(), monthsAgo(-1)])
      await expect(world.db.query('SELECT ledger_drop($1)', [at])).rejects.toThrow(/has not ended/);
  });

  it('keeps the jobs of open dead letters, alone, until they are closed', async () => {
    await world.db.query('SELECT ledger_partitions($1)', [monthsAgo(6)]);
    const [gone, open] = [await make(monthsAgo(6)), await make(monthsAgo(6), 'DEAD')];
    await bury(open, false);
    expect(await keep()).not.toContain(partition(monthsAgo(6)));
    expect(await left(gone)).toEqual(none);
    expect(await left(open)).toEqual({ jobs: 1, attempts: 1, letters: 1, batches: 0 });
    const { deadLetters } = await node.as(world.a, () => node.letters.list({}, 50, 0));
    await node.as(world.a, () => node.letters.discard(deadLetters[0]!.id));
    expect(await keep()).toContain(partition(monthsAgo(6)));
    expect(await left(open)).toEqual(none);
  });

  it('keeps the job of a dead letter that was run again, from its end on', async () => {
    await world.db.query('SELECT ledger_partitions($1)', [monthsAgo(6)]);
    const [gone, again] = [await make(monthsAgo(6)), await make(monthsAgo(6), 'DEAD')];
    await bury(again, false);
    await keep();
    const { deadLetters } = await node.as(world.a, () => node.letters.list({}, 50, 0));
    await node.as(world.a, () => node.letters.requeue(deadLetters[0]!.id));
    await world.drain();
    expect(await keep()).not.toContain(partition(monthsAgo(6)));
    expect(await left(gone)).toEqual(none);
    // The attempt that was made here, and the one that completed, which has no row.
    expect(await left(again)).toEqual({ jobs: 1, attempts: 1, letters: 1, batches: 0 });
    await world.db.query('UPDATE job_history SET completed_at = $2 WHERE id = $1', [again, monthsAgo(4)]);
    expect(await keep()).toContain(partition(monthsAgo(6)));
    expect(await left(again)).toEqual(none);
  });

  it("two processes at it, and people at work: nobody is in anybody's way", async () => {
    const other = await world.start({ ROLES: 'api', JOBS_KEEP_MONTHS: '3' });
    await world.db.query('SELECT ledger_partitions($1)', [monthsAgo(20)]);
    for (let months = 8; months < 20; months++) await make(monthsAgo(months));
    let busy = true;
    const people = Promise.all(
      Array.from({ length: 4 }, async (_, i) => {
        for (let n = 0; busy; n++) {
          const job = await node.as(world.a, () => node.jobs.enqueue(Once, { key: `busy-${i}-${n}` }));
          await node.as(world.a, () => node.jobs.get(job.id));
          await node.as(world.a, () => node.control.cancel(job.id)).catch(() => undefined);
          await node
            .as(world.a, () => node.control.retry(job.id))
            .catch((error: { code: string }) => {
              if (error.code !== 'CONFLICT') throw error;
            });
        }
      }),
    );
    const keepers = [node, other].map((one) => one.app.get(Retention));
    // Who finds the other at work leaves it to that one.
    await world.until(async () => {
      await Promise.all(keepers.map((keeper) => keeper.keep()));
      return !(await partitions()).includes(partition(monthsAgo(8)));
    });
    busy = false;
    await people;
    await world.drain();
    const { rows } = await world.db.query(
      'SELECT 1 FROM job_attempt a WHERE NOT EXISTS (SELECT 1 FROM job WHERE id = a.job_id)',
    );
    expect(rows).toEqual([]);
  });

  it('a job that ends after its month is gone is kept from its end on', async () => {
    const resume = await world.pause('test-once');
    const { id } = await node.as(world.a, () => node.jobs.enqueue(Once, { key: 'put off' }));
    // Made long ago, put off until now.
    const { rows } = await world.db.query<{ id: string }>(
      `UPDATE job_live SET id = ledger_id($2), created_at = $2 WHERE id = $1 RETURNING id`,
      [id, monthsAgo(7)],
    );
    const old = rows[0]!.id;
    await keep();
    await resume();
    await world.drain();
    await keep();
    expect(await left(old)).toMatchObject({ jobs: 1 });
    await world.db.query('UPDATE job_history SET completed_at = $2 WHERE id = $1', [old, monthsAgo(4)]);
    await keep();
    expect(await left(old)).toEqual(none);
  });

  it('a row whose month has no partition yet stops nothing, and moves when its month is made', async () => {
    const ahead = monthsAgo(-3);
    await world.db.query(`DROP TABLE ${partition(ahead)}`);
    // A process whose clock is ahead made it.
    const early = await make(ahead);
    await world.db.query('SELECT ledger_partitions($1)', [monthsAgo(5)]);
    expect(await partitions()).toContain(partition(ahead));
    const { rows } = await world.db.query('SELECT tableoid::regclass::text AS part FROM job_history WHERE id = $1', [
      early,
    ]);
    expect(rows).toEqual([{ part: partition(ahead) }]);
    await world.db.query(`ALTER TABLE job_history DETACH PARTITION ${partition(ahead)}`);
    await world.db.query(`ALTER TABLE ${partition(ahead)} RENAME TO in_the_way`);
    await world.db.query('INSERT INTO job_history SELECT * FROM in_the_way');
    expect(await keep()).toContain(partition(monthsAgo(5)));
    expect(await partitions()).toContain(partition(ahead));
    await world.db.query('DROP TABLE in_the_way');
  });

  it('lets go in short steps: a month with many items takes several statements, and none outlasts an abort', async () => {
    await world.db.query('SELECT ledger_partitions($1)', [monthsAgo(6)]);
    const old = await make(monthsAgo(6));
    await world.db.query(
      `INSERT INTO job_item (tenant_id, job_id, item_key, outcome, attempt, token, ord)
       SELECT $1, $2, 'i' || n, 'ok', 1, 1, n FROM generate_series(1, 12000) n`,
      [world.a, old],
    );
    const items = async () => (await world.db.query('SELECT 1 FROM job_item WHERE job_id = $1', [old])).rowCount;
    await world.db.query(
      `WITH rule AS (INSERT INTO alert_rule (id, tenant_id, name, kind, threshold)
                     VALUES (gen_random_uuid(), $1, 'old', 'dead_letters', 1) RETURNING *)
       INSERT INTO alert_event (id, tenant_id, rule_id, kind) SELECT ledger_id($2), tenant_id, id, 'fired' FROM rule`,
      [world.a, monthsAgo(6)],
    );
    const events = async () => (await world.db.query('SELECT 1 FROM alert_event')).rowCount;
    // Somebody holds what a later step needs, for ever.
    const blocker = await world.db.connect();
    try {
      await blocker.query('BEGIN');
      await blocker.query('LOCK TABLE alert_event IN ACCESS EXCLUSIVE MODE');
      const abort = new AbortController();
      const looked = node.app.get(Retention).keep(abort.signal, 60_000);
      await world.until(async () => {
        const { rowCount } = await world.db.query(
          `SELECT 1 FROM pg_locks WHERE relation = 'alert_event'::regclass AND NOT granted`,
        );
        return rowCount === 1;
      });
      expect(await items()).toBe(0);
      abort.abort(new Error('leaving'));
      expect(await looked).toBe(false);
      // The lock is still held, and nothing but the abort ends this wait.
      const other = new AbortController();
      const waiting = node.app
        .get(SystemDatabase)
        .interruptible(other.signal, { statementMs: 600_000, lockMs: 600_000 }, (tx) =>
          tx.run('DELETE FROM alert_event'),
        );
      setImmediate(() => other.abort(new Error('leaving, too')));
      await expect(waiting).rejects.toThrow('leaving, too');
      // Nor does a connection that breaks meanwhile do any harm.
      const broken = node.app
        .get(SystemDatabase)
        .interruptible(new AbortController().signal, { statementMs: 600_000, lockMs: 600_000 }, async (tx) => {
          const [row] = await tx.rows<{ pid: number }>('SELECT pg_backend_pid() AS pid');
          await world.db.query('SELECT pg_terminate_backend($1)', [row!.pid]);
          return tx.run('DELETE FROM alert_event');
        });
      await expect(broken).rejects.toThrow(/terminat|not queryable/i);
    } finally {
      await blocker.query('ROLLBACK');
      blocker.release();
    }
    expect([await left(old), await events()]).toEqual([none, 1]);
    await keep();
    expect(await events()).toBe(0);
  });

  it('one task without time left, or in trouble, keeps no other from its turn', async () => {
    const retention = node.app.get(Retention);
    await world.db.query('SELECT ledger_partitions($1)', [monthsAgo(6)]);
    const blocker = await world.db.connect();
    try {
      await blocker.query('BEGIN');
      // Nobody gets at the partitions meanwhile; the wait for them is given up.
      await blocker.query('LOCK TABLE job_history IN ROW EXCLUSIVE MODE');
      await world.db.query(
        `INSERT INTO worker (id, queues, seen_at) VALUES ('long gone', '{}', now() - interval '2 days'), ('here', '{}', now())`,
      );
      await retention.keep(new AbortController().signal);
    } finally {
      await blocker.query('ROLLBACK');
      blocker.release();
    }
    const { rows } = await world.db.query(`SELECT id FROM worker WHERE id IN ('long gone', 'here')`);
    expect(rows).toEqual([{ id: 'here' }]);
    expect(await partitions()).toContain(partition(monthsAgo(6)));
    expect(await keep()).toContain(partition(monthsAgo(6)));
  });

  it('an effect that a person settles after its job is gone goes too', async () => {
    await world.db.query('SELECT ledger_partitions($1)', [monthsAgo(6)]);
    const old = await make(monthsAgo(6));
    await world.db.query(
      `INSERT INTO effect (tenant_id, key, kind, job_id, token, claim, state, until)
       VALUES ($1, 'payout', 'payout', $2, 1, gen_random_uuid(), 'unknown', now())`,
      [world.a, old],
    );
    await keep();
    const effects = async () => (await world.db.query('SELECT 1 FROM effect WHERE job_id = $1', [old])).rowCount;
    expect([await left(old), await effects()]).toEqual([none, 1]);
    await world.db.query(`UPDATE effect SET state = 'not-done' WHERE job_id = $1`, [old]);
    await keep();
    expect(await effects()).toBe(0);
  });
});
