import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { DeliveriesService } from '../../src/jobs/webhooks/deliveries.service.js';
import { WebhooksService } from '../../src/jobs/webhooks/webhooks.service.js';
import { AppError } from '../../src/platform/errors/app-error.js';
import { type JobsProcess, JobsWorld } from '../jobs/harness.js';
import { Hopeless, Once, Patient } from '../jobs/kinds.js';

const ROUNDS = [1, 2, 3, 4];
const JOBS = 12;

/** A receiver that keeps its callers waiting until it is told, and then answers all of them at once. */
class Gate {
  private readonly waiting: ServerResponse[] = [];
  private constructor(
    readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<Gate> {
    const server = createServer();
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const gate = new Gate(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`);
    server.on('request', (request, answer) => request.resume().on('end', () => gate.waiting.push(answer)));
    return gate;
  }

  get callers(): number {
    return this.waiting.length;
  }

  open(): void {
    // Refused, accepted and gone: each answer is handled differently by the delivery log.
    for (const [index, answer] of this.waiting.splice(0).entries()) answer.writeHead([500, 204, 410][index % 3]!).end();
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((done) => this.server.close(() => done()));
  }
}

describe('what people do to jobs, against each other and against the workers', () => {
  let world: JobsWorld;
  let node: JobsProcess;
  let gate: Gate;
  const again: string[] = [];
  const as = <T>(fn: () => Promise<T>) => node.as(world.a, fn);

  beforeAll(async () => {
    jest.spyOn(Logger.prototype, 'warn').mockImplementation((message: unknown) => {
      const { msg, err } = (message ?? {}) as { msg?: string; err?: Error & { code?: string; detail?: string } };
      if (msg === 'a transaction is run again' || err?.code === '40P01') again.push(`${msg}: ${err?.detail}`);
    });
    world = await JobsWorld.create();
    node = await world.start({ OUTBOUND_ALLOW: '127.0.0.1', JOBS_LEASE_MS: '30000' });
    gate = await Gate.start();
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    await gate.stop();
    await world.close();
  });

  /** All at once; an answer of 4xx is allowed. */
  async function atOnce(calls: (() => Promise<unknown>)[]): Promise<void> {
    again.length = 0;
    const answers = await Promise.allSettled(calls.map((call) => as(call)));
    const wrong = answers.flatMap((answer) => {
      if (answer.status === 'fulfilled') return [];
      const reason = answer.reason as Error;
      return reason instanceof AppError && reason.status < 500 ? [] : [reason.stack];
    });
    expect(wrong).toEqual([]);
    expect(again).toEqual([]);
  }

  it.each(ROUNDS)('webhooks are removed while their deliveries are noted (%i)', async (round) => {
    const webhooks = node.app.get(WebhooksService);
    const deliveries = node.app.get(DeliveriesService);
    const ids: string[] = [];
    for (let n = 0; n < 3; n++)
      ids.push((await as(() => webhooks.create({ url: gate.url, events: ['job.completed'] }))).id);
    const { length } = await as(() =>
      node.jobs.enqueueMany(
        Once,
        Array.from({ length: JOBS }, (_, i) => ({ key: `told-${round}-${i}` })),
      ),
    );
    expect(length).toBe(JOBS);
    await world.until(() => Promise.resolve(gate.callers >= 6), 30_000);
    const removals = ids.map((id) => () => webhooks.remove(id));
    const resent = ids.map((id) => () => deliveries.redeliverFailed(id, new Date(0)));
    gate.open();
    await atOnce([...removals, ...resent]);
    gate.open();
    await world.until(async () => {
      gate.open();
      return (await world.count(`status <> ALL ('{COMPLETED,CANCELLED,FAILED,DEAD}')`)) === 0;
    }, 30_000);
    const { rows } = await world.db.query('SELECT 1 FROM webhook_delivery');
    expect(rows).toEqual([]);
  });

  it.each(ROUNDS)('dead letters are requeued and discarded while their jobs are run again (%i)', async (round) => {
    const jobs = await as(() =>
      node.jobs.enqueueMany(
        Hopeless,
        Array.from({ length: JOBS }, (_, i) => ({ key: `dead-${round}-${i}` })),
      ),
    );
    const ids = jobs.map(({ id }) => id);
    await world.until(async () => (await world.count(`id = ANY($1) AND status = 'DEAD'`, [ids])) === JOBS, 30_000);
    const { rows } = await world.db.query<{ id: string; job: string }>(
      'SELECT id, job_id AS job FROM dead_letter WHERE job_id = ANY($1)',
      [ids],
    );
    await atOnce([
      () => node.control.retryAll(ids),
      () => node.letters.requeueAll({}, false),
      () => node.control.retryAll(ids.toReversed()),
      ...rows.map(
        ({ job }) =>
          () =>
            node.control.retry(job),
      ),
      ...rows.map(
        ({ id }) =>
          () =>
            node.letters.requeue(id),
      ),
      ...rows.map(
        ({ id }) =>
          () =>
            node.letters.discard(id),
      ),
    ]);
    await world.drain(50_000);
  });

  it.each(ROUNDS)('batches are cancelled and run again while their jobs end (%i)', async (round) => {
    const child = (i: number) => ({ contract: i % 3 ? Once : Patient, payload: { key: `child-${round}-${i}` } });
    const batches = await Promise.all(
      [0, 1].map((n) =>
        as(() =>
          node.jobs.enqueueBatch(
            `b${n}`,
            Array.from({ length: JOBS }, (_, i) => child(n * JOBS + i)),
          ),
        ),
      ),
    );
    const { rows } = await world.db.query<{ id: string }>(
      'SELECT id FROM job WHERE batch_id = ANY($1) ORDER BY id DESC',
      [batches.map(({ id }) => id)],
    );
    await atOnce([
      ...batches.map(
        ({ id }) =>
          () =>
            node.control.cancel(id),
      ),
      ...rows.map(
        ({ id }) =>
          () =>
            node.control.cancel(id),
      ),
    ]);
    await world.drain(50_000);
    await atOnce([
      ...batches.map(
        ({ id }) =>
          () =>
            node.control.retry(id),
      ),
      ...rows.map(
        ({ id }) =>
          () =>
            node.control.retry(id),
      ),
    ]);
    await atOnce(
      batches.map(
        ({ id }) =>
          () =>
            node.control.cancel(id),
      ),
    );
    await world.drain(50_000);
  });

  it('Postgres has counted no deadlock', async () => {
    await node.stop();
    world.processes.length = 0;
    const { rows } = await world.db.query<{ deadlocks: number }>(
      'SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()',
    );
    expect(rows[0]!.deadlocks).toBe(0);
  });
});
