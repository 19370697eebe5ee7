import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { ROOT, runScript } from '../scripts/run-script.js';

interface Report {
  starts: { name: string; at: string; wrong: string[] }[];
}

/** The clock comes from Debian's package faketime, which the script installs where it may. */
const there = spawnSync(process.execPath, ['scripts/hours.mjs', '--have'], { cwd: ROOT, encoding: 'utf8' });
if (there.status !== 0)
  process.stderr.write(`\nskipped: first starts by another clock: ${there.stdout}${there.stderr}\n`);

/** The short form of `npm run test:hours`: `npm start` itself, by clocks of the test's choice. */
(there.status === 0 ? describe : describe.skip)('a first start, by another clock', () => {
  let report: Report;
  beforeAll(async () => {
    report = await runScript('hours', ['--short']);
  }, 900_000);

  // The place of each in the report, so that one that was never tried fails.
  it.each([
    [0, 'New Year in Lisbon', 'a year ends between its guests and its night audit'],
    [
      1,
      'a hotel held up, clocks go forward in Europe',
      'one hotel is held up, and later starts leave all others alone',
    ],
  ])('%i: %s', (index, name) => {
    expect(report.starts[index]).toMatchObject({ name, wrong: [] });
  });
});
