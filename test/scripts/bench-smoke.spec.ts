import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { ROOT, runScript } from './run-script.js';

const BENCHES = readdirSync(join(ROOT, 'bench'))
  .filter((name) => name.endsWith('.mjs'))
  .map((name) => name.replace('.mjs', ''));

/** `npm run bench -- --smoke`: the whole bench with tiny sizes. */
describe('benches', () => {
  let codes: Record<string, number>;
  beforeAll(async () => {
    codes = await runScript('bench', ['--smoke']);
  }, 1_200_000);

  it('are there', () => expect(BENCHES.length).toBeGreaterThan(10));

  it.each(BENCHES)('%s runs to its end, and its counts are exact', (name) => {
    expect(codes[name]).toBe(0);
  });
});
