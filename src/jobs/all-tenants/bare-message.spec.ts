import { describe, expect, it } from '@jest/globals';
import { bareMessage } from './bare-message.js';

describe('the message of an error for an operator', () => {
  it.each([
    ['Rate of category 3 is missing on 2026-12-24', 'Rate of category 3 is missing on 2026-12-24'],
    ['No guest "Ana Costa" and no “Rui”', 'No guest "…" and no “…”'],
    ['550 5.1.1 <ana.costa@example.test>: mailbox unknown', '550 5.1.1 <…>: mailbox unknown'],
    ['No SMS to +351 912 345 678, nor to 0049(30)1234567', 'No SMS to …, nor to …'],
    ["The hotel's file and the owner's file differ", "The hotel's file and the owner's file differ"],
    [
      'Job 01980000-0000-7000-8000-000000000001 at 2026-11-28T03:00:00.000Z',
      'Job 01980000-0000-7000-8000-000000000001 at 2026-11-28T03:00:00.000Z',
    ],
    ['connect ECONNREFUSED 127.0.0.1:5432', 'connect ECONNREFUSED 127.0.0.1:5432'],
    ['', ''],
  ])('%s', (message, bare) => expect(bareMessage(message)).toBe(bare));
});
