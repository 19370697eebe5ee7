import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { v7 } from 'uuid';
import { LeaseTable } from './lease-table.js';

describe('LeaseTable', () => {
  it('shows another thread exactly what is held, whatever was put and removed before', () => {
    const step = fc.record({ put: fc.boolean(), which: fc.nat(), token: fc.integer({ min: 1, max: 2 ** 31 - 1 }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const table = new LeaseTable();
        const other = new LeaseTable(table.memory);
        const held = new Map<number, string>();
        for (const { put, which, token } of steps) {
          const places = [...held.keys()];
          if (put || places.length === 0) {
            const job = { id: v7(), token };
            held.set(table.put(job)!, `${job.id}.${token}`);
          } else {
            const place = places[which % places.length]!;
            table.remove(place);
            held.delete(place);
          }
        }
        expect(
          other
            .list()
            .map(({ id, token }) => `${id}.${token}`)
            .sort(),
        ).toEqual([...held.values()].sort());
      }),
      { numRuns: 30 },
    );
  });

  it('says so when it is full, and takes more once something was removed', () => {
    const table = new LeaseTable();
    let last: number | undefined;
    let places = 0;
    for (
      let place = table.put({ id: v7(), token: 1 });
      place !== undefined;
      place = table.put({ id: v7(), token: 1 })
    ) {
      last = place;
      places++;
    }
    expect(places).toBeGreaterThan(10_000);
    table.remove(last!);
    expect(table.put({ id: v7(), token: 1 })).toBe(last);
    expect(table.list()).toHaveLength(places);
  });

  it('counts signs of life and beats apart', () => {
    const table = new LeaseTable();
    const other = new LeaseTable(table.memory);
    table.sign();
    table.sign();
    table.beaten();
    expect([other.signs, other.beats]).toEqual([2, 1]);
  });
});
