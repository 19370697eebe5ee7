import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Moved, type Told, trustSides } from './trust-sides.js';

const NOTHING: Told = {
  ...{ linesMinor: 0, expensesMinor: 0, openingMinor: 0, otherMinor: 0 },
  ...{ stayLinesMinor: 0, owedMinor: 0, heldMinor: 0 },
};

/**
 * By hand: a stay of rent 1,000.00, cleaning 120.00 and 30.00 tax that the host hands over, channel 168.00; its payout is 982.00.
 * Fee 20 % of the rent, cleaning for the manager, tax kept: the owner is told 1,000.00 - 168.00 - 200.00 = 632.00, and of an
 * expense of 80.00. The manager has 200.00 + 120.00, and holds 30.00.
 */
const STAY: Told = {
  ...NOTHING,
  linesMinor: 55_200,
  expensesMinor: -8_000,
  stayLinesMinor: 63_200,
  owedMinor: 98_200,
  heldMinor: 3_000,
};
const OWED = [{ channel: 'airbnb', amountMinor: 98_200 }];
const PAID_IN: Moved = { kind: 'channel_receipt', channel: 'airbnb', amountMinor: 98_200 };

describe('the trust check', () => {
  it('finds owners, manager and taxes in the bank', () => {
    const sides = trustSides(STAY, [PAID_IN], 0, OWED);
    expect(sides).toMatchObject({
      ...{ bankMinor: 98_200, ownersMinor: 55_200, differenceMinor: 0, channels: [], unexplainedMinor: 0 },
      // The manager paid for the expense and has not taken it out yet.
      manager: { earnedMinor: 32_000, expensesMinor: 8_000, totalMinor: 40_000 },
      taxes: { collectedMinor: 3_000, unpaidMinor: 3_000 },
    });
  });

  it('is at nothing when all have got theirs', () => {
    const out: Moved[] = [
      { kind: 'manager_withdrawal', channel: 'none', amountMinor: -32_000 },
      { kind: 'expense_payment', channel: 'none', amountMinor: -8_000 },
      { kind: 'tax_remittance', channel: 'none', amountMinor: -3_000 },
    ];
    expect(trustSides(STAY, [PAID_IN, ...out], 55_200, OWED)).toMatchObject({
      ...{ bankMinor: 0, ownersMinor: 0, differenceMinor: 0, unexplainedMinor: 0 },
      manager: { totalMinor: 0 },
      taxes: { unpaidMinor: 0 },
    });
  });

  it('names the channel that has not paid yet, and the one that has paid for what is not stated', () => {
    const other: Moved = { kind: 'channel_receipt', channel: 'booking', amountMinor: 5_000 };
    expect(trustSides(STAY, [other], 0, OWED)).toMatchObject({
      differenceMinor: -93_200,
      channels: [
        { channel: 'airbnb', receivedMinor: 0, statedMinor: 98_200, gapMinor: -98_200 },
        { channel: 'booking', receivedMinor: 5_000, statedMinor: 0, gapMinor: 5_000 },
      ],
      unexplainedMinor: 0,
    });
  });

  it('takes an amount given by hand from the manager, and an opening balance that was never paid in for a difference', () => {
    const told = { ...NOTHING, linesMinor: 19_000, otherMinor: 4_000, openingMinor: 15_000 };
    expect(trustSides(told, [], 0, [])).toMatchObject({
      ...{ ownersMinor: 19_000, differenceMinor: -15_000, depositsMinor: -15_000, unexplainedMinor: 0 },
      manager: { totalMinor: -4_000 },
    });
  });

  it('leaves nothing unexplained, whatever has moved', () => {
    const amount = fc.integer({ min: -1e9, max: 1e9 });
    const kinds = [
      'channel_receipt',
      'guest_receipt',
      'owner_deposit',
      'interest',
      'correction_in',
      'guest_refund',
    ].concat(['manager_withdrawal', 'tax_remittance', 'expense_payment', 'bank_fee', 'correction_out']);
    const movement = fc.record({
      kind: fc.constantFrom(...kinds),
      channel: fc.constantFrom('airbnb', 'none'),
      amountMinor: amount,
    });
    fc.assert(
      fc.property(
        fc.array(movement),
        amount,
        fc.record({
          expensesMinor: amount,
          openingMinor: amount,
          otherMinor: amount,
          stayLinesMinor: amount,
          heldMinor: amount,
        }),
        amount,
        (moved, paid, parts, owed) => {
          const { expensesMinor, openingMinor, otherMinor, stayLinesMinor } = parts;
          const linesMinor = expensesMinor + openingMinor + otherMinor + stayLinesMinor;
          const told = { ...parts, linesMinor, owedMinor: owed };
          const sides = trustSides(told, moved, paid, [{ channel: 'airbnb', amountMinor: owed }]);
          expect(sides.unexplainedMinor).toBe(0);
        },
      ),
    );
  });
});
