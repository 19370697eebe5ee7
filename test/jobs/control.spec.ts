import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ChangeWriter } from '../../src/jobs/changes/change-writer.js';
import { LOOK_AT } from '../../src/jobs/control/control.sql.js';
import { SystemDatabase } from '../../src/platform/database/system-database.js';
import { Ledger } from '../../src/jobs/ledger/ledger.js';
import { type JobContext, PermanentJobError } from '../../src/jobs/index.js';
import { type JobsProcess, JobsWorld } from './harness.js';
import { bench, Cached, Drowsy, Flaky, Hopeless, Lined, Once, Patient, Stubborn } from './kinds.js';
import { Scripted, scripts } from './scripted.js';

describe('control', () => {
  let world: JobsWorld;
  /** Takes no rings; another process does. */
  let api: JobsProcess;
  const as = <T>(fn: () => Promise<T>) => api.as(world.a, fn);
  const status = async (id: string) =>
    (await world.db.query<{ status: string }>('SELECT status FROM job WHERE id = $1', [id])).rows[0]!.status;

  beforeAll(async () => {
    world = await JobsWorld.create();
    // A long lease: what is heard of a cancellation is heard by NOTIFY, not by the heartbeat.
    await world.start({ ROLES: 'worker,scheduler', JOBS_LEASE_MS: '60000' });
    api = await world.start({ ROLES: 'api' });
  });
  afterAll(() => world.close());
  const opened: (() => void)[] = [];
  afterEach(() => opened.splice(0).forEach((open) => open()));

  describe('cancel', () => {
    it('of a job that runs on another process: its signal, at once', async () => {
      const begun = bench.begun('cancel-1');
      const job = await as(() => api.jobs.enqueue(Patient, { key: 'cancel-1' }));
      await begun;
      expect(job.cancelRequested).toBe(false);
      expect(await as(() => api.control.cancel(job.id))).toMatchObject({ status: 'active', cancelRequested: true });
      const done = await as(() => api.jobs.waitFor(job.id, 10_000));
      expect(done).toMatchObject({ status: 'cancelled', attemptLog: [{ attempt: 1, outcome: 'cancelled' }] });
    });

    it('of a job nobody has taken: waiting, delayed, rung', async () => {
      const resume = await world.pause('test-lined');
      const waiting = await as(() => api.jobs.enqueue(Lined, { key: 'never-1' }));
      const delayed = await as(() => api.jobs.enqueue(Lined, { key: 'never-2' }, { delay: 60_000 }));
      for (const { id } of [waiting, delayed])
        expect(await as(() => api.control.cancel(id))).toMatchObject({ status: 'cancelled' });
      await resume();

      opened.push(bench.hold('in the way'));
      const begun = bench.begun('in the way');
      await as(() => api.jobs.enqueue(Lined, { key: 'in the way' }));
      await begun;
      const rung = await as(() => api.jobs.enqueue(Lined, { key: 'never-3' }));
      await world.until(async () => (await status(rung.id)) === 'QUEUED');
      expect(await as(() => api.control.cancel(rung.id))).toMatchObject({ status: 'cancelled' });
      opened.splice(0).forEach((open) => open());
      await world.drain();
      expect(bench.runs.filter((key) => key.startsWith('never'))).toEqual([]);
    });

    it('of a final job is refused, whatever it ended as', async () => {
      const completed = await as(() => api.jobs.enqueue(Once, { key: 'final-1' }));
      const dead = await as(() => api.jobs.enqueue(Hopeless, { key: 'final-2' }));
      await world.drain();
      for (const { id } of [completed, dead])
        await expect(as(() => api.control.cancel(id))).rejects.toMatchObject({ code: 'CONFLICT' });
    });

    it('asked for while an attempt fails: there is no next attempt', async () => {
      const release = bench.hold('fails:1:1');
      const begun = bench.begun('fails');
      // Never hears its signal; fails when it is let go, for the table is gone.
      const job = await as(() => api.jobs.enqueue(Stubborn, { key: 'fails' }));
      await begun;
      await world.db.query('ALTER TABLE test_effect RENAME TO test_effect_away');
      // Only the flag: neither NOTIFY nor heartbeat have come through yet.
      await world.db.query('UPDATE job_live SET cancel_requested_at = now() WHERE id = $1', [job.id]);
      release();
      const done = await as(() => api.jobs.waitFor(job.id, 10_000));
      await world.db.query('ALTER TABLE test_effect_away RENAME TO test_effect');
      expect(done).toMatchObject({ status: 'cancelled', attempts: 1 });
    });

    it('asked for while an attempt puts itself off or is handed back: it is not put off', async () => {
      const ledger = api.app.get(Ledger);
      for (const put of ['snooze', 'release', 'giveBack', 'retry'] as const) {
        const resume = await world.pause('test-once');
        const job = await as(() => api.jobs.enqueue(Once, { key: `flagged-${put}` }));
        await world.db.query(
          `UPDATE job_live SET status = 'RUNNING', token = 7, attempt = 1, started_at = now(),
             lease_until = now() + interval '1 hour', cancel_requested_at = now() WHERE id = $1`,
          [job.id],
        );
        const held = { id: job.id, token: 7 };
        const stored =
          put === 'retry'
            ? ledger.retry(held, { code: 'X', message: 'x' }, 0)
            : put === 'snooze'
              ? ledger.snooze(held, 1_000)
              : ledger[put](held);
        expect(await stored).toBe(false);
        expect(await ledger.cancelled({ ...held, token: 6 })).toBe(false);
        expect(await ledger.cancelled(held)).toBe(true);
        expect(await status(job.id)).toBe('CANCELLED');
        await resume();
      }
    });
  });

  it('snooze: comes back, no attempt spent', async () => {
    const job = await as(() => api.jobs.enqueue(Drowsy, { key: 'drowsy', failures: 2 }));
    const done = await as(() => api.jobs.waitFor(job.id, 20_000));
    // One attempt is all it may have.
    expect(done).toMatchObject({ status: 'completed', attempts: 1, maxAttempts: 1, result: { attempt: 1 } });
    expect(done!.attemptLog.map(({ outcome }) => outcome)).toEqual(['snoozed', 'snoozed', 'completed']);
    const [first, second] = done!.attemptLog;
    expect(second!.startedAt!.getTime()).toBeGreaterThanOrEqual(first!.retryAt!.getTime());
  });

  describe('retry', () => {
    it('of a job that is to be done by a time: as urgent as a new one', async () => {
      const resume = await world.pause('test-once');
      const again = async (key: string, minutes: number) => {
        const options = { priority: 50, dueBy: new Date(Date.now() + 300 * 60_000) };
        const { id } = await as(() => api.jobs.enqueue(Once, { key }, options));
        await as(() => api.control.cancel(id));
        await world.db.query('UPDATE job_history SET due_by = now() + make_interval(mins => $2) WHERE id = $1', [
          id,
          minutes,
        ]);
        await as(() => api.control.retry(id));
        const { rows } = await world.db.query<{ rank: number; left: number | null }>(
          'SELECT rank, extract(epoch FROM due_by - raise_at)::int / 60 AS left FROM job_live WHERE id = $1',
          [id],
        );
        return rows[0];
      };
      expect(await again('overdue', -120)).toEqual({ rank: 0, left: null });
      expect(await again('soon', 10)).toEqual({ rank: 0, left: null });
      expect(await again('later', 240)).toEqual({ rank: 50, left: 60 });
      await resume();
      await world.drain();
    });

    it('of a dead and of a cancelled job: from the first attempt; others are refused', async () => {
      const dead = await as(() => api.jobs.enqueue(Flaky, { key: 'again', failures: 3 }, { attempts: 2 }));
      await world.drain();
      expect(await as(() => api.control.retry(dead.id))).toMatchObject({ status: 'waiting', attempts: 0, error: null });
      await expect(as(() => api.control.retry(dead.id))).rejects.toMatchObject({ code: 'CONFLICT' });
      await world.drain();
      const detail = await as(() => api.jobs.get(dead.id));
      expect(detail.attemptLog.map(({ attempt, outcome }) => [attempt, outcome])).toEqual([
        [1, 'failed'],
        [2, 'failed'],
        [1, 'failed'],
        [2, 'failed'],
      ]);
      const letters = await as(() => api.letters.list({ jobName: 'test-flaky' }, 50, 0));
      expect(letters.total).toBe(1);

      const later = await as(() => api.jobs.enqueue(Once, { key: 'revived' }, { delay: 60_000 }));
      await as(() => api.control.cancel(later.id));
      await as(() => api.control.retry(later.id));
      expect(await as(() => api.jobs.waitFor(later.id, 10_000))).toMatchObject({ status: 'completed' });
      await expect(as(() => api.control.retry(later.id))).rejects.toMatchObject({ code: 'CONFLICT' });
      await expect(api.as(world.b, () => api.control.retry(dead.id))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });

    it('asked for ten times at once: runs once', async () => {
      const job = await as(() => api.jobs.enqueue(Hopeless, { key: 'ten' }));
      await world.drain();
      const resume = await world.pause('test-hopeless');
      const answers = await Promise.allSettled(Array.from({ length: 10 }, () => as(() => api.control.retry(job.id))));
      expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      await resume();
      await world.drain();
      expect(bench.runs.filter((key) => key === 'ten')).toHaveLength(2);
    });

    it('of a quarantined job: it says when it was due', async () => {
      const job = await as(() => api.jobs.enqueue(Patient, { key: 'silent' }));
      for (let crash = 1; crash <= 3; crash++) {
        await world.until(async () => (await status(job.id)) === 'RUNNING', 30_000);
        await world.db.query(`UPDATE job_live SET lease_until = now() - interval '1 second' WHERE id = $1`, [job.id]);
        await world.until(async () => (await world.count('id = $1 AND crashes = $2', [job.id, crash])) === 1, 30_000);
      }
      const dead = await as(() => api.jobs.get(job.id));
      expect(dead).toMatchObject({ status: 'failed', crashes: 3, runAt: expect.any(Date) });
      expect(dead.runAt.getTime()).toBeLessThan(Date.now() + 60_000);
      const { id } = await letter(job.id);
      await as(() => api.letters.discard(id));
    });
  });

  const letter = async (jobId: string) =>
    (await as(() => api.letters.list({}, 200, 0))).deadLetters.find((one) => one.jobId === jobId)!;

  describe('dead letters', () => {
    const bury = async (message: string, key = message) => {
      const job = await as(() => api.jobs.enqueue(Hopeless, { key, message }));
      await as(() => api.jobs.waitFor(job.id, 10_000));
      return job;
    };

    it('of the same error are one group, whatever ids they name', async () => {
      await bury('Room 12 of "Seaside" was not found at 2026-01-02T03:04:05Z (0d5e5b3c-7a1e-4a54-8d0b-0a6f2f1f4f11)');
      await bury('Room 977 of "Alpine" was not found at 2025-11-30T23:59:59Z (11111111-2222-4333-8444-555555555555)');
      const last = await bury(
        'ROOM 1 of `X`  was not found at 2024-01-01T00:00:00Z (aaaaaaaa-0000-4000-8000-bbbbbbbbbbbb)',
      );
      await bury('Room 12 is closed');
      const { groups, total } = await as(() => api.letters.groups({ jobName: 'test-hopeless', error: 'room' }, 50, 0));
      expect(total).toBe(2);
      expect(groups.map(({ count }) => count)).toEqual([3, 1]);
      expect(groups[0]!.error.message).toContain('of `X`');
      const { fingerprint } = groups[0]!;
      const members = await as(() => api.letters.list({ fingerprint }, 50, 0));
      expect(members).toMatchObject({ total: 3, deadLetters: [{ jobId: last.id }, {}, {}] });
      expect(await api.as(world.b, () => api.letters.groups({}, 50, 0))).toEqual({ groups: [], total: 0 });
      expect(await api.as(world.b, () => api.letters.requeueAll({ fingerprint }, false))).toEqual({
        matched: 0,
        requeued: 0,
      });
      // Only the group is requeued, after it was counted.
      expect(await as(() => api.letters.requeueAll({ fingerprint }, true))).toEqual({ matched: 3, requeued: 0 });
      expect(await as(() => api.letters.requeueAll({ fingerprint }, false))).toEqual({ matched: 3, requeued: 3 });
      await world.drain();
      expect((await as(() => api.letters.list({ fingerprint }, 50, 0))).total).toBe(3);
    });

    it('are searched literally', async () => {
      await bury('only 50% of it', 'literal-1');
      await bury('only 500 of it', 'literal-2');
      expect((await as(() => api.letters.list({ error: '50% of' }, 50, 0))).total).toBe(1);
      expect((await as(() => api.letters.list({ error: '50_' }, 50, 0))).total).toBe(0);
    });

    it('edited and requeued: checked, run with the new data', async () => {
      const job = await bury('edit me');
      const { id } = await letter(job.id);
      await expect(as(() => api.letters.requeue(id, { key: 5 }))).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
      expect(await letter(job.id)).toMatchObject({ id });
      await as(() => api.letters.requeue(id, { key: 'edited', message: 'new words' }));
      const done = await as(() => api.jobs.waitFor(job.id, 10_000));
      expect(done).toMatchObject({ data: { key: 'edited' }, error: { message: 'new words' } });
      await expect(api.as(world.b, () => api.letters.requeue(id))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });

    it('edited and requeued: what the items of the old data say is forgotten, with the same data it is not', async () => {
      const seen: string[][] = [];
      const work = async (ctx: JobContext) => {
        const left = await ctx.todo(['a', 'b']);
        seen.push(left);
        for (const key of left) ctx.item(key, key === 'a' ? 'ok' : 'failed');
        throw new PermanentJobError('HALF', 'half of it');
      };
      for (const key of ['items-old', 'items-new']) scripts.set(key, work);
      const { id } = await as(() => api.jobs.enqueue(Scripted, { key: 'items-old' }));
      await as(() => api.jobs.waitFor(id, 10_000));
      await as(() => api.control.retry(id, undefined, true));
      await as(() => api.jobs.waitFor(id, 10_000));
      await as(() => api.control.retry(id, { data: '{"key":"items-new"}' }, true));
      await as(() => api.jobs.waitFor(id, 10_000));
      expect(seen).toEqual([['a', 'b'], ['b'], ['a', 'b']]);
    });

    it("edited and requeued: the job is its new data's hotel's; without an edit it stays whose it was", async () => {
      scripts.set('hotel', () => Promise.reject(new PermanentJobError('NO', 'no')));
      const { id } = await as(() => api.jobs.enqueue(Scripted, { key: 'hotel' }, { hotelId: 7 }));
      await as(() => api.jobs.waitFor(id, 10_000));
      for (const [edit, hotelId] of [
        [undefined, 7],
        [{ data: '{"key":"hotel"}' }, 7],
        [{ data: '{"key":"hotel"}', hotelId: 8 }, 8],
        [{ data: '{"key":"hotel"}', hotelId: null }, null],
      ] as const) {
        expect(await as(() => api.control.retry(id, edit))).toMatchObject({ hotelId });
        await as(() => api.jobs.waitFor(id, 10_000));
      }
    });

    it('a batch has no data to be edited', async () => {
      const batch = await as(() =>
        api.jobs.enqueueBatch('edits', [{ contract: Hopeless, payload: { key: 'in a batch' } }]),
      );
      await as(() => api.jobs.waitFor(batch.id, 10_000));
      await expect(as(() => api.control.retry(batch.id, { data: '{"key":"x"}' }))).rejects.toMatchObject({
        code: 'CONFLICT',
      });
    });

    it('discarded: off the list, FAILED in the history, not to be requeued', async () => {
      const job = await bury('discard me');
      const { id } = await letter(job.id);
      await expect(api.as(world.b, () => api.letters.discard(id))).rejects.toMatchObject({ code: 'NOT_FOUND' });
      expect(await as(() => api.letters.get(id))).toMatchObject({ jobId: job.id, resolvedAt: null, resolution: null });
      await as(() => api.letters.discard(id));
      expect(await as(() => api.letters.get(id))).toMatchObject({ resolution: 'discarded' });
      await expect(api.as(world.b, () => api.letters.get(id))).rejects.toMatchObject({ code: 'NOT_FOUND' });
      expect(await letter(job.id)).toBeUndefined();
      expect(await status(job.id)).toBe('FAILED');
      await expect(as(() => api.letters.requeue(id))).rejects.toMatchObject({ code: 'CONFLICT' });
    });

    it('the result of edited data is not the result of the old data', async () => {
      const job = await as(() => api.jobs.enqueue(Cached, { key: 'asked', failures: 99 }));
      await as(() => api.jobs.waitFor(job.id, 10_000));
      const { id } = await letter(job.id);
      await as(() => api.letters.requeue(id, { key: 'something else' }));
      await as(() => api.jobs.waitFor(job.id, 10_000));
      const again = await as(() => api.jobs.enqueue(Cached, { key: 'asked', failures: 99 }));
      expect(again.id).not.toBe(job.id);
      await world.drain();
    });
  });

  it('retries are told to a feed that somebody looks after, and never make it long', async () => {
    const system = api.app.get(SystemDatabase);
    const feed = async () =>
      (
        await world.db.query<{ ids: number }>(
          'SELECT cardinality(under_way) AS ids FROM change_feed WHERE tenant_id = $1',
          [world.b],
        )
      ).rows[0]!.ids;
    const retried = (count: number) =>
      system.run(LOOK_AT, [world.b, Array.from({ length: count }, () => randomUUID())]);
    await world.db.query(`INSERT INTO change_feed (tenant_id, looked_at) VALUES ($1, now() - interval '1 hour')`, [
      world.b,
    ]);
    await retried(3);
    expect(await feed()).toBe(0);
    await world.db.query('UPDATE change_feed SET looked_at = now()');
    await retried(3);
    expect(await feed()).toBe(3);
    let most = 0;
    for (let i = 0; i < 25; i++) {
      await retried(200);
      most = Math.max(most, await feed());
    }
    expect(most).toBeLessThanOrEqual(2_000);
    await api.app.get(ChangeWriter).look([world.b], 0);
    const { rows } = await world.db.query('SELECT kind FROM change_event WHERE tenant_id = $1', [world.b]);
    expect(rows).toEqual([{ kind: 'reload' }]);
    await retried(1);
    expect(await feed()).toBe(1);
  });

  it('an error that cannot be stored as it is ends the job all the same', async () => {
    for (const words of ['a NUL \0 inside', `${'x'.repeat(1_999)}😀`, '\uD83D alone']) {
      bench.words.set('unstorable', words);
      const job = await as(() => api.jobs.enqueue(Hopeless, { key: 'unstorable' }));
      const done = await as(() => api.jobs.waitFor(job.id, 10_000));
      expect(done).toMatchObject({ status: 'failed', attempts: 1, crashes: 0, error: { code: 'NO_HOPE' } });
      expect(done!.error!.message).toContain('\uFFFD');
    }
  });
});
