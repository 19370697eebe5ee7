import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import pg from 'pg';

const TASK = 'noop';
const logger = new Logger(() => () => undefined);

/**
 * graphile-worker with its defaults, or (`batched`) with the settings of its performance page: jobs claimed 500 at a time into
 * a queue in the worker's memory, completions written together.
 */
export async function open({ databaseUrl, concurrency, batched = false }) {
  const pgPool = new pg.Pool({ connectionString: databaseUrl, max: Math.max(20, concurrency + 2) });
  pgPool.on('error', () => undefined);
  pgPool.on('connect', (client) => client.on('error', () => undefined));
  const utils = await makeWorkerUtils({ pgPool, logger });
  await utils.migrate();
  const worker = { concurrentJobs: concurrency };
  if (batched) Object.assign(worker, { localQueue: { size: 500 }, completeJobBatchDelay: 0, failJobBatchDelay: 0 });
  let runner;
  return {
    add: (payload) => utils.addJob(TASK, payload),
    addMany: (payloads) => utils.addJobs(payloads.map((payload) => ({ identifier: TASK, payload }))),
    async work(handler) {
      runner = await run({
        pgPool,
        logger,
        noHandleSignals: true,
        parsedCronItems: [],
        taskList: { [TASK]: handler },
        preset: { worker },
      });
    },
    stop: () => runner.stop(),
    async unfinished() {
      const { rows } = await pgPool.query('SELECT count(*)::int AS n FROM graphile_worker._private_jobs');
      return rows[0].n;
    },
  };
}
