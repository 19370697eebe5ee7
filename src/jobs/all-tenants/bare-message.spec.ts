import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { bareMessage } from './bare-message.js';

describe('the message of an error for an operator', () => {
  it.each([
    ['Rate of category 3 is missing on 2026-12-24', 'Rate of category 3 is missing on 2026-12-24'],
    ['No guest "Ana Costa" and no “Rui”', 'No guest "…" and no “…”'],
    ['550 5.1.1 <ana.costa@example.test>: mailbox unknown', '550 5.1.1 <…>: mailbox unknown'],
    ['No SMS to +351 912 345 678, nor to 0049(30)1234567', 'No SMS to …, nor to …'],
    ["No guest 'Ana Costa' and no «Rui»", "No guest '…' and no «…»"],
    ["The file 'O'Brien.step' of 'Ana'", "The file '…' of '…'"],
    ['No SMS to +351.912.345.678 by 10.20.30.40', 'No SMS to … by 10.20.30.40'],
    ["The hotel's file and the owner's file differ", "The hotel's file and the owner's file differ"],
    [
      'Job 01980000-0000-7000-8000-000000000001 at 2026-11-28T03:00:00.000Z',
      'Job 01980000-0000-7000-8000-000000000001 at 2026-11-28T03:00:00.000Z',
    ],
    ['connect ECONNREFUSED 127.0.0.1:5432', 'connect ECONNREFUSED 127.0.0.1:5432'],
    ['', ''],
  ])('%s', (message, bare) => expect(bareMessage(message)).toBe(bare));

  it('finds names in quotes in what handlers say', () => {
    const folder = new URL('../..', import.meta.url).pathname;
    const said = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
      .flatMap((file) => [...readFileSync(join(folder, file), 'utf8').matchAll(/PermanentJobError\([^;]*?`([^`]*)`/g)])
      .map(([, text]) => text!);
    expect(said.length).toBeGreaterThan(5);
    expect(said.filter((text) => /(?<!["“])\$\{[^}]*name\}/i.test(text))).toEqual([]);
  });
});
