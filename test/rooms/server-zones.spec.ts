import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RoomsHarness } from './harness.js';

let rooms: RoomsHarness;
let url: string;
beforeAll(async () => {
  rooms = await RoomsHarness.start();
  url = (rooms.pool.options as { connectionString: string }).connectionString;
});
afterAll(() => rooms?.stop());

/** A server reads its zone when it starts, so each zone is a process of its own; Postgres gets the same zone. */
describe.each([
  ['UTC', [0, 0]],
  ['Europe/Madrid', [-60, -120]],
  ['America/Havana', [300, 240]],
])('on a server in %s', (zone, offsets) => {
  it('A3 and A5: every date exactly once', async () => {
    const { id } = await rooms.category({ rooms: 1, timeZone: 'Europe/Madrid' });
    const [database] = await rooms.sql<{ name: string }>('SELECT current_database() AS name');
    await rooms.sql(`ALTER DATABASE ${database!.name} SET timezone TO '${zone}'`);
    const jobs = [
      { roomCategoryId: id, startDate: '2024-01-01', endDate: '2024-12-31', batchSize: 100 },
      { roomCategoryId: id, startDate: '2026-03-28', endDate: '2026-03-31' },
      { roomCategoryId: id, startDate: '2026-10-24', endDate: '2026-10-27' },
      // Havana has no midnight on 2026-03-08.
      { roomCategoryId: id, startDate: '2026-03-07', endDate: '2026-03-10', batchSize: 2 },
    ];
    const run = spawnSync(
      process.execPath,
      [resolve(import.meta.dirname, 'server-zone.mjs'), url, rooms.tenantId, JSON.stringify(jobs)],
      { env: { ...process.env, NODE_OPTIONS: '', TZ: zone }, encoding: 'utf8' },
    );
    expect(run.stderr).toBe('');
    const { offsets: found, answers } = JSON.parse(run.stdout) as {
      offsets: number[];
      answers: { totalDatesProcessed: number; totalRoomsCreated: number; dates: string[] }[];
    };
    expect(found).toEqual(offsets);
    expect(answers[0]).toMatchObject({ totalDatesProcessed: 366, totalRoomsCreated: 366 });
    expect(new Set(answers[0]!.dates).size).toBe(366);
    for (const [i, first, last] of [
      [1, 28, 31],
      [2, 24, 27],
      [3, 7, 10],
    ] as const) {
      expect(answers[i]).toMatchObject({ totalDatesProcessed: 4, totalRoomsCreated: 4 });
      const days = answers[i]!.dates.map((date) => Number(date.slice(8)));
      expect(days).toEqual(Array.from({ length: last - first + 1 }, (_, n) => first + n));
    }
  });
});
