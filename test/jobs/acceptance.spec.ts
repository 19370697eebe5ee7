import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { MAX_PAYLOAD_BYTES } from '../../src/jobs/contract/payload.js';
import { Ledger } from '../../src/jobs/ledger/ledger.js';
import { TenantDatabase } from '../../src/platform/database/tenant-database.js';
import { type JobsProcess, JobsWorld } from './harness.js';
import { bench, Cached, type KindPayload, Lined, Once } from './kinds.js';

describe('acceptance', () => {
  let world: JobsWorld;
  let node: JobsProcess;
  const as = <T>(fn: () => Promise<T>) => node.as(world.a, fn);

  beforeAll(async () => {
    world = await JobsWorld.create();
    node = await world.start({ JOBS_LEASE_MS: '30000' });
  });
  afterAll(() => world.close());
  beforeEach(() => void (bench.runs.length = 0));

  describe('group commit', () => {
    it('five hundred at once, of two tenants: each is in the ledger when it is answered', async () => {
      const resume = await world.pause('test-once');
      const answers = await Promise.all(
        Array.from({ length: 500 }, async (_, i) => {
          const tenant = i % 2 ? world.a : world.b;
          const { id, tenantId } = await node.as(tenant, () => node.jobs.enqueue(Once, { key: `g-${i}` }));
          expect(tenantId).toBe(tenant);
          const stored = await world.count(`id = $1 AND tenant_id = $2 AND data ->> 'key' = $3`, [
            id,
            tenant,
            `g-${i}`,
          ]);
          return stored;
        }),
      );
      expect(answers.every((stored) => stored === 1)).toBe(true);
      await resume();
      await world.drain(50_000);
      expect(bench.runs).toHaveLength(500);
    });

    it('what cannot be stored is refused, and nobody else suffers', async () => {
      const put = (key: string) => as(() => node.jobs.enqueue(Lined, { key }));
      const bad = ['a\0b', '\uD800', 'end \uDFFF', '\\\0'];
      const fine = ['\\u0000', '\\\\u0000', '😀', '\\ud800', 'x'.repeat(100)];
      const answers = await Promise.allSettled([...fine, ...bad, ...fine].map(put));
      const codes = answers.map((answer) =>
        answer.status === 'fulfilled' ? 'stored' : (answer.reason as { code: string }).code,
      );
      expect(codes).toEqual([
        ...fine.map(() => 'stored'),
        ...bad.map(() => 'VALIDATION_FAILED'),
        ...fine.map(() => 'stored'),
      ]);
      await world.drain(50_000);
      expect([...new Set(bench.runs)].sort()).toEqual([...fine].sort());
    });

    it('what Postgres refuses fails alone', async () => {
      const put = (key: string, priority: number) => as(() => node.jobs.enqueue(Lined, { key }, { priority }));
      const answers = await Promise.allSettled([put('p1', 50), put('p2', 9_999), put('p3', 50)]);
      expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      await world.drain(50_000);
      expect(bench.runs.sort()).toEqual(['p1', 'p3']);
    });

    it('a key that comes free in the middle: the neighbours are accepted once, and so is the job', async () => {
      const ledger = node.app.get(Ledger);
      const insert = ledger.insertUnheld.bind(ledger);
      let turns = 0;
      // The first statement finds the key taken; by the time its holder is looked for, that has ended.
      ledger.insertUnheld = async (tx, jobs, calls, places) => {
        turns++;
        const left = turns === 1 ? jobs.filter(({ dedupeKey }) => dedupeKey !== 'taken') : jobs;
        return insert(tx, left, calls, places);
      };
      try {
        const [a, b, c] = await Promise.all(
          ['n-1', 'taken', 'n-2'].map((key) => as(() => node.jobs.enqueue(Once, { key }))),
        );
        expect(new Set([a!.id, b!.id, c!.id]).size).toBe(3);
      } finally {
        ledger.insertUnheld = insert;
      }
      await world.drain(50_000);
      expect(bench.runs.sort()).toEqual(['n-1', 'n-2', 'taken']);
    });

    it('a key nobody can get: that caller is told, its neighbours are accepted and run', async () => {
      const ledger = node.app.get(Ledger);
      const insert = ledger.insertUnheld.bind(ledger);
      ledger.insertUnheld = (tx, jobs, calls, places) =>
        insert(
          tx,
          jobs.filter(({ dedupeKey }) => dedupeKey !== 'hot'),
          calls,
          places,
        );
      try {
        const answers = await Promise.allSettled(
          ['m-1', 'hot', 'm-2'].map((key) => as(() => node.jobs.enqueue(Once, { key }))),
        );
        expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
        expect(answers[1]).toMatchObject({ reason: { code: 'CONFLICT' } });
      } finally {
        ledger.insertUnheld = insert;
      }
      await world.drain(50_000);
      expect(bench.runs.sort()).toEqual(['m-1', 'm-2']);
    });

    it('an answer that was lost after the commit: the second try finds the job', async () => {
      const ledger = node.app.get(Ledger);
      const insert = ledger.insert.bind(ledger);
      let lost = 0;
      ledger.insert = async (tx, jobs, places) => {
        const rows = await insert(tx, jobs, places);
        if (lost++ === 0) throw new Error('Connection terminated unexpectedly');
        return rows;
      };
      try {
        const jobs = await Promise.all(['o-1', 'o-2'].map((key) => as(() => node.jobs.enqueue(Lined, { key }))));
        expect(await world.count('id = ANY($1)', [jobs.map(({ id }) => id)])).toBe(2);
      } finally {
        ledger.insert = insert;
      }
      // Those that left at once were never rung: the reconciler sees to that.
      await world.drain(50_000);
      expect(bench.runs.sort()).toEqual(['o-1', 'o-2']);
    });

    it.each([
      ['commits', true],
      ['is taken back', false],
    ])(
      'a key in the hands of an open transaction, which then %s: nobody waits but who wants that key',
      async (_, kept) => {
        const resume = await world.pause(null);
        const db = node.app.get(TenantDatabase);
        let end!: () => void;
        const ended = new Promise<void>((resolve) => (end = resolve));
        let taken!: (id: string) => void;
        const inHand = new Promise<string>((resolve) => (taken = resolve));
        const key = `in-hand-${kept}`;
        const holder = as(() =>
          db.transaction(async () => {
            taken((await node.jobs.enqueue(Once, { key })).id);
            await ended;
            if (!kept) throw new Error('taken back');
          }),
        ).catch(() => undefined);
        const held = await inHand;
        let answered = 0;
        // More of them than there are lanes and hot connections.
        const waiting = Array.from({ length: 12 }, () =>
          as(() => node.jobs.enqueue(Once, { key })).finally(() => answered++),
        );
        const others = (round: number) =>
          Array.from({ length: 12 }, (_one, i) => [
            node.as(world.b, () => node.jobs.enqueue(Once, { key: `${key}-${round}-${i}` })),
            node.as(world.b, () => node.jobs.enqueue(Lined, { key: `${key}-${round}-${i}` })),
            as(() => node.jobs.enqueue(Once, { key: `${key}-own-${round}-${i}` })),
          ]).flat();
        for (const round of [1, 2, 3])
          expect(new Set((await Promise.all(others(round))).map(({ id }) => id)).size).toBe(36);
        expect(answered).toBe(0);
        end();
        await holder;
        const ids = new Set((await Promise.all(waiting)).map(({ id }) => id));
        expect(ids.size).toBe(1);
        expect(ids.has(held)).toBe(kept);
        await resume();
        await world.drain(50_000);
        expect(bench.runs.filter((run) => run === key)).toEqual([key]);
      },
    );

    it('too large a payload is refused', async () => {
      await expect(as(() => node.jobs.enqueue(Once, { key: 'x'.repeat(MAX_PAYLOAD_BYTES) }))).rejects.toMatchObject({
        code: 'PAYLOAD_TOO_LARGE',
      });
    });
  });

  describe('unique jobs', () => {
    it.each([
      ["the contract's key", () => as(() => node.jobs.enqueue(Once, { key: 'unique-1' }, { delay: 100 }))],
      ["the caller's key", () => as(() => node.jobs.enqueue(Lined, { key: randomUUID() }, { uniqueKey: 'mine' }))],
    ])('fifty asked for at once by %s: one', async (_, put) => {
      const resume = await world.pause(null);
      const jobs = await Promise.all(Array.from({ length: 50 }, put));
      expect(new Set(jobs.map(({ id }) => id)).size).toBe(1);
      await resume();
      await world.drain(50_000);
      expect(bench.runs).toHaveLength(1);
    });

    it('fifty asked for at once by two processes, in and out of transactions: one', async () => {
      const { TenantDatabase } = await import('../../src/platform/database/tenant-database.js');
      const other = await world.start({ JOBS_LEASE_MS: '30000' });
      const resume = await world.pause(null);
      const jobs = await Promise.all(
        Array.from({ length: 50 }, (_, i) => {
          const from = i % 2 ? node : other;
          const put = () => from.jobs.enqueue(Once, { key: 'unique-2' });
          return from.as(world.a, () => (i % 3 ? put() : from.app.get(TenantDatabase).transaction(put)));
        }),
      );
      expect(new Set(jobs.map(({ id }) => id)).size).toBe(1);
      await resume();
      await world.drain(50_000);
      expect(await world.effects('unique-2')).toBe(1);
    });

    it("another tenant's is another; another kind's too; one of many answers the first", async () => {
      const resume = await world.pause(null);
      const options = { uniqueKey: 'same' };
      const mine = await as(() => node.jobs.enqueue(Lined, { key: 'u-1' }, options));
      const theirs = await node.as(world.b, () => node.jobs.enqueue(Lined, { key: 'u-2' }, options));
      const kind = await as(() => node.jobs.enqueue(Once, { key: 'u-3' }, options));
      expect(new Set([mine.id, theirs.id, kind.id]).size).toBe(3);
      const twins = await as(() => node.jobs.enqueueMany(Once, [{ key: 'twin' }, { key: 'other' }, { key: 'twin' }]));
      expect(twins[2]!.id).toBe(twins[0]!.id);
      expect(twins[1]!.id).not.toBe(twins[0]!.id);
      await resume();
      await world.drain(50_000);
    });

    it('asked for again and again while it runs and ends: never refused', async () => {
      const answers = await Promise.allSettled(
        Array.from({ length: 400 }, async (_, i) => {
          await new Promise((resolve) => setTimeout(resolve, i));
          return as(() => node.jobs.enqueue(Once, { key: 'hot' }));
        }),
      );
      expect(answers.filter(({ status }) => status === 'rejected')).toEqual([]);
      await world.drain(50_000);
    });
  });

  describe('results used again', () => {
    const ask = (payload: KindPayload, tenant = world.a) => node.as(tenant, () => node.jobs.enqueue(Cached, payload));
    const answer = (id: string, tenant = world.a) => node.as(tenant, () => node.jobs.waitFor(id, 10_000));

    it('same payload, other order of members: the same job, with its result', async () => {
      const first = await ask({ key: 'k', failures: 0 });
      await answer(first.id);
      const second = await ask({ failures: 0, key: 'k' });
      expect(second).toMatchObject({ id: first.id, status: 'completed', result: { run: 1 } });
      expect((await ask({ key: 'k' })).id).not.toBe(first.id);
      await world.drain(50_000);
    });

    it("not another tenant's", async () => {
      const mine = await ask({ key: 'tenants' });
      await answer(mine.id);
      const theirs = await ask({ key: 'tenants' }, world.b);
      expect(theirs.id).not.toBe(mine.id);
      expect(await answer(theirs.id, world.b)).toMatchObject({ result: { run: 2 } });
    });

    it('not when it is too old', async () => {
      const first = await ask({ key: 'old' });
      await answer(first.id);
      await world.db.query(`UPDATE job_history SET completed_at = completed_at - interval '61 seconds' WHERE id = $1`, [
        first.id,
      ]);
      const second = await ask({ key: 'old' });
      expect(second.id).not.toBe(first.id);
      await answer(second.id);
      expect((await ask({ key: 'old' })).id).toBe(second.id);
    });

    it('not a failure', async () => {
      const failed = await ask({ key: 'fails once', failures: 1 });
      expect(await answer(failed.id)).toMatchObject({ status: 'failed' });
      const second = await ask({ key: 'fails once', failures: 1 });
      expect(second.id).not.toBe(failed.id);
      expect(await answer(second.id)).toMatchObject({ status: 'completed', result: { run: 2 } });
    });
  });
});
