import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, it } from '@jest/globals';

const CHILD = resolve(import.meta.dirname, 'support/export-child.mjs');

/** A process of its own with little memory, in a place of the world. */
function write(format: string, rows: number, env: Record<string, string> = {}) {
  const run = spawnSync(process.execPath, ['--max-old-space-size=128', CHILD, format, String(rows)], {
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    encoding: 'utf8',
  });
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout) as { sha256: string; lines: number; peakMb: number };
}

it.each([
  ['csv', 150_000],
  ['xlsx', 60_000],
  ['pdf', 10_000],
])(
  'B6: %s of many rows takes hardly more memory than of few, and is the same in any language and zone',
  (format, rows) => {
    const few = write(format, 2_000, { LANG: 'en_US.UTF-8', TZ: 'UTC' });
    const many = write(format, rows);
    if (format === 'csv') expect(many.lines).toBe(rows + 1);
    expect(many.peakMb - few.peakMb).toBeLessThan(60);
    expect(write(format, 2_000, { LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8', TZ: 'Asia/Tokyo' }).sha256).toBe(
      few.sha256,
    );
  },
);
