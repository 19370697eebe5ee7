import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from '@jest/globals';

const script = pathToFileURL(join(import.meta.dirname, '../../scripts/lib/faketime.mjs')).href;
const { removeLeftMemory } = (await import(script)) as { removeLeftMemory: (folder: string) => void };

it('removes the shared memory of processes that are gone, and nothing else', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nightshift-memory-'));
  try {
    const { pid: gone } = spawnSync(process.execPath, ['--version']);
    const kept = [
      `faketime_shm_${process.pid}`,
      `sem.faketime_sem_${process.pid}`,
      'PostgreSQL.1',
      `sem.other_${gone}`,
    ];
    for (const name of [...kept, `faketime_shm_${gone}`, `sem.faketime_sem_${gone}`])
      writeFileSync(join(folder, name), '');
    removeLeftMemory(folder);
    expect(readdirSync(folder).sort()).toEqual(kept.sort());
  } finally {
    rmSync(folder, { recursive: true });
  }
});
