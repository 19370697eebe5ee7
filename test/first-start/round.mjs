import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Clock } from '../../scripts/lib/faketime.mjs';
import { removePostgres } from '../../scripts/lib/postgres.mjs';
import { stateOf, wrongAfterStart } from './check.mjs';
import { Start } from './start.mjs';

const HELD = 'Hotel La Plaza';

/** A first start during which a full hour passes: after its guests are there, before the server is up. */
export async function acrossTheHour({ folder, library, redisUrl }, { name, at }) {
  const { home, clock, env } = place(folder, library, redisUrl, name);
  clock.set(at - 600_000);
  const onSeeded = async () => clock.set(at - 1_000);
  try {
    const start = await Start.run({ home, clock, env, onSeeded });
    const wrong = await wrongAfterStart(start, { passed: at });
    const code = await start.stop();
    return code === 0 ? wrong : [...wrong, `stopped with ${code}`];
  } finally {
    await removePostgres(join(home, 'data'));
    rmSync(home, { recursive: true, force: true });
  }
}

/**
 * A first start at which one hotel's day cannot be closed, because a guest who is to leave has not. Then somebody opens a
 * hotel in the demo's group, the guest stays longer, and it is started again, and once more.
 */
export async function heldUp({ folder, library, redisUrl }, { name, at }) {
  const { home, clock, env } = place(folder, library, redisUrl, name);
  clock.set(at);
  let guest;
  // The one whose stay ends today should have left yesterday, when the day that is still open was the last of it.
  const overstay = async (one) => {
    const [row] = await one.sql(
      `UPDATE booking SET arrival = arrival - 1, departure = departure - 1 WHERE id = (
         SELECT b.id FROM booking b JOIN hotel h ON h.id = b.hotel_id JOIN demo_step s ON s.hotel_id = h.id
         WHERE h.name = $1 AND s.step = 'night-audit' AND b.status = 'checked_in' AND b.departure = s.business_date + 1
         ORDER BY b.id LIMIT 1) RETURNING id`,
      [HELD],
    );
    guest = row.id;
  };
  const wrong = [];
  let start;
  try {
    start = await Start.run({ home, clock, env, onSeeded: overstay });
    wrong.push(...(await wrongAfterStart(start, { held: HELD })));
    const hotelId = await openHotel(start);
    const before = await stateOf(start, hotelId);
    await start.sql('UPDATE booking SET arrival = arrival + 1, departure = departure + 1 WHERE id = $1', [guest]);
    await start.stop();

    start = await Start.run({ home, clock, env });
    wrong.push(...(await wrongAfterStart(start)).map((line) => `second start: ${line}`));
    // Five jobs at the hotel that was held up, and its close.
    const after = { ...before, closed: before.closed + 1, started: before.started + 5 };
    wrong.push(...difference('second start', await stateOf(start, hotelId), after));
    await start.stop();

    start = await Start.run({ home, clock, env });
    wrong.push(...difference('third start', await stateOf(start, hotelId), after));
    const code = await start.stop();
    if (code !== 0) wrong.push(`stopped with ${code}`);
    return wrong;
  } finally {
    await start?.stop();
    await removePostgres(join(home, 'data'));
    rmSync(home, { recursive: true, force: true });
  }
}

/** A hotel with a guest who is expected today and one who has come. */
async function openHotel(start) {
  const hotel = { name: 'Pensão Sol', timeZone: 'Europe/Lisbon', currency: 'EUR' };
  const { id: hotelId } = await start.call('POST', '/hotels', hotel);
  const category = { hotelId, code: 'DBL', name: 'Double', basePrice: '80.00' };
  const { id: roomCategoryId } = await start.call('POST', '/room-categories', category);
  for (const number of ['1', '2', '3']) await start.call('POST', '/rooms', { roomCategoryId, number });
  const [{ today }] = await start.sql(`SELECT (now() AT TIME ZONE 'Europe/Lisbon')::date::text AS today`);
  const day = (offset) => new Date(Date.parse(today) + offset * 86_400_000).toISOString().slice(0, 10);
  const range = { startDate: today, endDate: day(5) };
  await start.call('POST', '/room-generation', { roomCategoryId, ...range, scheduleType: 'immediate' });
  const stay = { hotelId, roomCategoryId, arrival: today, departure: day(2), guestName: 'Ana Reis' };
  await start.call('POST', '/bookings', stay);
  const { id } = await start.call('POST', '/bookings', { ...stay, guestName: 'Rui Reis' });
  await start.call('POST', `/bookings/${id}/check-in`);
  return hotelId;
}

function difference(when, found, expected) {
  return Object.keys(expected)
    .filter((key) => found[key] !== expected[key])
    .map((key) => `${when}: ${key} ${found[key]}, not ${expected[key]}`);
}

function place(folder, library, redisUrl, name) {
  const slug = name.replaceAll(/[^a-z0-9]+/gi, '-');
  const home = join(folder, slug);
  mkdirSync(home, { recursive: true, mode: 0o711 });
  // Its keys in a Redis that others use too; a port that is free is looked for by the start itself.
  const env = { REDIS_URL: redisUrl, REDIS_PREFIX: `start-${process.pid}-${slug}`, PORT: '3400' };
  return { home, env, clock: new Clock(join(folder, `${slug}.clock`), library) };
}
