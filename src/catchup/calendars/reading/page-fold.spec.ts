import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RemoteEvent, RemoteTombstone } from '../../sources/calendar-source.js';
import { foldPage } from './page-fold.js';

const WINDOW = { start: new Date('2026-03-01T00:00:00Z'), end: new Date('2026-05-01T00:00:00Z') };

function event(externalId: string, start: string, end = start, over: Partial<RemoteEvent> = {}): RemoteEvent {
  return {
    externalId,
    deleted: false,
    start: new Date(start),
    end: new Date(end),
    allDay: false,
    status: 'confirmed',
    transparent: false,
    eventType: 'default',
    response: null,
    summary: null,
    attendees: [],
    updatedAt: null,
    ...over,
  };
}
const gone = (externalId: string, series?: boolean): RemoteTombstone => ({ externalId, deleted: true, series });
const INSIDE = ['2026-03-10T10:00:00Z', '2026-03-10T11:00:00Z'] as const;
const fold = (...items: (RemoteEvent | RemoteTombstone)[]) => foldPage({ items }, WINDOW);
const idsOf = ({ events }: ReturnType<typeof fold>) => events.map(({ externalId }) => externalId);

describe('what a page does', () => {
  it('the last item about an event counts', () => {
    const change = fold(event('a', ...INSIDE), gone('b'), gone('a'), event('b', ...INSIDE));
    expect([idsOf(change), change.gone]).toEqual([['b'], ['a']]);
    expect(change.counts).toEqual({ upserted: 1, deleted: 1, ignored: 2 });
  });

  it('a deletion needs no dates', () => {
    expect(fold(gone('a'))).toMatchObject({ gone: ['a'], counts: { upserted: 0, deleted: 1, ignored: 0 } });
  });

  it.each([
    ['ends where the window begins', '2026-02-28T23:00:00Z', '2026-03-01T00:00:00Z', false],
    ['reaches into it', '2026-02-28T23:00:00Z', '2026-03-01T00:00:01Z', true],
    ['begins where it ends', '2026-05-01T00:00:00Z', '2026-05-01T01:00:00Z', false],
    ['has no length', '2026-03-01T00:00:00Z', '2026-03-01T00:00:00Z', true],
    ['spans it', '2026-01-01T00:00:00Z', '2026-07-01T00:00:00Z', true],
  ])('an event that %s', (_, start, end, inside) => {
    const change = fold(event('a', start, end));
    expect([idsOf(change), change.gone]).toEqual(inside ? [['a'], []] : [[], ['a']]);
    expect(change.counts).toEqual({ upserted: inside ? 1 : 0, deleted: 0, ignored: inside ? 0 : 1 });
  });

  it('a series that is gone takes the instances told before it along, and no others', () => {
    const own = ['s_20260310T100000Z', 's_20260310', 's_1_20260310T100000Z'];
    // The second half of a series that was split, and an instance of it.
    const others = ['sx', 's_R20260310T100000', 's_R20260310T100000_20260310T100000Z'];
    const told = [...own, ...others].map((id) => event(id, ...INSIDE));
    const change = fold(...told, gone('s', true), event('s_20260317', ...INSIDE));
    expect([idsOf(change), change.series]).toEqual([[...others, 's_20260317'], ['s']]);
  });

  it('cuts what the table cannot keep, and leaves out what has no usable id', () => {
    const odd = event('a', INSIDE[1], INSIDE[0], {
      summary: `\0${'x'.repeat(2_000)}`,
      attendees: Array.from({ length: 400 }, (_, n) => `${n}@example.test`),
    });
    const change = fold(odd, event('', ...INSIDE), event('y'.repeat(1_201), ...INSIDE));
    const [row] = change.events;
    expect([row!.summary!.length, row!.attendees.length, row!.endsAt]).toEqual([1_000, 300, row!.startsAt]);
    expect(change.counts).toEqual({ upserted: 1, deleted: 0, ignored: 2 });
  });

  it('tells of every item once, and of no event twice', () => {
    const item = fc.record({
      id: fc.constantFrom('a', 'a_20260301', 'a_20260302', 'b'),
      kind: fc.constantFrom(0, 1, 2, 3),
    });
    fc.assert(
      fc.property(fc.array(item, { maxLength: 30 }), (told) => {
        const items = told.map(({ id, kind }) => {
          if (kind === 0) return event(id, ...INSIDE);
          return kind === 1 ? event(id, '2020-01-01T00:00:00Z') : gone(id, kind === 3);
        });
        const { events, gone: lost, series, counts } = foldPage({ items }, WINDOW);
        const ids = [...events.map(({ externalId }) => externalId), ...lost];
        expect(new Set(ids).size).toBe(ids.length);
        expect(counts.upserted + counts.deleted + counts.ignored).toBe(items.length);
        // The same page, item by item, on a plain map.
        const rows = new Set<string>(['a', 'a_20260301', 'a_20260302', 'b']);
        const there = new Set(rows);
        for (const one of items) {
          there.delete(one.externalId);
          if (one.deleted && one.series)
            for (const id of rows) if (id.startsWith(`${one.externalId}_`)) there.delete(id);
          if (!one.deleted && one.start >= WINDOW.start) there.add(one.externalId);
        }
        const after = new Set(
          [...rows].filter((id) => !lost.includes(id) && !series.some((of) => id.startsWith(`${of}_`))),
        );
        for (const { externalId } of events) after.add(externalId);
        expect([...after].sort()).toEqual([...there].sort());
      }),
    );
  });
});
