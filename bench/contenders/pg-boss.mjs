import pg from 'pg';
import { PgBoss } from 'pg-boss';

const QUEUE = 'noop';

/**
 * pg-boss at its fastest for short jobs: woken by NOTIFY, one fetch a batch of `concurrency` jobs whose handlers run
 * together, the next fetch at once while batches come back full.
 */
export async function open({ databaseUrl, concurrency }) {
  const boss = new PgBoss({ connectionString: databaseUrl, max: 20, useListenNotify: true, supervise: false });
  boss.on('error', (error) => console.error(error));
  await boss.start();
  await boss.createQueue(QUEUE, { notify: true });
  const db = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  return {
    add: (payload) => boss.send(QUEUE, payload),
    addMany: (payloads) =>
      boss.insert(
        QUEUE,
        payloads.map((data) => ({ data })),
      ),
    async work(handler) {
      const options = { batchSize: Math.max(2, concurrency), burstWhenBatchFull: true, pollingIntervalSeconds: 0.5 };
      await boss.work(QUEUE, options, (jobs) => Promise.all(jobs.map((job) => handler(job.data))));
    },
    stop: () => boss.offWork(QUEUE),
    async unfinished() {
      const { rows } = await db.query(
        `SELECT count(*)::int AS n FROM pgboss.job WHERE name = $1 AND state IN ('created', 'retry', 'active')`,
        [QUEUE],
      );
      return rows[0].n;
    },
  };
}
