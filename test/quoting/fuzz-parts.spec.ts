import { expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';

const script = join(resolve(import.meta.dirname, '../..'), 'scripts/fuzz-parts.mjs');
/** Always the same, so that a failure can be seen again; `npm run fuzz:parts` tries others, and more files. */
const SEED = '20261127';

it('ends well for sixty damaged files of every format', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, '--short', '--seed', SEED], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`fuzz-parts.mjs ended with ${status}\n${stdout}\n${stderr}`);
  expect(stdout).toMatch(/60 of stl, obj, 3mf, dxf, step, igs; /);
  expect(stdout).toMatch(/ priced\n/);
  expect(stdout).toMatch(/ truncated\n/);
});
