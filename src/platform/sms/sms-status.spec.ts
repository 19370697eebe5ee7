import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rankOf, stateOf, supersedes } from './sms-status.js';

const STATUSES = ['accepted', 'queued', 'sending', 'sent', 'delivered', 'undelivered', 'failed', 'canceled', 'read'];

/** What is known after callbacks in this order. */
const after = (statuses: readonly string[]) =>
  statuses.reduce<string | null>((known, one) => (supersedes(one, known) ? one : known), null);

describe('callbacks of a status', () => {
  it.each([
    [['delivered', 'sent'], 'delivered'],
    [['sent', 'delivered'], 'delivered'],
    [['sent', 'queued', 'sending'], 'sent'],
    [['queued', 'queued'], 'queued'],
    [['undelivered', 'delivered'], 'undelivered'],
    [['delivered', 'failed'], 'delivered'],
    [['delivered', 'read'], 'delivered'],
    [['sent', 'partially_delivered', 'sent'], 'partially_delivered'],
    [['received', 'toString', ''], null],
  ])('%j end as %j (E16)', (statuses, end) => expect(after(statuses)).toBe(end));

  it('never go back, whatever their order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...STATUSES), { minLength: 1 }), (statuses) => {
        const highest = Math.max(...statuses.map((one) => rankOf(one)!));
        expect(rankOf(after(statuses)!)).toBe(highest);
      }),
    );
  });

  it('that the provider took a message is no delivery', () => {
    expect(['accepted', 'queued', 'sending', 'sent'].map(stateOf)).toEqual(['sent', 'sent', 'sent', 'sent']);
    expect(['delivered', 'undelivered', 'failed', 'canceled'].map(stateOf)).toEqual([
      'delivered',
      'undelivered',
      'failed',
      'failed',
    ]);
  });
});
