import { describe, expect, it } from '@jest/globals';
import { paramsHash, paramsOf, type RunRequest, toParams } from './run-params.js';

const OCTOBER: RunRequest = {
  ownerId: 'all',
  startDate: '2025-10-01',
  endDate: '2025-10-31',
  calculationType: 'checkout',
};

describe('parameters of a run', () => {
  it('are repeated as they were asked for', () => {
    expect(paramsOf(toParams(OCTOBER))).toEqual({
      startDate: '2025-10-01',
      endDate: '2025-10-31',
      calculationType: 'checkout',
    });
    const one: RunRequest = { ...OCTOBER, ownerId: 4, propertyId: 9, grouping: 'owner', calculationType: undefined };
    expect(paramsOf(toParams(one))).toEqual({
      startDate: '2025-10-01',
      endDate: '2025-10-31',
      grouping: 'owner',
      ownerId: 4,
      propertyId: 9,
    });
  });

  it('name the same work by the same hash, whatever was left out', () => {
    const hash = (over: Partial<RunRequest> = {}) => paramsHash(toParams({ ...OCTOBER, ...over }));
    expect(hash({ grouping: 'listing' })).toBe(hash());
    const others: Partial<RunRequest>[] = [
      { startDate: '2025-10-02' },
      { endDate: '2025-10-30' },
      { calculationType: 'checkin' },
      { calculationType: undefined },
      { grouping: 'owner' },
      { ownerId: 1 },
      { propertyId: 1 },
    ];
    expect(new Set([hash(), ...others.map(hash)]).size).toBe(1 + others.length);
    expect(hash({ ownerId: 1 })).not.toBe(hash({ propertyId: 1 }));
  });

  it.each([
    [{ startDate: '2025-02-30' }, 'startDate'],
    [{ endDate: '2025-09-30' }, 'endDate'],
    [{ endDate: '2027-10-03' }, 'endDate'],
  ])('%j is refused', (over, path) => {
    expect(() => toParams({ ...OCTOBER, ...over })).toThrow(
      expect.objectContaining({ errors: [expect.objectContaining({ path })] }),
    );
  });

  it('a day, and the longest period, are taken', () => {
    expect(toParams({ ...OCTOBER, endDate: '2025-10-01' }).to).toBe('2025-10-01');
    expect(toParams({ ...OCTOBER, endDate: '2027-10-02' }).to).toBe('2027-10-02');
  });
});
