import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ScheduleControl } from '../../src/jobs/schedules/schedule-control.js';
import { measureSql } from '../../src/jobs/alerts/measure.sql.js';
import { SLOTS_OF } from '../../src/jobs/schedules/slots.sql.js';
import { SlotsService } from '../../src/jobs/schedules/slots.service.js';
import { SystemDatabase } from '../../src/platform/database/system-database.js';
import { TenantDatabase } from '../../src/platform/database/tenant-database.js';
import { RequestContext } from '../../src/platform/tenancy/context.js';
import { hourlyCron, hourlySlots, Scheduling } from './schedule-world.js';

let one: Scheduling;
let cron: string;
let slots: Date[];
beforeAll(async () => {
  one = await Scheduling.start({ ROLES: 'api' });
});
afterAll(() => one?.close());
beforeEach(() => {
  cron = hourlyCron();
  slots = hourlySlots(cron, 6).reverse();
});

/** As a manager, who may start the kinds of the tests. */
const asManager = <T>(work: () => Promise<T>) =>
  one.node.app
    .get(RequestContext)
    .with({ principal: { kind: 'user', role: 'MANAGER', tenantId: one.world.a }, transaction: undefined }, work);
const service = () => one.node.app.get(SlotsService);
const range = () => ({ from: slots[0]!, to: new Date() });

/** A schedule that slept through six slots, of which the policy ran the last. */
async function withGaps(key: string): Promise<string> {
  const { id } = await one.put(key, { cron });
  await one.sleptSince(id, slots[0]!);
  await one.tick();
  return id;
}

/** Ends a schedule's latest job as if it had run. */
async function end(id: string, status: string, startedAt: Date): Promise<void> {
  await one.world.db.query(
    `WITH gone AS (DELETE FROM job_live WHERE schedule_id = $1 RETURNING *), kept AS (
       INSERT INTO job_history SELECT * FROM gone RETURNING id)
     SELECT count(*) FROM kept`,
    [id],
  );
  await one.world.db.query(
    'UPDATE job_history SET status = $2, started_at = $3, completed_at = now() WHERE schedule_id = $1',
    [id, status, startedAt],
  );
}

describe('a slot', () => {
  const latest = async (id: string) => (await one.states(id)).at(-1)?.[1];
  const touch = (sql: string, id: string) => one.world.db.query(`UPDATE ${sql} WHERE schedule_id = $1`, [id]);

  it('is owed from the moment the schedule exists, and missed when its grace is over', async () => {
    const { id, nextRunAt } = await one.put('ahead', { cron, graceSeconds: 3_600 });
    expect(await one.states(id, { to: undefined })).toEqual([[nextRunAt!.toISOString(), 'owed']]);
    // Nobody ticks.
    await one.sleptSince(id, slots.at(-1)!);
    expect(await latest(id)).toBe('owed');
    await one.put('ahead', { cron, graceSeconds: 60 });
    expect(await latest(id)).toBe('missed');
  });

  it('is owed, then late, while its job waits; running while it runs', async () => {
    const id = await withGaps('waits');
    expect(await latest(id)).toBe('owed');
    await one.put('waits', { cron, graceSeconds: 60 });
    expect(await latest(id)).toBe('late');
    await touch(`job_live SET status = 'RUNNING'`, id);
    expect(await latest(id)).toBe('running');
  });

  it.each([
    ['COMPLETED', 5, 'done'],
    ['COMPLETED', 901, 'late'],
    ['FAILED', 5, 'missed'],
    ['DEAD', 5, 'missed'],
    ['CANCELLED', 5, 'missed'],
  ])('whose job %s after a start %i s after it is %s', async (status, seconds, state) => {
    const id = await withGaps(`${status}-${seconds}`);
    await end(id, status, new Date(slots.at(-1)!.getTime() + seconds * 1000));
    expect(await latest(id)).toBe(state);
  });

  it('is late by its grace counted from the jittered start', async () => {
    const { id } = await one.put('jittered', { cron, jitterSeconds: 600 });
    await one.sleptSince(id, slots.at(-1)!);
    await one.tick();
    await end(id, 'COMPLETED', new Date(slots.at(-1)!.getTime() + 1_400_000));
    expect(await latest(id)).toBe('done');
    await end(id, 'COMPLETED', new Date(slots.at(-1)!.getTime() + 1_501_000));
    expect(await latest(id)).toBe('late');
  });
});

describe('gaps', () => {
  it('are listed by state, and backfilled once', async () => {
    const id = await withGaps('gaps');
    const missed = await asManager(() =>
      service().list({ ...range(), scheduleId: id, states: ['missed', 'late'] }, 3, 0),
    );
    expect(missed.total).toBe(5);
    expect(missed.slots.map((slot) => slot.fireAt)).toEqual([slots[4], slots[3], slots[2]]);
    const filter = { ...range(), scheduleId: id };
    expect(await asManager(() => service().backfill(filter, true))).toEqual({ matched: 5, backfilled: 0 });
    expect(await asManager(() => service().backfill(filter, false))).toEqual({ matched: 5, backfilled: 5 });
    expect(await asManager(() => service().backfill(filter, false))).toEqual({ matched: 0, backfilled: 0 });
    expect((await one.firedFor(id)).sort()).toEqual(slots.map((slot) => slot.toISOString()));
  });

  it('are backfilled once when three people do so at the same time', async () => {
    const id = await withGaps('together');
    const filter = { ...range(), scheduleId: id };
    const done = await Promise.all([1, 2, 3].map(() => asManager(() => service().backfill(filter, false))));
    expect(done.reduce((sum, one) => sum + one.backfilled, 0)).toBe(5);
    expect(await one.firedFor(id)).toHaveLength(6);
  });

  it('are backfilled once beside a tick that comes back to them', async () => {
    const { id } = await one.put('returning', { cron, misfire: 'all', graceSeconds: 60 });
    await one.sleptSince(id, slots[0]!);
    await Promise.all([one.tick(), asManager(() => service().backfill({ ...range(), scheduleId: id }, false))]);
    expect((await one.firedFor(id)).sort()).toEqual(slots.map((slot) => slot.toISOString()));
  });

  it('whose job was given up run as that job again, with the data of today', async () => {
    const id = await withGaps('given-up');
    await end(id, 'DEAD', slots.at(-1)!);
    const filter = { from: slots.at(-1)!, to: new Date(), scheduleId: id };
    await one.world.db.query(`UPDATE schedule SET data = '{"key":"mended"}' WHERE id = $1`, [id]);
    expect(await asManager(() => service().backfill(filter, false))).toEqual({ matched: 1, backfilled: 1 });
    expect(await one.firedFor(id)).toHaveLength(1);
    expect(await one.world.count(`schedule_id = $1 AND status <> 'DEAD' AND data ->> 'key' = 'mended'`, [id])).toBe(1);
  });

  it('of kinds that nobody starts by hand, and of single people, are left to themselves', async () => {
    await one.world.db.query('DELETE FROM schedule');
    const id = await withGaps('startable');
    const others = [await withGaps('of-the-platform'), await withGaps('of-a-person')];
    await one.world.db.query(`UPDATE schedule SET name = 'webhook-delivery' WHERE id = $1`, [others[0]]);
    await one.world.db.query(`UPDATE schedule SET data = data || '{"userId":"x"}' WHERE id = $1`, [others[1]]);
    const missed = (scheduleId?: string) =>
      asManager(() => service().list({ ...range(), scheduleId, states: ['missed'] }, 50, 0));
    expect(new Set((await missed()).slots.map(({ scheduleId }) => scheduleId))).toEqual(new Set([id, others[0]]));
    expect((await missed(others[1])).total).toBe(5);
    expect(await asManager(() => service().backfill(range(), true))).toEqual({ matched: 5, backfilled: 0 });
    expect(await asManager(() => service().backfill(range(), false))).toEqual({ matched: 5, backfilled: 5 });
    expect(await one.firedFor(id)).toHaveLength(6);
    const named = asManager(() => service().backfill({ ...range(), scheduleId: others[0] }, false));
    await expect(named).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect((await missed(others[0])).total).toBe(5);
  });

  it('do not show, and are not run, in another tenant', async () => {
    const id = await withGaps('foreign');
    const asB = <T>(work: () => Promise<T>) => one.node.as(one.world.b, work);
    expect(await asB(() => service().list(range(), 10, 0))).toEqual({ slots: [], total: 0 });
    expect(await asB(() => service().backfill(range(), false))).toEqual({ matched: 0, backfilled: 0 });
    const backfill = asB(() => service().backfill({ ...range(), scheduleId: id }, false));
    await expect(backfill).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(asB(() => service().waive(id, slots[0]!, 'x'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

it('the slots of many people are not read for those of the business, neither by the list nor by alerts', async () => {
  const { world, node } = one;
  const { id } = await one.put('of-many', { cron });
  await world.db.query(`UPDATE schedule SET data = data || '{"userId":"x"}' WHERE id = $1`, [id]);
  await world.db.query(
    `WITH done AS (
       INSERT INTO job_history (id, tenant_id, name, status, data, max_attempts, schedule_id, scheduled_for, completed_at)
       SELECT ledger_id(at), $1, 'test-once', 'COMPLETED', '{}', 1, $2, at, at
       FROM generate_series(1, 5000) n, LATERAL (SELECT now() - n * interval '5 seconds' AS at) made RETURNING *)
     INSERT INTO schedule_slot (tenant_id, schedule_id, fire_at, job_id)
     SELECT tenant_id, schedule_id, scheduled_for, id FROM done`,
    [world.a, id],
  );
  await world.db.query('ANALYZE schedule, schedule_slot, job_history');
  interface Plan {
    'Relation Name'?: string;
    'Actual Rows': number;
    'Actual Loops': number;
    'Rows Removed by Filter'?: number;
    Plans?: Plan[];
  }
  /** Rows of slots and final jobs that a plan has read. */
  const read = (plan: Plan): number => {
    const ofThese = /schedule_slot|job_history/.test(plan['Relation Name'] ?? '');
    const own = (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)) * plan['Actual Loops'];
    return (ofThese ? own : 0) + (plan.Plans ?? []).reduce((sum, inner) => sum + read(inner), 0);
  };
  const planOf = (rows: { 'QUERY PLAN': { Plan: Plan }[] }[]) => read(rows[0]!['QUERY PLAN'][0]!.Plan);
  const explain = 'EXPLAIN (ANALYZE, FORMAT JSON)';
  const list = `${explain} SELECT count(*) FROM (${SLOTS_OF}) fitting`;
  const values = [null, null, new Date(Date.now() - 86_400_000), null];
  const listed = await one.as(() => node.app.get(TenantDatabase).transaction((tx) => tx.rows<never>(list, values)));
  expect(planOf(listed)).toBeLessThan(500);
  await world.db.query(
    `INSERT INTO alert_rule (id, tenant_id, name, kind, threshold, window_minutes, min_jobs, emails, enabled)
     VALUES ($1, $2, 'x', 'missed_slot', 1, 60, 1, '{}', false)`,
    [id, world.a],
  );
  const measured = await node.app
    .get(SystemDatabase)
    .rows<never>(`${explain} ${measureSql(['missed_slot'])}`, [[id], []]);
  expect(planOf(measured)).toBeLessThan(500);
});

describe('a waiver', () => {
  const waive = (id: string, at: Date, reason = 'closed for winter') =>
    asManager(() => service().waive(id, at, reason));

  it('takes a missed slot out of the gaps, with its reason', async () => {
    const id = await withGaps('waived');
    expect(await waive(id, slots[1]!)).toMatchObject({ state: 'waived', waiveReason: 'closed for winter' });
    expect(await waive(id, slots[1]!, 'again')).toMatchObject({ waiveReason: 'again' });
    expect(await asManager(() => service().backfill({ ...range(), scheduleId: id }, false))).toMatchObject({
      backfilled: 4,
    });
    expect(await one.firedFor(id)).not.toContain(slots[1]!.toISOString());
  });

  it('keeps a slot to come from firing, also one far ahead, and outlives an edit', async () => {
    const { id, nextRunAt } = await one.put('holiday', { cron });
    const later = new Date(nextRunAt!.getTime() + 86_400_000);
    await waive(id, nextRunAt!);
    await waive(id, later);
    await one.put('holiday', { cron, data: { key: 'holiday' } });
    expect(await one.states(id, { to: undefined })).toEqual([
      [nextRunAt!.toISOString(), 'waived'],
      [later.toISOString(), 'waived'],
    ]);
    // Its time comes.
    await one.world.db.query('UPDATE schedule_slot SET fire_at = $2 WHERE schedule_id = $1 AND fire_at = $3', [
      id,
      slots.at(-1),
      nextRunAt,
    ]);
    await one.sleptSince(id, slots.at(-1)!);
    await one.tick();
    expect(await one.firedFor(id)).toEqual([]);
    expect(await one.states(id)).toEqual([[slots.at(-1)!.toISOString(), 'waived']]);
  });

  it('is refused for what has run, and for an instant that is no slot', async () => {
    const id = await withGaps('refused');
    await expect(waive(id, slots.at(-1)!)).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(waive(id, new Date(slots[0]!.getTime() + 60_000))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(waive(id, new Date(Date.now() + 86_400_123))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

it('a run by hand is a job of the schedule and leaves its slots alone', async () => {
  const { id, nextRunAt } = await one.put('by-hand', { cron });
  const job = await asManager(() => one.node.app.get(ScheduleControl).run(id));
  expect(job).toMatchObject({ type: 'test-once', metadata: { byHand: true }, data: { key: 'by-hand' } });
  expect(await one.firedFor(id)).toHaveLength(1);
  expect(await one.states(id, { to: undefined })).toEqual([[nextRunAt!.toISOString(), 'owed']]);
  expect((await one.as(() => one.node.app.get(ScheduleControl).find(id))).nextRunAt).toEqual(nextRunAt);
});
