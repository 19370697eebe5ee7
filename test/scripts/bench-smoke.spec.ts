import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { ROOT, runScript } from './run-script.js';

const ALL = readdirSync(join(ROOT, 'bench'))
  .filter((name) => name.endsWith('.mjs'))
  .map((name) => name.replace('.mjs', ''));
/** Half of them on even days, half on odd ones: together they are a fifth of what all tests cost. */
const BENCHES = ALL.filter((_, index) => index % 2 === new Date().getUTCDate() % 2);

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
