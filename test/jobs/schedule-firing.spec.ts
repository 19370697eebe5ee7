import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GapWriter } from '../../src/jobs/schedules/gap-writer.js';
import { jitterMs } from '../../src/jobs/schedules/jitter.js';
import { ScheduleControl } from '../../src/jobs/schedules/schedule-control.js';
import { ScheduleTick } from '../../src/jobs/schedules/schedule-tick.js';
import { SlotRetention } from '../../src/jobs/schedules/slot-retention.js';
import type { JobsProcess } from './harness.js';
import { Once } from './kinds.js';
import { hourlyCron, hourlySlots, Scheduling } from './schedule-world.js';

const iso = (slots: Date[]) => slots.map((slot) => slot.toISOString());

let one: Scheduling;
beforeAll(async () => {
  one = await Scheduling.start();
});
afterAll(() => one?.close());

const slotRows = async (id: string) =>
  (
    await one.world.db.query<{ fire_at: Date; job_id: string | null }>(
      'SELECT fire_at, job_id FROM schedule_slot WHERE schedule_id = $1 ORDER BY fire_at',
      [id],
    )
  ).rows;

describe('after an outage of six slots', () => {
  it('once: one job for the latest; the others are missed', async () => {
    const cron = hourlyCron();
    const { id } = await one.put('once', { cron, misfire: 'once' });
    const slots = hourlySlots(cron, 6).reverse();
    await one.sleptSince(id, slots[0]!);
    await one.tick();
    expect(await one.firedFor(id)).toEqual(iso(slots.slice(-1)));
    const states = await one.states(id);
    expect(states.map(([at]) => at)).toEqual(iso(slots));
    expect(states.map(([, state]) => state)).toEqual([...Array<string>(5).fill('missed'), 'owed']);
  });

  it('all: a job each, oldest first', async () => {
    const cron = hourlyCron();
    const { id } = await one.put('all', { cron, misfire: 'all' });
    const slots = hourlySlots(cron, 6).reverse();
    await one.sleptSince(id, slots[0]!);
    await one.tick();
    expect(await one.firedFor(id)).toEqual(iso(slots));
  });

  it('skip: none; all are missed', async () => {
    const cron = hourlyCron();
    const { id } = await one.put('skip', { cron, misfire: 'skip', graceSeconds: 1 });
    const slots = hourlySlots(cron, 6).reverse();
    await one.sleptSince(id, slots[0]!);
    await one.tick();
    expect(await one.firedFor(id)).toEqual([]);
    expect(await one.states(id)).toEqual(iso(slots).map((at) => [at, 'missed']));
  });

  it.each(['once', 'all', 'skip'] as const)('%s: goes on with the next slot, written ahead', async (misfire) => {
    const cron = hourlyCron();
    const { id } = await one.put(`on-${misfire}`, { cron, misfire });
    await one.sleptSince(id, hourlySlots(cron, 4).at(-1)!);
    await one.tick();
    const next = new Date(hourlySlots(cron, 1)[0]!.getTime() + 3_600_000);
    expect((await slotRows(id)).at(-1)).toEqual({ fire_at: next, job_id: null });
    const [view] = await one.as(() => one.node.schedules.find([`on-${misfire}`]));
    expect(view!.nextRunAt).toEqual(next);
  });
});

describe('after a month without a tick', () => {
  const month = () => {
    const now = new Date();
    now.setUTCSeconds(0, 0);
    return new Date(now.getTime() - 30 * 86_400_000);
  };

  it('an every-minute schedule fires at once; its 43,200 missed slots follow in batches', async () => {
    const { id } = await one.put('minutes', { cron: '* * * * *', misfire: 'once' });
    const from = month();
    await one.sleptSince(id, from);
    expect(await one.node.app.get(ScheduleTick).fireDue()).toBe(1);
    expect(await one.firedFor(id)).toHaveLength(1);
    expect((await slotRows(id)).length).toBeLessThan(5);
    let batches = 0;
    while ((await one.node.app.get(GapWriter).write()) > 0) batches++;
    expect(batches).toBeGreaterThan(10);
    const fired = Date.parse((await one.firedFor(id))[0]!);
    const missed = (await slotRows(id)).filter((slot) => slot.job_id === null && slot.fire_at.getTime() < fired).length;
    expect(missed).toBe((fired - from.getTime()) / 60_000);
    await one.as(() => one.node.schedules.remove('minutes'));
  });

  it('can be removed while its missed slots are written out: they leave a locked schedule alone', async () => {
    const { id } = await one.put('short-lived', { cron: '* * * * *' });
    await one.sleptSince(id, month());
    await one.node.app.get(ScheduleTick).fireDue();
    const gaps = one.node.app.get(GapWriter);
    expect(await gaps.write()).toBe(1);
    const deleter = await one.world.db.connect();
    try {
      await deleter.query('BEGIN');
      await deleter.query('SELECT 1 FROM schedule WHERE id = $1 FOR UPDATE', [id]);
      expect(await gaps.write()).toBe(0);
      await deleter.query('DELETE FROM schedule WHERE id = $1', [id]);
      await deleter.query('COMMIT');
    } finally {
      deleter.release();
    }
    expect(await slotRows(id)).toEqual([]);
    expect((await one.world.db.query('SELECT 1 FROM schedule_gap WHERE schedule_id = $1', [id])).rowCount).toBe(0);
  });

  it('with all, a pass makes a bounded number of jobs, and the next goes on from there', async () => {
    const { id } = await one.put('flood', { cron: '* * * * *', misfire: 'all' });
    const from = month();
    await one.sleptSince(id, from);
    const tick = one.node.app.get(ScheduleTick);
    await tick.fireDue();
    await tick.fireDue();
    const fired = await one.firedFor(id);
    expect(fired).toEqual(Array.from({ length: 1_000 }, (_, n) => new Date(from.getTime() + n * 60_000).toISOString()));
    await one.as(() => one.node.schedules.remove('flood'));
  });
});

describe('an edit', () => {
  it('leaves exactly one schedule and one slot to come, also from ten sides at once', async () => {
    const crons = Array.from({ length: 10 }, (_, n) => `${n} 4 * * *`);
    const views = await Promise.all(crons.map((cron) => one.put('edited', { cron })));
    expect(new Set(views.map(({ id }) => id)).size).toBe(1);
    const [row, ...others] = await one.as(() => one.node.schedules.find(['edited']));
    expect(others).toEqual([]);
    expect(await slotRows(row!.id)).toEqual([{ fire_at: row!.nextRunAt, job_id: null }]);
  });

  it('does not swallow a slot that is due at that moment', async () => {
    const cron = hourlyCron();
    const { id } = await one.put('due', { cron });
    const [slot] = hourlySlots(cron, 1);
    await one.sleptSince(id, slot!);
    await one.put('due', { cron: '0 4 * * *' });
    await one.tick();
    expect(await one.firedFor(id)).toEqual(iso([slot!]));
    const rows = await slotRows(id);
    expect(rows.filter((row) => row.job_id === null)).toHaveLength(1);
    expect(rows.at(-1)!.fire_at.getUTCHours()).toBe(4);
  });

  it('keeps policies it does not name, and a pause', async () => {
    const made = await one.put('kept', {
      misfire: 'all',
      jitterSeconds: 60,
      graceSeconds: 120,
      dst: 'both',
      label: 'Kept',
    });
    await one.as(() => one.node.app.get(ScheduleControl).pause(made.id, 'stocktaking'));
    const edited = await one.put('kept', { cron: '0 5 * * *' });
    expect(edited).toMatchObject({ misfire: 'all', jitterSeconds: 60, graceSeconds: 120, dst: 'both', name: 'Kept' });
    expect(edited).toMatchObject({ cron: '0 5 * * *', pauseReason: 'stocktaking', nextRunAt: null });
    expect(await slotRows(made.id)).toEqual([]);
  });
});

it('a pause takes the slot to come back, and nothing of it is missed after a resume', async () => {
  const cron = hourlyCron();
  const { id } = await one.put('paused', { cron, misfire: 'all' });
  const control = one.node.app.get(ScheduleControl);
  await one.as(() => control.pause(id));
  expect(await slotRows(id)).toEqual([]);
  await one.world.db.query(`UPDATE schedule SET paused_at = now() - interval '6 hours' WHERE id = $1`, [id]);
  await one.tick();
  const resumed = await one.as(() => control.resume(id));
  expect(resumed.nextRunAt! > new Date()).toBe(true);
  await one.tick();
  expect(await one.firedFor(id)).toEqual([]);
  expect(await one.states(id)).toEqual([]);
  expect(await slotRows(id)).toEqual([{ fire_at: resumed.nextRunAt, job_id: null }]);
});

it('jitter moves the start of the job and not its slot', async () => {
  const cron = hourlyCron();
  const { id } = await one.put('spread', { cron, jitterSeconds: 7_200 });
  const [slot] = hourlySlots(cron, 1);
  await one.sleptSince(id, slot!);
  await one.tick();
  const start = slot!.getTime() + jitterMs(id, slot!, 7_200);
  const { rows } = await one.world.db.query<{ run_at: Date; scheduled_for: Date; created_at: Date }>(
    'SELECT run_at, scheduled_for, created_at FROM job WHERE schedule_id = $1',
    [id],
  );
  expect(rows[0]!.scheduled_for).toEqual(slot);
  if (start > rows[0]!.created_at.getTime()) expect(rows[0]!.run_at.getTime()).toBe(start);
  else expect(rows[0]!.run_at).toEqual(rows[0]!.created_at);
});

it('a schedule that cannot be read is paused with the reason, and harms no other', async () => {
  const cron = hourlyCron();
  const [bad, good] = [await one.put('bad', { cron }), await one.put('good', { cron })];
  const [slot] = hourlySlots(cron, 1);
  for (const { id } of [bad, good]) await one.sleptSince(id, slot!);
  await one.world.db.query(`UPDATE schedule SET timezone = 'Atlantis/Capital' WHERE id = $1`, [bad.id]);
  await one.tick();
  expect(await one.firedFor(good.id)).toEqual(iso([slot!]));
  const view = await one.as(() => one.node.app.get(ScheduleControl).find(bad.id));
  expect(view).toMatchObject({ nextRunAt: null, pauseReason: expect.stringContaining('Atlantis/Capital') });
});

it('a kind that no process here knows stays due for one that does', async () => {
  const cron = hourlyCron();
  const { id } = await one.put('unknown', { cron });
  const [slot] = hourlySlots(cron, 1);
  await one.sleptSince(id, slot!);
  await one.world.db.query(`UPDATE schedule SET name = 'of-tomorrow' WHERE id = $1`, [id]);
  await one.tick();
  const { rows } = await one.world.db.query('SELECT next_run_at FROM schedule WHERE id = $1', [id]);
  expect(rows).toEqual([{ next_run_at: slot }]);
  await one.world.db.query(`UPDATE schedule SET name = $2 WHERE id = $1`, [id, Once.name]);
  await one.tick();
  expect(await one.firedFor(id)).toEqual(iso([slot!]));
});

it('20 schedulers at once and 50 tenants: one slot, exactly 50 jobs', async () => {
  const nodes: JobsProcess[] = [one.node];
  for (let n = 0; n < 3; n++) nodes.push(await one.world.start({ ROLES: 'api', DATABASE_POOL_SIZE: '5' }));
  const [slot] = hourlySlots('0 * * * *', 1);
  const { db } = one.world;
  for (let n = 0; n < 50; n++) {
    const tenant = randomUUID();
    await db.query(`INSERT INTO tenant (id, slug, name) VALUES ($1, $2, $2)`, [tenant, `crowd-${n}`]);
    const nightly = { key: 'crowd', contract: Once, data: { key: `crowd-${n}` }, cron: '0 * * * *', timezone: 'UTC' };
    await one.node.as(tenant, () => one.node.schedules.put(nightly));
  }
  const { rows: crowd } = await db.query<{ id: string }>(`SELECT id FROM schedule WHERE key = 'crowd'`);
  for (const { id } of crowd) await one.sleptSince(id, slot!);
  const passes = await Promise.all(
    nodes.flatMap((node) => Array.from({ length: 5 }, () => node.app.get(ScheduleTick).fireDue())),
  );
  expect(passes).toHaveLength(20);
  await one.tick();
  const { rows } = await db.query(
    `SELECT count(*)::int AS jobs, count(DISTINCT tenant_id)::int AS tenants, count(DISTINCT scheduled_for)::int AS slots
     FROM job WHERE schedule_id IN (SELECT id FROM schedule WHERE key = 'crowd')`,
  );
  expect(rows).toEqual([{ jobs: 50, tenants: 50, slots: 1 }]);
});

it('slots go when the ledger lets their months go', async () => {
  const { id } = await one.put('old');
  await one.world.db.query(
    `INSERT INTO schedule_slot (tenant_id, schedule_id, fire_at, passed_at)
     SELECT tenant_id, id, now() - make_interval(years => 20, hours => n), now() FROM schedule, generate_series(1, 30) n
     WHERE id = $1`,
    [id],
  );
  expect(await one.node.app.get(SlotRetention).keep(new AbortController().signal)).toBe(30);
  expect(await slotRows(id)).toHaveLength(1);
});

it('slots of a schedule that keeps them for days go after so many days, and nobody else’s', async () => {
  const signal = new AbortController().signal;
  const ids = [await one.put('for a week'), await one.put('for long')].map(({ id }) => id);
  await one.world.db.query('UPDATE schedule SET slots_days = 7 WHERE id = $1', [ids[0]]);
  await one.world.db.query(
    `INSERT INTO schedule_slot (tenant_id, schedule_id, fire_at, passed_at)
     SELECT tenant_id, id, now() - make_interval(hours => 24 * n + 1), now() FROM schedule, generate_series(5, 9) n
     WHERE id = ANY ($1::uuid[])`,
    [ids],
  );
  // Of five, three are older than seven days; the slot to come stays as well.
  expect(await one.node.app.get(SlotRetention).keepFrequent(signal)).toBe(3);
  expect(await one.node.app.get(SlotRetention).keepFrequent(signal)).toBe(0);
  expect([(await slotRows(ids[0]!)).length, (await slotRows(ids[1]!)).length]).toEqual([3, 6]);
});
