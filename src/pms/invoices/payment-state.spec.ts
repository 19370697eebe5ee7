import { describe, expect, it } from '@jest/globals';
import { settlementOf } from './payment-state.js';

describe('payment state', () => {
  it.each([
    [403_98, 0, 0, 403_98, 'open'],
    [403_98, 0, 300_00, 103_98, 'partly_paid'],
    [403_98, 0, 403_98, 0, 'paid'],
    [403_98, 0, 410_00, -6_02, 'overpaid'],
    [403_98, -110_00, 293_98, 0, 'paid'],
    [403_98, -403_98, 0, 0, 'credited'],
    [403_98, -403_98, 100_00, -100_00, 'overpaid'],
  ])('gross %i, credited %i, paid %i: %i is left, %s', (gross, credited, paid, balanceMinor, state) => {
    expect(settlementOf(gross, credited, paid)).toEqual({ balanceMinor, state });
  });
});
