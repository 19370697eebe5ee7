import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, type LocalDate, parseLocalDate as d } from '../../../platform/dates/index.js';
import { changeFrom, faultOf, type KeptShare, type Share, WHOLE_BP } from './shares.js';

const FIRST = d('2025-01-01');
const day = (n: number) => addDays(FIRST, n);

/** Carries out what changeFrom asks for, as the database does. */
function apply(kept: readonly KeptShare[], from: LocalDate, shares: readonly Share[]): KeptShare[] {
  const { drop, cut, add } = changeFrom(kept, from, shares);
  const next = Math.max(0, ...kept.map(({ id }) => id)) + 1;
  return [
    ...kept
      .filter(({ id }) => !drop.includes(id))
      .map((share) => (cut.includes(share.id) ? { ...share, until: from } : share)),
    ...add.map((share, n) => ({ ...share, id: next + n, from, until: null })),
  ];
}

const on = (kept: readonly KeptShare[], night: LocalDate): Share[] =>
  kept
    .filter(({ from, until }) => from <= night && (until === null || night < until))
    .map(({ ownerId, shareBp }) => ({ ownerId, shareBp }))
    .sort((a, b) => a.ownerId - b.ownerId);

/** One to four owners whose shares total the whole. */
const whole = fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }).chain((owners) =>
  fc
    .uniqueArray(fc.integer({ min: 1, max: WHOLE_BP - 1 }), {
      minLength: owners.length - 1,
      maxLength: owners.length - 1,
    })
    .map((marks) => {
      const edges = [0, ...marks.sort((a, b) => a - b), WHOLE_BP];
      return owners.map((ownerId, n) => ({ ownerId, shareBp: edges[n + 1]! - edges[n]! }));
    }),
);

describe('shares', () => {
  it.each([
    [[{ ownerId: 1, shareBp: 10_000 }], undefined],
    [[], undefined],
    [[{ ownerId: 1, shareBp: 9_999 }], 'The shares must total 10000 basis points, not 9999'],
    [
      [
        { ownerId: 1, shareBp: 6_000 },
        { ownerId: 2, shareBp: 6_000 },
      ],
      'The shares must total 10000 basis points, not 12000',
    ],
    [
      [
        { ownerId: 1, shareBp: 5_000 },
        { ownerId: 1, shareBp: 5_000 },
      ],
      'An owner stands there twice',
    ],
  ])('%j', (shares, fault) => expect(faultOf(shares)).toBe(fault));

  it('C14: sold on 1 July, the night of 30 June is the old owner’s, that of 1 July the new one’s', () => {
    const before = apply([], d('2025-01-01'), [{ ownerId: 1, shareBp: WHOLE_BP }]);
    const after = apply(before, d('2025-07-01'), [{ ownerId: 2, shareBp: WHOLE_BP }]);
    const nights = ['2025-06-28', '2025-06-29', '2025-06-30', '2025-07-01', '2025-07-02'].map(d);
    expect(nights.map((night) => on(after, night)[0]!.ownerId)).toEqual([1, 1, 1, 2, 2]);
  });

  it('an owner whose share goes on keeps its row', () => {
    const before = apply([], FIRST, [
      { ownerId: 1, shareBp: 4_000 },
      { ownerId: 2, shareBp: 6_000 },
    ]);
    const change = changeFrom(before, day(9), [
      { ownerId: 1, shareBp: 4_000 },
      { ownerId: 3, shareBp: 6_000 },
    ]);
    expect(change).toEqual({ drop: [], cut: [2], add: [{ ownerId: 3, shareBp: 6_000 }] });
  });

  it('after any history each night has the shares that were last set for it, which total the whole', () => {
    const step = fc.record({ at: fc.integer({ min: 0, max: 40 }), shares: fc.oneof(whole, fc.constant([])) });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (history) => {
        let kept: KeptShare[] = [];
        // The same by nights: each change writes all nights from its day on.
        const nights: Share[][] = Array.from({ length: 45 }, () => []);
        for (const { at, shares } of history) {
          kept = apply(kept, day(at), shares);
          nights.fill(
            [...shares].sort((a, b) => a.ownerId - b.ownerId),
            at,
          );
        }
        nights.forEach((shares, n) => {
          expect(on(kept, day(n))).toEqual(shares);
          if (shares.length > 0) expect(shares.reduce((sum, { shareBp }) => sum + shareBp, 0)).toBe(WHOLE_BP);
        });
        // What the database would refuse: an empty span, or two of one owner that overlap.
        for (const one of kept) {
          expect(one.until === null || one.from < one.until).toBe(true);
          const others = kept.filter((other) => other !== one && other.ownerId === one.ownerId);
          for (const other of others)
            expect(
              (one.until !== null && one.until <= other.from) || (other.until !== null && other.until <= one.from),
            ).toBe(true);
        }
      }),
    );
  });
});
