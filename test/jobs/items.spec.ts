import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type JobContext, PermanentJobError } from '../../src/jobs/index.js';
import { ItemLog } from '../../src/jobs/items/item-log.js';
import { ItemsService } from '../../src/jobs/items/items.service.js';
import { type JobsProcess, JobsWorld } from './harness.js';
import { gate, Scripted, scripts } from './scripted.js';

describe('items', () => {
  let world: JobsWorld;
  let node: JobsProcess;
  const as = <T>(fn: () => Promise<T>) => node.as(world.a, fn);

  beforeAll(async () => {
    world = await JobsWorld.create();
    node = await world.start();
  });
  afterAll(() => world.close());

  const start = async (key: string, script: (ctx: JobContext) => Promise<unknown>): Promise<string> => {
    scripts.set(key, script);
    return (await as(() => node.jobs.enqueue(Scripted, { key }))).id;
  };
  const end = async (id: string) => (await as(() => node.jobs.waitFor(id, 15_000)))!;
  const list = (id: string, outcome?: 'ok' | 'skipped' | 'failed', code?: string) =>
    as(() => node.app.get(ItemsService).list(id, { outcome, code, limit: 200, offset: 0 }));
  const outcomes = async (id: string) =>
    Object.fromEntries((await list(id)).items.map((item) => [item.key, item.outcome]));

  it('are kept with their codes, in the order in which they were told, and counted', async () => {
    const id = await start('told', async (ctx) => {
      ctx.item('a', 'ok', { data: { total: '12.50' } });
      ctx.item('b', 'skipped', { code: 'NO_AGREEMENT', message: 'There is no agreement for May' });
      ctx.item('c', 'failed', { code: 'BAD_RATE', message: `NUL \0 and half a character ${'\ud83d'}` });
      ctx.item('d', 'failed');
      ctx.item('d', 'ok');
    });
    expect((await end(id)).items).toEqual({ ok: 2, skipped: 1, failed: 1 });
    const { items, total, counts } = await list(id);
    expect(items).toMatchObject([
      { key: 'a', outcome: 'ok', data: { total: '12.50' }, code: null, attempt: 1 },
      { key: 'b', outcome: 'skipped', code: 'NO_AGREEMENT', message: 'There is no agreement for May' },
      { key: 'c', outcome: 'failed', code: 'BAD_RATE', message: 'NUL  and half a character \ufffd' },
      { key: 'd', outcome: 'ok' },
    ]);
    expect({ total, counts }).toEqual({ total: 4, counts: { ok: 2, skipped: 1, failed: 1 } });
    expect(await list(id, 'failed')).toMatchObject({ items: [{ key: 'c' }], total: 1 });
    // By their reason; beside it, how many there are of each.
    const codes = [
      { code: 'BAD_RATE', count: 1 },
      { code: 'NO_AGREEMENT', count: 1 },
    ];
    expect(await list(id, undefined, 'BAD_RATE')).toMatchObject({ items: [{ key: 'c' }], total: 1, codes });
    expect(await list(id, 'skipped', 'BAD_RATE')).toMatchObject({ items: [], total: 0, codes: [codes[1]] });
    await expect(node.as(world.b, () => node.app.get(ItemsService).list(id, { limit: 1, offset: 0 }))).rejects.toThrow(
      'Job not found',
    );
  });

  it('are kept when the job fails, is given up, or is cancelled', async () => {
    const failed = await start('fails', async (ctx) => {
      ctx.item(`attempt-${ctx.attempt}`, 'failed');
      throw new Error('no');
    });
    const permanent = await start('gives-up', async (ctx) => {
      ctx.item('one', 'ok');
      throw new PermanentJobError('NO_USE', 'no');
    });
    const started = gate();
    const cancelled = await start('is-cancelled', async (ctx) => {
      ctx.item('one', 'skipped');
      started.open();
      await new Promise((_, reject) =>
        ctx.signal.addEventListener('abort', () => reject(new Error('stopped')), { once: true }),
      );
    });
    await started.passed;
    await as(() => node.control.cancel(cancelled));
    expect((await end(failed)).items).toEqual({ ok: 0, skipped: 0, failed: 3 });
    expect((await end(permanent)).items).toEqual({ ok: 1, skipped: 0, failed: 0 });
    expect(await end(cancelled)).toMatchObject({ status: 'cancelled', items: { skipped: 1 } });
  });

  it('todo() leaves out what an earlier attempt has done', async () => {
    const worked: string[][] = [];
    const id = await start('resumes', async (ctx) => {
      const keys = await ctx.todo(['e', 'd', 'c', 'b', 'a'] as const);
      worked.push(keys);
      for (const key of keys) {
        if (key === 'c' && ctx.attempt === 1) throw new Error('in the middle');
        ctx.item(key, key === 'a' && ctx.attempt === 2 ? 'failed' : key === 'd' ? 'skipped' : 'ok');
      }
    });
    expect((await end(id)).items).toEqual({ ok: 3, skipped: 1, failed: 1 });
    expect(worked).toEqual([
      ['e', 'd', 'c', 'b', 'a'],
      ['c', 'b', 'a'],
    ]);
    expect((await list(id)).items.map(({ key, attempt }) => [key, attempt])).toEqual([
      ['e', 1],
      ['d', 1],
      ['c', 2],
      ['b', 2],
      ['a', 2],
    ]);
  });

  it('told inside a transaction commit with it, or not at all', async () => {
    const write = (key: string) => `INSERT INTO test_effect (key, attempt) VALUES ('${key}', 1)`;
    const seen: unknown[] = [];
    const id = await start('atomic', async (ctx) => {
      await ctx.transaction(async (tx) => {
        await tx.run(write('atomic-1'));
        ctx.item('one', 'ok');
        await ctx.transaction(async () => ctx.item('inner', 'ok'));
      });
      seen.push(await ctx.todo(['one', 'inner', 'two']));
      const rolledBack = ctx.transaction(async (tx) => {
        await tx.run(write('atomic-2'));
        ctx.item('two', 'ok');
        throw new Error('rolled back');
      });
      await rolledBack.catch(() => undefined);
      seen.push(await ctx.todo(['one', 'inner', 'two']));
      ctx.item('buffered', 'ok');
      return ctx.complete(async (tx) => {
        await tx.run(write('atomic-3'));
        ctx.item('last', 'ok');
      });
    });
    expect((await end(id)).status).toBe('completed');
    expect(seen).toEqual([['two'], ['two']]);
    expect(await outcomes(id)).toEqual({ one: 'ok', inner: 'ok', buffered: 'ok', last: 'ok' });
    expect(await Promise.all(['atomic-1', 'atomic-2', 'atomic-3'].map((key) => world.effects(key)))).toEqual([1, 0, 1]);
  });

  it('of an attempt that lost its job are not written', async () => {
    const [begun, wait] = [gate(), gate()];
    let runs = 0;
    const id = await start('zombie', async (ctx) => {
      if (++runs > 1) {
        ctx.item('x', 'ok');
        return;
      }
      begun.open();
      await wait.passed;
      ctx.item('x', 'failed');
      ctx.item('y', 'failed');
    });
    await begun.passed;
    // Again and again: the heartbeat of the live process may come in between.
    await world.until(async () => {
      await world.db.query(
        `UPDATE job_live SET lease_until = now() - interval '1 second' WHERE id = $1 AND token = 1`,
        [id],
      );
      return runs > 1;
    });
    await end(id);
    const fenced = await node.outcomes('fenced');
    wait.open();
    await world.until(async () => (await node.outcomes('fenced')) > fenced);
    expect(await outcomes(id)).toEqual({ x: 'ok' });
  });

  it('retry: of the failed ones only, of everything, and not without need', async () => {
    let healed = false;
    const worked: string[][] = [];
    const id = await start('again', async (ctx) => {
      const keys = await ctx.todo(['a', 'b', 'c']);
      worked.push(keys);
      for (const key of keys) ctx.item(key, key === 'b' && !healed ? 'failed' : 'ok');
    });
    expect(await end(id)).toMatchObject({ status: 'completed', items: { ok: 2, failed: 1 } });
    await as(() => node.control.retry(id, undefined, true));
    expect(await end(id)).toMatchObject({ status: 'completed', items: { ok: 2, failed: 1 } });
    healed = true;
    await as(() => node.control.retry(id));
    expect(await end(id)).toMatchObject({ status: 'completed', items: { ok: 3, failed: 0 } });
    expect(worked).toEqual([['a', 'b', 'c'], ['b'], ['a', 'b', 'c']]);
    await expect(as(() => node.control.retry(id, undefined, true))).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('retry of a batch takes its completed jobs with failed items too', async () => {
    let healed = false;
    for (const key of ['batch-good', 'batch-bad'])
      scripts.set(key, async (ctx) => ctx.item('x', key === 'batch-bad' && !healed ? 'failed' : 'ok'));
    const children = ['batch-good', 'batch-bad'].map((key) => ({ contract: Scripted, payload: { key } }));
    const batch = await as(() => node.jobs.enqueueBatch('items', children as never));
    await end(batch.id);
    healed = true;
    await as(() => node.control.retry(batch.id, undefined, true));
    await end(batch.id);
    const { rows } = await world.db.query<{ key: string; token: number; outcome: string }>(
      `SELECT j.data ->> 'key' AS key, j.token, outcome FROM job j JOIN job_item i ON i.job_id = j.id
       WHERE j.batch_id = $1 ORDER BY 1`,
      [batch.id],
    );
    expect(rows).toEqual([
      { key: 'batch-bad', token: 2, outcome: 'ok' },
      { key: 'batch-good', token: 1, outcome: 'ok' },
    ]);
  });

  it('a thousand of them are a handful of statements, and keep their order', async () => {
    const id = await start('many', async (ctx) => {
      for (let n = 0; n < 1_000; n++) ctx.item(`item-${n}`, 'ok');
    });
    expect((await end(id)).items.ok).toBe(1_000);
    const { rows } = await world.db.query<{ keys: string[]; statements: number }>(
      `SELECT array_agg(item_key ORDER BY seq) AS keys, count(DISTINCT at)::int AS statements FROM job_item WHERE job_id = $1`,
      [id],
    );
    expect(rows[0]!.keys).toEqual(Array.from({ length: 1_000 }, (_, n) => `item-${n}`));
    expect(rows[0]!.statements).toBeLessThanOrEqual(6);
  });

  it('a word that was under way does not replace a later one', async () => {
    const held = gate();
    const asked = gate();
    const id = await start('overtaken', async (ctx) => {
      ctx.item('x', 'failed');
      const background = ctx.todo(['x']);
      asked.open();
      await background;
      await ctx.transaction(async () => ctx.item('x', 'ok'));
      await held.passed;
    });
    await asked.passed;
    await world.until(async () => (await outcomes(id))['x'] === 'ok');
    // The first word once more, as a statement that was slow on its way.
    const { WRITE_ITEMS } = await import('../../src/jobs/items/items.sql.js');
    const { rowCount } = await world.db.query(WRITE_ITEMS, [id, 1, ['x'], ['failed'], [null], [null], [null], [1]]);
    expect(rowCount).toBe(1);
    expect(await outcomes(id)).toEqual({ x: 'ok' });
    held.open();
    await end(id);
  });
});

describe('the log of items', () => {
  const record = (fail: () => boolean) => {
    const written: string[][] = [];
    const rows = (_: string, values: unknown[] = []) => {
      if (fail()) return Promise.reject(new Error('away'));
      written.push((values[2] as string[]).map((key, n) => `${key} ${(values[3] as string[])[n]}`));
      return Promise.resolve([{ id: 'x' }] as never);
    };
    return { written, log: new ItemLog({ id: 'x', token: 1 }, { rows }, () => undefined) };
  };

  it('keeps what could not be written; a newer word wins', async () => {
    let away = true;
    const { written, log } = record(() => away);
    log.add('a', 'failed', {});
    log.add('b', 'failed', {});
    await expect(log.flush()).rejects.toThrow('away');
    log.add('a', 'ok', {});
    away = false;
    await log.close();
    expect(written.flat().sort()).toEqual(['a ok', 'b failed']);
    log.add('c', 'ok', {});
    await log.flush();
    expect(written).toHaveLength(1);
  });

  it('refuses a key that cannot be one', () => {
    const { log } = record(() => false);
    for (const key of ['', 'x'.repeat(201), 'a\0b']) expect(() => log.add(key, 'ok', {})).toThrow(RangeError);
  });

  it('cuts what is too long instead of failing the job', async () => {
    const { log } = record(() => false);
    log.add('a', 'ok', { message: 'm'.repeat(5_000), data: { text: 'd'.repeat(50_000) } });
    const [item] = log.all([]);
    expect(item!.message).toHaveLength(1_001);
    expect(JSON.parse(item!.data!)).toEqual({ truncated: true, bytes: 50_011 });
    await log.close();
  });
});
