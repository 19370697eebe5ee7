import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { PmsHarness } from '../pms/harness.js';
import { Desk } from './desk.js';
import { type Operation, Pairs } from './pairs.js';
import { Upkeep } from './upkeep.js';

/** How many calls of each operation of a pair run at once. */
const EACH = 2;

const DESK = [
  ...['group A,B', 'group B,A', 'date move', 'cancel', 'reinstate', 'check-in', 'longer or shorter stay', 'check-out'],
  ...['room move', 'step back'],
  ...['charge', 'payment', 'correction', 'window', 'invoice', 'credit note', 'stop-sell', 'price override', 'closure'],
  ...['retirement', 'generation', 'recalculation', 'no-show check', 'invoice generation', 'close of the day'],
];
const UPKEEP = [
  ...['reading', 'meter reset', 'work done', 'work waived', 'plan changed', 'maintenance run', 'housekeeping round'],
  ...['task done', 'shifts', 'default rule', 'job settings', 'generation on', 'hotel changed'],
];

/** Every pair of operations at once: no answer is a 5xx, and there is no deadlock, not even one that a retry resolves. */
describe('operations against each other', () => {
  let pms: PmsHarness;
  let pairs: Pairs;
  let desk: Desk;
  let upkeep: Upkeep;

  beforeAll(async () => {
    pms = await PmsHarness.start({ DATABASE_POOL_SIZE: '10' });
    pairs = new Pairs(pms, EACH);
    desk = await Desk.open(pms);
    upkeep = await Upkeep.open(pms);
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    await pms.stop();
  });

  async function against(name: string, names: readonly string[], operations: Record<string, Operation>) {
    const wrong: Record<string, string[]> = {};
    for (const other of names.slice(names.indexOf(name))) {
      const found = await pairs.run(operations[name]!, operations[other]!);
      if (found.length > 0) wrong[`${name} / ${other}`] = found;
    }
    expect(wrong).toEqual({});
  }

  it('the lists are whole', () => {
    expect(Object.keys(desk.operations)).toEqual(DESK);
    expect(Object.keys(upkeep.operations)).toEqual(UPKEEP);
  });

  it.each([
    ['groups of A,B and of B,A for the same nights', 'group A,B', 'group B,A'],
    ['date moves of the same nights', 'date move', 'date move'],
    ['work done and the meter set back', 'work done', 'meter reset'],
  ])('many at once: %s', async (_, a, b) => {
    const operations = { ...desk.operations, ...upkeep.operations };
    expect(await pairs.run(operations[a]!, operations[b]!, 16)).toEqual([]);
  });

  it.each(DESK)('at the desk: %s', async (name) => {
    await desk.refill();
    await against(name, DESK, desk.operations);
  });

  it.each(UPKEEP)('upkeep: %s', (name) => against(name, UPKEEP, upkeep.operations));

  describe('afterwards', () => {
    it('every counter says what the reservations add up to', async () => {
      const off = await pms.sql(
        `SELECT i.category_id, i.stay_date, i.sold, coalesce(n.sold, 0) AS reserved FROM inventory_day i
         LEFT JOIN (SELECT sold_category_id, stay_date, sum(quantity) AS sold FROM reservation_night GROUP BY 1, 2) n
           ON n.sold_category_id = i.category_id AND n.stay_date = i.stay_date
         WHERE i.sold <> coalesce(n.sold, 0)`,
      );
      expect(off).toEqual([]);
    });

    it('every booking holds the nights that its state says', async () => {
      const off = await pms.sql(
        `SELECT b.status, b.departure - b.arrival AS nights, count(n.stay_date) AS held FROM booking b
         LEFT JOIN reservation_night n ON n.reservation_id = b.id
         WHERE b.status IN ('confirmed', 'checked_in', 'checked_out', 'cancelled')
         GROUP BY b.id HAVING count(n.stay_date) <> CASE b.status WHEN 'cancelled' THEN 0 ELSE b.departure - b.arrival END`,
      );
      expect(off).toEqual([]);
    });

    it('invoices are numbered without gaps, and their chain is whole', async () => {
      const chain = await desk.invoices.chain();
      expect(chain.series.length).toBeGreaterThan(0);
      expect(chain.sound).toBe(true);
    });

    it('something of everything was done', async () => {
      const [done] = await pms.sql<Record<string, number>>(
        `SELECT (SELECT count(*) FROM booking WHERE group_id IS NOT NULL) AS groups,
           (SELECT count(*) FROM booking WHERE status = 'cancelled') AS cancelled,
           (SELECT count(*) FROM booking WHERE checked_in_at IS NOT NULL) AS come,
           (SELECT count(*) FROM booking WHERE checked_out_at IS NOT NULL) AS gone,
           (SELECT count(*) FROM folio_line WHERE kind = 'charge') AS charges,
           (SELECT count(*) FROM folio_line WHERE kind = 'correction') AS corrections,
           (SELECT count(*) FROM folio_payment) AS payments,
           (SELECT count(*) FROM invoice WHERE kind = 'invoice') AS invoices,
           (SELECT count(*) FROM invoice WHERE kind = 'credit_note') AS credits,
           (SELECT count(*) FROM business_day WHERE status = 'closed') AS days,
           (SELECT count(*) FROM work_order WHERE state = 'done') AS works,
           (SELECT count(*) FROM meter_reading WHERE kind = 'reset') AS resets,
           (SELECT count(*) FROM hk_task WHERE state = 'done') AS tasks,
           (SELECT count(*) FROM no_show_record) AS no_shows`,
      );
      expect(Object.entries(done!).filter(([, count]) => count === 0)).toEqual([]);
    });

    it('Postgres has counted no deadlock', async () => {
      await pms.platform.leave();
      expect(await pairs.deadlocks()).toBe(0);
    });
  });
});
