import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { ROOT, runScript } from './run-script.js';

const ALL = readdirSync(join(ROOT, 'bench'))
  .filter((name) => name.endsWith('.mjs'))
  .map((name) => name.replace('.mjs', ''));
const DAY = 86_400_000;
/** Every fourth one, others each day: together they are a fifth of what all tests cost. */
const BENCHES = ALL.filter((_, index) => index % 4 === Math.floor(Date.now() / DAY) % 4);

/** `npm run bench -- --smoke name …`: benches with tiny sizes. */
describe('benches', () => {
  let codes: Record<string, number>;
  beforeAll(async () => {
    codes = await runScript('bench', ['--smoke', ...BENCHES]);
  }, 1_200_000);

  it('are there', () => expect(ALL.length).toBeGreaterThan(10));

  it.each(BENCHES)('%s runs to its end, and its counts are exact', (name) => {
    expect(codes[name]).toBe(0);
  });
});
