import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ScheduleTick } from '../../src/jobs/schedules/schedule-tick.js';
import { type JobsProcess, JobsWorld } from './harness.js';
import { Once } from './kinds.js';

const TENANTS = 20;
const PROCESSES = 4;

describe('schedules', () => {
  let world: JobsWorld;
  const nodes: JobsProcess[] = [];

  beforeAll(async () => {
    world = await JobsWorld.create();
    for (let i = 0; i < PROCESSES; i++)
      nodes.push(await world.start({ ROLES: i === 0 ? 'worker' : 'api', DATABASE_POOL_SIZE: '2' }));
  });
  afterAll(() => world.close());

  /** Makes every schedule due at one instant a moment ago. */
  const owe = (ago: string) =>
    world.db.query(`UPDATE schedule SET next_run_at = date_trunc('minute', now() - $1::interval)`, [ago]);
  const tickAll = (times: number) =>
    Promise.all(nodes.flatMap((node) => Array.from({ length: times }, () => node.app.get(ScheduleTick).fireDue())));

  it('fire one slot once a tenant, however many processes tick', async () => {
    for (let i = 0; i < TENANTS; i++) {
      const tenant = randomUUID();
      await world.db.query(`INSERT INTO tenant (id, slug, name) VALUES ($1, $2, $2)`, [tenant, `tenant-${i}`]);
      await nodes[0]!.as(tenant, () =>
        nodes[0]!.schedules.put({
          key: 'nightly',
          contract: Once,
          data: { key: `slot-${i}` },
          cron: '0 2 * * *',
          timezone: 'Europe/Madrid',
        }),
      );
    }
    await owe('5 minutes');
    await tickAll(5);
    await world.drain();
    expect(await world.count(`data ->> 'key' LIKE 'slot-%'`)).toBe(TENANTS);
    const { rows } = await world.db.query<{ n: number }>(
      'SELECT count(*)::int AS n FROM schedule_slot WHERE job_id IS NOT NULL',
    );
    expect(rows[0]!.n).toBe(TENANTS);
    await tickAll(1);
    expect(await world.count(`data ->> 'key' LIKE 'slot-%'`)).toBe(TENANTS);
  });

  it('catch up with one run after a night without any process', async () => {
    await owe('75 hours');
    await tickAll(2);
    await world.drain();
    expect(await world.count(`data ->> 'key' LIKE 'slot-%'`)).toBe(2 * TENANTS);
    const { rows } = await world.db.query<{ n: number }>(
      'SELECT count(*)::int AS n FROM schedule WHERE next_run_at <= now()',
    );
    expect(rows[0]!.n).toBe(0);
  });

  it('stay one when edited, disappear when removed, stand still when disabled', async () => {
    const node = nodes[1]!;
    const put = (cron: string, enabled: boolean) =>
      node.as(world.a, () =>
        node.schedules.put({
          key: 'mine',
          contract: Once,
          data: { key: 'mine' },
          cron,
          timezone: 'Asia/Tokyo',
          enabled,
        }),
      );
    const first = await put('0 2 * * *', true);
    const edited = await put('30 3 * * 1', true);
    expect(edited.id).toBe(first.id);
    expect(await node.as(world.a, () => node.schedules.find(['mine']))).toHaveLength(1);
    expect(await node.as(world.b, () => node.schedules.find(['mine']))).toHaveLength(0);
    expect((await put('30 3 * * 1', false)).nextRunAt).toBeNull();
    expect(await node.as(world.a, () => node.schedules.remove('mine'))).toBe(true);
    expect(await node.as(world.a, () => node.schedules.remove('mine'))).toBe(false);
  });

  it.each([
    ['61 * * * *', 'Europe/Madrid', 'cron'],
    ['0 2 * * *', 'Mars/Olympus', 'timezone'],
  ])('refuse %s in %s', async (cron, timezone, path) => {
    const put = nodes[0]!.as(world.a, () =>
      nodes[0]!.schedules.put({ key: 'bad', contract: Once, data: { key: 'bad' }, cron, timezone }),
    );
    await expect(put).rejects.toMatchObject({ code: 'VALIDATION_FAILED', errors: [{ path }] });
  });
});
