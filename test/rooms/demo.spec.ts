import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DEMO_TENANTS, seedRooms } from '../../src/cli/demo/rooms-demo.js';
import { CronRoomGenerationService } from '../../src/rooms/index.js';
import { RoomsHarness } from './harness.js';

let rooms: RoomsHarness;
beforeAll(async () => {
  rooms = await RoomsHarness.start();
});
afterAll(() => rooms?.stop());

it.each(DEMO_TENANTS)('the demo of $slug is made once, and its first sweep opens every night', async (tenant) => {
  const id = randomUUID();
  await rooms.addTenant(id);
  const cron = rooms.get(CronRoomGenerationService);
  const seed = () => rooms.as(() => seedRooms(rooms.app, tenant), id);
  const made = await seed();
  expect(await seed()).toEqual(made);
  expect(await rooms.sql('SELECT count(*) AS n FROM room WHERE tenant_id = $1', [id])).toEqual([{ n: made.rooms }]);

  await rooms.as(async () => {
    expect(await cron.status()).toMatchObject({ isRunning: true, daysAhead: tenant.daysAhead });
    const { body } = await cron.execute({});
    expect(body.data).toMatchObject({ success: true, totalRoomsCreated: made.rooms * tenant.daysAhead });
    // Once stopped by hand, the seed does not start it again.
    await cron.stop();
    await seedRooms(rooms.app, tenant);
    expect(await cron.status()).toMatchObject({ isRunning: false });
  }, id);
});
