import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EffectUnknownError, LeaseLostError, NotSentError } from '../../src/jobs/index.js';
import { EffectsService } from '../../src/jobs/effects/effects.service.js';
import { SnoozeError } from '../../src/jobs/contract/job-errors.js';
import { EffectBench, Fuse, mail, Provider } from './effect-bench.js';
import { type JobsProcess, JobsWorld } from './harness.js';
import { Scripted, scripts } from './scripted.js';

const codeOf = (error: unknown) => (error as { code?: string }).code ?? (error as Error).name;

describe('effects', () => {
  let world: JobsWorld;
  let node: JobsProcess;
  let bench: EffectBench;
  const as = <T>(fn: () => Promise<T>) => node.as(world.a, fn);
  const service = () => node.app.get(EffectsService);

  beforeAll(async () => {
    world = await JobsWorld.create();
    node = await world.start();
    bench = new EffectBench(world, node);
  });
  afterAll(() => world.close());

  it('happens once: the second attempt gets the receipt', async () => {
    const [id, key, provider] = [await bench.job(), randomUUID(), new Provider()];
    const { options, send } = mail(key, provider, false);
    expect(await bench.attempt(id, 1).run(options, send)).toEqual({ receipt: { messageId: 'm-1' }, replayed: false });
    await bench.hold(id, 2);
    expect(await bench.attempt(id, 2).run(options, send)).toEqual({ receipt: { messageId: 'm-1' }, replayed: true });
    expect(provider.taken).toHaveLength(1);
    expect(await bench.effect(key)).toMatchObject({ state: 'done', receipt: { messageId: 'm-1' } });
  });

  it('a call that answers nothing is done all the same; one key is one idempotency key', async () => {
    const [id, key] = [await bench.job(), randomUUID()];
    const keys: string[] = [];
    const send = async (idempotencyKey: string) => void keys.push(idempotencyKey);
    expect(await bench.attempt(id, 1).run({ key, kind: 'sms' }, send)).toEqual({ receipt: null, replayed: false });
    expect(await bench.attempt(id, 1).run({ key, kind: 'sms' }, send)).toEqual({ receipt: null, replayed: true });
    await bench.attempt(id, 1).run({ key: `${key}-2`, kind: 'sms' }, send);
    expect(new Set(keys).size).toBe(2);
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('NotSentError gives the claim back; the idempotency key stays the same', async () => {
    const [id, key] = [await bench.job(), randomUUID()];
    const keys: string[] = [];
    const refused = bench.attempt(id, 1).run({ key, kind: 'mail' }, async (idempotencyKey) => {
      keys.push(idempotencyKey);
      throw new NotSentError('connection refused');
    });
    await expect(refused).rejects.toThrow(NotSentError);
    expect(await bench.effect(key)).toBeUndefined();
    await bench.attempt(id, 1).run({ key, kind: 'mail' }, async (idempotencyKey) => void keys.push(idempotencyKey));
    expect(keys[0]).toBe(keys[1]);
  });

  it('any other throw leaves it unknown, for a person, without a second call', async () => {
    const [id, key, provider] = [await bench.job(), randomUUID(), new Provider()];
    const { options, send } = mail(key, provider, false);
    const lost = bench.attempt(id, 1).run(options, async (idempotencyKey) => {
      await send(idempotencyKey);
      throw new Error('socket hang up');
    });
    await expect(lost).rejects.toThrow(EffectUnknownError);
    await expect(bench.attempt(id, 1).run(options, send)).rejects.toThrow(EffectUnknownError);
    expect(provider.taken).toHaveLength(1);
    expect(await bench.effect(key)).toMatchObject({ state: 'unknown', note: 'socket hang up' });
  });

  it('a throw after which the provider knows it is done; one it does not know stays claimed and is asked again', async () => {
    const [id, provider] = [await bench.job(), new Provider()];
    const after = mail(randomUUID(), provider, true);
    const afterwards = bench.attempt(id, 1).run(after.options, async (key) => {
      await after.send(key);
      throw new Error('socket hang up');
    });
    expect(await afterwards).toEqual({ receipt: { messageId: 'm-1' }, replayed: false });

    const before = mail(randomUUID(), provider, true);
    const beforehand = bench.attempt(id, 1).run(before.options, () => Promise.reject(new Error('socket hang up')));
    await expect(beforehand).rejects.toThrow('socket hang up');
    expect(await bench.effect(before.options.key)).toMatchObject({ state: 'claimed' });
    // It may still be on its way: nobody calls again before its time is over.
    await expect(bench.attempt(id, 1).run(before.options, before.send)).rejects.toThrow(SnoozeError);
    await bench.later(id);
    expect(await bench.attempt(id, 1).run(before.options, before.send)).toMatchObject({ replayed: false });
    expect(provider.taken).toHaveLength(2);
  });

  it('a lookup that cannot tell leaves it unknown; one that can, later, settles it', async () => {
    const [id, provider] = [await bench.job(), new Provider()];
    const { options, send } = mail(randomUUID(), provider, true);
    const blind = { ...options, lookup: () => Promise.reject(new Error('503')) };
    const lost = bench.attempt(id, 1).run(blind, async (key) => {
      await send(key);
      throw new Error('socket hang up');
    });
    await expect(lost).rejects.toThrow(EffectUnknownError);
    expect(await bench.effect(options.key)).toMatchObject({ state: 'unknown', note: '503' });
    expect(await bench.attempt(id, 1).run(options, send)).toEqual({ receipt: { messageId: 'm-1' }, replayed: true });
  });

  it('a call that does not end is aborted, and in doubt', async () => {
    const [id, key] = [await bench.job(), randomUUID()];
    let given: AbortSignal | undefined;
    const hung = bench.attempt(id, 1).run({ key, kind: 'mail', timeoutMs: 60 }, (_, signal) => {
      given = signal;
      return new Promise(() => undefined);
    });
    await expect(hung).rejects.toThrow(EffectUnknownError);
    expect(given!.aborted).toBe(true);
  });

  it('a claim that came too late is given back, and the call not made', async () => {
    const [id, provider] = [await bench.job(), new Provider()];
    const { options, send } = mail(randomUUID(), provider, false);
    const times = [0, 8_000];
    bench.clock = () => times.shift()!;
    const late = bench.attempt(id, 1).run(options, send);
    bench.clock = () => 0;
    await expect(late).rejects.toThrow(NotSentError);
    expect(provider.taken).toEqual([]);
    expect(await bench.attempt(id, 1).run(options, send)).toMatchObject({ replayed: false });
  });

  it('an attempt that lost its job claims nothing', async () => {
    const [id, provider] = [await bench.job(), new Provider()];
    const { options, send } = mail(randomUUID(), provider, true);
    await bench.hold(id, 2);
    await expect(bench.attempt(id, 1).run(options, send)).rejects.toThrow(LeaseLostError);
    // Nor does it take over what another one left.
    await expect(bench.attempt(id, 2).run(options, () => Promise.reject(new Error('?')))).rejects.toThrow('?');
    await bench.later(id);
    await expect(bench.attempt(id, 1).run(options, send)).rejects.toThrow(LeaseLostError);
    expect(provider.taken).toEqual([]);
  });

  it('fifty at once, of several attempts and jobs: one call', async () => {
    const provider = new Provider();
    const { options, send } = mail(
      randomUUID(),
      provider,
      false,
      () => new Promise((resolve) => setImmediate(resolve)),
    );
    const ids = await Promise.all(Array.from({ length: 5 }, () => bench.job()));
    const runners = ids.flatMap((id) => [bench.attempt(id, 1), bench.attempt(id, 1)]);
    const all = Array.from({ length: 50 }, (_, n) => runners[n % runners.length]!.run(options, send));
    const settled = await Promise.allSettled(all);
    expect(provider.taken).toHaveLength(1);
    const answers = settled.filter((one) => one.status === 'fulfilled').map((one) => one.value);
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
    for (const one of settled) if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(SnoozeError);
  });

  it.each([true, false])(
    'killed at every step, and again at every step of the next one (lookup: %s)',
    async (lookup) => {
      const outcomes: Record<string, number> = {};
      // More steps than an attempt has: the last ones run through.
      for (let first = 1; first <= 9; first++)
        for (let second = 1; second <= 13; second += first < 9 ? 1 : 4) {
          const [id, key, provider] = [await bench.job(), randomUUID(), new Provider()];
          for (const [token, at] of [first, second, 99].entries()) {
            await bench.hold(id, token + 1);
            const fuse = new Fuse(at);
            const { options, send } = mail(key, provider, lookup, () => fuse.step());
            const run = bench.attempt(id, token + 1, fuse.database(bench.db)).run(options, send);
            await Promise.race([fuse.dead, run.catch(() => undefined)]);
            await bench.later(id);
          }
          const state = (await bench.effect(key))?.state;
          const outcome = `${state}, ${provider.taken.length} sent`;
          outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
        }
      const possible = lookup ? ['done, 1 sent'] : ['done, 1 sent', 'unknown, 0 sent', 'unknown, 1 sent'];
      expect(Object.keys(outcomes).sort()).toEqual(possible);
    },
  );

  it('in any interleaving, with any failure, the provider takes it at most once', async () => {
    const failures = fc.constantFrom('none', 'none', 'not-sent', 'before', 'after');
    const plan = fc.record({
      scheduler: fc.scheduler(),
      lookup: fc.boolean(),
      fails: fc.array(failures, { minLength: 5, maxLength: 5 }),
    });
    let calls = 0;
    await fc.assert(
      fc.asyncProperty(plan, async ({ scheduler, lookup, fails }) => {
        const [id, key, provider] = [await bench.job(), randomUUID(), new Provider()];
        const turn = () => scheduler.schedule(Promise.resolve());
        const attempt = async (token: number) => {
          await turn();
          await bench.hold(id, token);
          const db = {
            rows: async <Row>(sql: string, values?: unknown[]) => {
              await turn();
              const rows = await bench.db.rows<Row>(sql, values);
              await turn();
              return rows;
            },
            run: async (sql: string, values?: unknown[]) => {
              await turn();
              return bench.db.run(sql, values);
            },
          };
          const { options, send } = mail(key, provider, lookup, turn);
          await bench.attempt(id, token, db).run(options, async (idempotencyKey) => {
            const failure = fails[token - 1];
            if (failure === 'not-sent') throw new NotSentError('refused');
            if (failure === 'before') throw new Error('reset before');
            const receipt = await send(idempotencyKey);
            if (failure === 'after') throw new Error('reset after');
            return receipt;
          });
        };
        await scheduler.waitFor(Promise.allSettled([attempt(1), attempt(2), attempt(3)]));
        for (const token of [4, 5]) {
          await bench.later(id);
          await scheduler.waitFor(attempt(token).catch(() => undefined));
        }
        calls += provider.taken.length;
        expect(provider.taken.length).toBeLessThanOrEqual(1);
        const state = (await bench.effect(key))?.state;
        if (state === 'done') expect(provider.taken).toHaveLength(1);
      }),
      { numRuns: 60 },
    );
    expect(calls).toBeGreaterThan(20);
  }, 120_000);

  describe('in a job', () => {
    it('whose outcome nobody knows makes it a dead letter; settled as not done, the retried job sends it', async () => {
      const key = randomUUID();
      const provider = new Provider();
      let reset = true;
      scripts.set(key, async (ctx) => {
        const { receipt } = await ctx.effect(mail(key, provider, false).options, async (idempotencyKey) => {
          if (reset) throw new Error('socket hang up');
          return provider.take(idempotencyKey);
        });
        return receipt;
      });
      const { id } = await as(() => node.jobs.enqueue(Scripted, { key }));
      const dead = await as(() => node.jobs.waitFor(id, 10_000));
      expect(dead).toMatchObject({ status: 'failed', attempts: 1, error: { code: 'EFFECT_UNKNOWN' } });
      const { effects, total } = await as(() => service().list({ state: 'unknown', jobId: id, limit: 10, offset: 0 }));
      expect({ effects, total }).toMatchObject({ effects: [{ key, kind: 'mail', settledBy: null }], total: 1 });
      await expect(as(() => service().settle(effects[0]!.id, 'done', 'too soon'))).rejects.toMatchObject({
        code: 'CONFLICT',
      });
      await bench.later(id);
      await expect(node.as(world.b, () => service().settle(effects[0]!.id, 'done', 'not mine'))).rejects.toMatchObject({
        code: 'NOT_FOUND',
      });
      const settled = await as(() => service().settle(effects[0]!.id, 'not-done', 'Not in their log'));
      expect(settled).toMatchObject({ state: 'not-done', note: 'Not in their log' });
      await expect(as(() => service().settle(effects[0]!.id, 'done', 'twice'))).rejects.toMatchObject({
        code: 'CONFLICT',
      });
      reset = false;
      await as(() => node.control.retry(id));
      expect(await as(() => node.jobs.waitFor(id, 10_000))).toMatchObject({
        status: 'completed',
        result: { messageId: 'm-1' },
      });
      expect(provider.taken).toHaveLength(1);
    });

    it('settled as done, the retried job goes on with the receipt', async () => {
      const key = randomUUID();
      scripts.set(key, async (ctx) => ctx.effect({ key, kind: 'payout' }, () => Promise.reject(new Error('?'))));
      const { id } = await as(() => node.jobs.enqueue(Scripted, { key }));
      await as(() => node.jobs.waitFor(id, 10_000));
      await bench.later(id);
      const { effects } = await as(() => service().list({ jobId: id, limit: 10, offset: 0 }));
      await as(() => service().settle(effects[0]!.id, 'done', 'Seen at the bank', { payoutId: 'p-1' }));
      await as(() => node.control.retry(id));
      expect(await as(() => node.jobs.waitFor(id, 10_000))).toMatchObject({
        status: 'completed',
        result: { receipt: { payoutId: 'p-1' }, replayed: true },
      });
    });

    it('does not wait for the world inside a transaction', async () => {
      const key = randomUUID();
      scripts.set(key, (ctx) => ctx.transaction(() => ctx.effect({ key, kind: 'mail' }, async () => undefined)));
      const { id } = await as(() => node.jobs.enqueue(Scripted, { key }, { attempts: 1 }));
      const dead = await as(() => node.jobs.waitFor(id, 10_000));
      expect(dead!.error!.message).toContain('transaction');
    });
  });

  describe('and SIGKILL', () => {
    let server: Server;
    const taken: string[] = [];
    beforeAll(async () => {
      server = createServer((request, response) => {
        const key = request.url!.slice(1);
        if (request.method === 'POST') taken.push(key);
        response.statusCode = taken.includes(key) ? 200 : 404;
        response.end(JSON.stringify({ messageId: key }));
      });
      await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    });
    afterAll(() => void server.close());

    it.each([
      ['before', true, 'done', 1],
      ['after', true, 'done', 1],
      ['before', false, 'EFFECT_UNKNOWN', 0],
      ['after', false, 'EFFECT_UNKNOWN', 1],
    ])('%s the call, lookup %s: %s, %i sent', async (at, lookup, outcome, sent) => {
      taken.length = 0;
      await world.db.query(`DELETE FROM effect WHERE key = 'mail'`);
      const id = await bench.job();
      const provider = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const attempt = async (token: number, where: string) => {
        await bench.hold(id, token);
        const child = spawn(process.execPath, [resolve(import.meta.dirname, 'effect-crash.mjs')], {
          env: {
            ...process.env,
            NODE_OPTIONS: '',
            DATABASE_URL: world.url,
            JOB: JSON.stringify({ id, token, tenantId: world.a }),
            PROVIDER: provider,
            AT: where,
            LOOKUP: lookup ? '1' : '',
          },
          stdio: ['ignore', 'pipe', 'inherit'],
        });
        let output = '';
        child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
        const signal = await new Promise((done) => child.once('close', (_, killed) => done(killed)));
        return { signal, output };
      };
      expect(await attempt(1, at)).toEqual({ signal: 'SIGKILL', output: '' });
      await bench.later(id);
      const second = await attempt(2, 'never');
      const answer = JSON.parse(second.output) as { receipt?: object; error?: string };
      expect(answer.error ?? 'done').toBe(outcome);
      expect(taken).toHaveLength(sent);
    });
  });

  it('tells what went wrong by a code', () => {
    expect([new NotSentError('x'), new EffectUnknownError('x')].map(codeOf)).toEqual(['NOT_SENT', 'EFFECT_UNKNOWN']);
  });
});
