import { describe, expect, it } from '@jest/globals';
import { askedBy, nextSmsStep } from './sms-outbox-rules.js';

const standing = { state: 'queued' as const, leaseLeftMs: 0, optedOut: false, late: false, closed: false };

describe('the next step of a message', () => {
  it.each([
    [{}, { step: 'send' }],
    [{ optedOut: true }, { step: 'over', state: 'opted_out' }],
    [{ late: true }, { step: 'over', state: 'failed' }],
    [{ closed: true }, { step: 'over', state: 'failed' }],
    [
      { state: 'sending' as const, leaseLeftMs: 900 },
      { step: 'wait', ms: 900 },
    ],
    // Its sender died: the provider may have it.
    [{ state: 'sending' as const }, { step: 'look-up', otherwise: 'send' }],
    [{ state: 'ambiguous' as const }, { step: 'look-up', otherwise: 'send' }],
    [
      { state: 'ambiguous' as const, optedOut: true },
      { step: 'look-up', otherwise: 'opted_out' },
    ],
    [
      { state: 'ambiguous' as const, late: true },
      { step: 'look-up', otherwise: 'failed' },
    ],
    [{ state: 'sent' as const }, { step: 'over', state: 'sent' }],
    [{ state: 'delivered' as const }, { step: 'over', state: 'delivered' }],
    [{ state: 'undelivered' as const }, { step: 'over', state: 'undelivered' }],
    [{ state: 'failed' as const }, { step: 'over', state: 'failed' }],
  ])('%j: %j', (over, step) => expect(nextSmsStep({ ...standing, ...over })).toEqual(step));
});

describe('a reply', () => {
  it.each([
    ['STOP', 'stop'],
    [' stop. ', 'stop'],
    ['Stop All', 'stop'],
    ['unsubscribe', 'stop'],
    ['Cancel', 'stop'],
    ['END', 'stop'],
    ['quit!', 'stop'],
    ['ＳＴＯＰ', 'stop'],
    ['start', 'start'],
    ['Yes', 'start'],
    ['UNSTOP', 'start'],
    ['help?', 'help'],
    ['Cancel the coffee on Tuesday', undefined],
    ['please don’t stop', undefined],
    ['', undefined],
    ['👍', undefined],
  ])('%j asks for %s', (body, asked) => expect(askedBy(body)).toBe(asked));
});
