/**
 * No-op jobs at 10 at a time: through the ledger (accepted in Postgres, claimed, leased, fenced, kept as history) beside
 * raw bull on the same Redis. The backlog is there before the clock starts; it stops when the last job is done.
 */
import { randomUUID } from 'node:crypto';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import Bull from 'bull';
import { IsInt } from 'class-validator';
import { defineJob, JobsLifecycle, JobsModule, JobsService, Processor } from '../dist/src/jobs/index.js';
import { AppModule } from '../dist/src/app.module.js';
import { loadConfig } from '../dist/src/platform/config/config.js';
import { RequestContext } from '../dist/src/platform/tenancy/context.js';
import { addTenant, owner, ROUNDS, seconds, settings, spread } from './support.mjs';

const JOBS = Number(process.env.BENCH_JOBS ?? 5000);
const SLOTS = 10;

class Payload {}
IsInt()(Payload.prototype, 'n');
const Noop = defineJob({ name: 'bench-noop', summary: 'Nothing', payload: Payload, concurrency: SLOTS });
class NoopProcessor {
  async handle() {}
}
Processor(Noop)(NoopProcessor);
class BenchModule {}
const config = loadConfig(settings());
Module({ imports: [AppModule.forRoot(config), JobsModule.forFeature(Noop)], providers: [NoopProcessor] })(BenchModule);

const db = owner();
const app = await NestFactory.createApplicationContext(BenchModule, { logger: false });
const tenant = await addTenant(db);
const as = (work) => app.get(RequestContext).asTenant(tenant, work);
const payloads = Array.from({ length: JOBS }, (_, n) => ({ n }));

async function until(condition) {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10));
}

async function ours() {
  await db.query(`INSERT INTO queue_pause (name) VALUES ('bench-noop')`);
  const accept = await seconds(() => as(() => app.get(JobsService).enqueueMany(Noop, payloads)));
  await db.query('DELETE FROM queue_pause');
  const run = await seconds(() =>
    until(
      async () =>
        (await db.query(`SELECT 1 FROM job WHERE name = 'bench-noop' AND status <> 'COMPLETED' LIMIT 1`)).rowCount ===
        0,
    ),
  );
  await db.query('TRUNCATE job_live, job_history');
  return { accept, run };
}

async function raw() {
  const queue = new Bull(`raw-${randomUUID()}`, config.redisUrl, { defaultJobOptions: { removeOnComplete: true } });
  const accept = await seconds(() => queue.addBulk(payloads.map((data) => ({ data }))));
  let left = JOBS;
  const run = await seconds(
    () =>
      new Promise((resolve) => {
        void queue.process(SLOTS, async () => {
          if (--left === 0) resolve();
        });
      }),
  );
  await queue.close();
  return { accept, run };
}

const [runs, accepts] = [[], []];
for (let round = 0; round < ROUNDS; round++) {
  const bull = await raw();
  const platform = await ours();
  runs.push(bull.run / platform.run);
  accepts.push(bull.accept / platform.accept);
}
console.log(
  `no-op jobs, ${JOBS.toLocaleString('en')} of them, ${SLOTS} at a time (${ROUNDS} rounds, median [min..max])`,
);
console.log(`  jobs a second, platform / raw bull        × ${spread(runs)}`);
console.log(`  accepted a second in bulk, platform / raw × ${spread(accepts)}`);

await app.get(JobsLifecycle).drain();
await app.close();
await db.end();
process.exit(0);
