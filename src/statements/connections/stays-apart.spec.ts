import { describe, expect, it } from '@jest/globals';
import type { KnownStay } from './known-stays.js';
import type { ProviderStay } from './provider/provider.js';
import { apart } from './stays-apart.js';

const CANCELLED = { status: 'cancelled', rentMinor: 0 };
const told = (externalId: string, more: object = {}): ProviderStay => ({
  externalId,
  booking: true,
  raw: null,
  facts: {
    ...{ channel: 'booking', code: 'BC1', status: 'confirmed', rentMinor: 30_000, cleaningMinor: 0, extrasMinor: 0 },
    ...{ payoutMinor: null, review: [], ...more },
  } as never,
});
const kept = (code: string, externalId: string, more: Partial<KnownStay> = {}): KnownStay => ({
  ...{ id: code, channel: 'booking', code, listingId: 1, externalId, externalListing: 'A', matched: true },
  ...{ gone: false, own: true, asked: true, ...more },
});
const [X, Y, Z] = [kept('BC1/X', 'X'), kept('BC1/Y', 'Y'), kept('BC1', 'X')];

describe('two records with one code', () => {
  it.each<[string, ProviderStay[], KnownStay[], [record: string, code: string, status: string, review: number][]]>([
    [
      'both known: one is cancelled under its own code',
      [told('X', CANCELLED), told('Y')],
      [X, Y],
      [
        ['X', 'BC1/X', 'cancelled', 1],
        ['Y', 'BC1/Y', 'confirmed', 1],
      ],
    ],
    [
      'both known: both are cancelled',
      [told('X', CANCELLED), told('Y', CANCELLED)],
      [X, Y],
      [
        ['X', 'BC1/X', 'cancelled', 1],
        ['Y', 'BC1/Y', 'cancelled', 1],
      ],
    ],
    ['both known, and one is told alone', [told('Y')], [X, Y], [['Y', 'BC1/Y', 'confirmed', 1]]],
    [
      'one known by the code alone is cancelled',
      [told('X', CANCELLED), told('Y')],
      [Z, Y],
      [
        ['Y', 'BC1/Y', 'confirmed', 1],
        ['X', 'BC1', 'cancelled', 1],
      ],
    ],
    [
      'the other of one known by the code alone is cancelled',
      [told('X'), told('Y', CANCELLED)],
      [Z, Y],
      [
        ['Y', 'BC1/Y', 'cancelled', 1],
        ['X', 'BC1', 'confirmed', 1],
      ],
    ],
    [
      'two new ones beside one that is cancelled',
      [told('X', CANCELLED), told('Y'), told('W')],
      [Z],
      [
        ['X', 'BC1', 'cancelled', 1],
        ['Y', 'BC1/Y', 'confirmed', 1],
        ['W', 'BC1/W', 'confirmed', 1],
      ],
    ],
    [
      'a third one beside two that are known',
      [told('X'), told('Y'), told('W')],
      [X, Y],
      [
        ['X', 'BC1/X', 'confirmed', 1],
        ['Y', 'BC1/Y', 'confirmed', 1],
        ['W', 'BC1/W', 'confirmed', 1],
      ],
    ],
    [
      'a cancelled one that is not known gives way',
      [told('X'), told('Y', CANCELLED)],
      [Z],
      [['X', 'BC1', 'confirmed', 0]],
    ],
    [
      'one made anew takes the code of what was cancelled',
      [told('X', CANCELLED), told('Y')],
      [Z],
      [['Y', 'BC1', 'confirmed', 0]],
    ],
    ['and of what is gone', [told('Y')], [{ ...Z, gone: true }], [['Y', 'BC1', 'confirmed', 0]]],
    [
      'and of a listing that is no longer matched',
      [told('Y')],
      [{ ...Z, externalListing: 'B', matched: false }],
      [['Y', 'BC1', 'confirmed', 0]],
    ],
    [
      'not of one at another listing that is matched with ours',
      [told('Y')],
      [{ ...Z, externalListing: 'B' }],
      [['Y', 'BC1/Y', 'confirmed', 1]],
    ],
    [
      'not of one of another listing',
      [told('Y'), told('W', CANCELLED)],
      [{ ...Z, listingId: 2 }],
      [['Y', 'BC1/Y', 'confirmed', 1]],
    ],
    ['which is not cancelled with them', [told('Y', CANCELLED), told('W', CANCELLED)], [{ ...Z, listingId: 2 }], []],
  ])('%s', (_, stays, known, is) => {
    const all = apart(stays, known, { listingId: 1, parts: ['A'] });
    expect(
      all.map(({ externalId, facts: { code, status, review } }) => [externalId, code, status, review.length]),
    ).toEqual(is);
  });
});
