import { expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';

const script = join(resolve(import.meta.dirname, '../..'), 'scripts/fuzz-parts.mjs');

it('ends well for a hundred damaged files of every format', () => {
  // The seed of a run that failed is printed, and goes here or behind --seed to see it again.
  const { status, stdout } = spawnSync(process.execPath, [script, '--short'], { encoding: 'utf8' });
  expect({ status, stdout }).toMatchObject({ status: 0 });
  expect(stdout).toMatch(/ priced\n/);
  expect(stdout).toMatch(/ truncated\n/);
});
