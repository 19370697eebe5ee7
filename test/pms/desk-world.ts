import { expect } from '@jest/globals';
import { RoomAssignmentService } from '../../src/rooms/index.js';
import { day, type PmsHarness, type World } from './harness.js';

export type Body = Record<string, unknown>;

/** What the cases of the front desk have in common: a hotel of their own, and what a desk does there. */
export function deskWorld(harness: () => PmsHarness) {
  let world: World;
  const api = (method: string, path: string, body?: unknown) => harness().api(method, path, body);
  const on = (offset: number) => day(world, offset);

  /** A hotel whose rooms have nights on sale from -5 to 30. */
  async function hotel(rooms = 2) {
    world = await harness().hotel({
      rooms,
      from: day({ timeZone: 'Europe/Lisbon' }, -5),
      to: day({ timeZone: 'Europe/Lisbon' }, 30),
    });
  }
  const stay = (arrival: number, departure: number, over: object = {}) => ({
    hotelId: world.hotelId,
    roomCategoryId: world.categoryId,
    arrival: on(arrival),
    departure: on(departure),
    guestName: 'Ana Sousa',
    ...over,
  });
  async function book(arrival: number, departure: number, over: object = {}): Promise<{ id: string; path: string }> {
    const { status, body, text } = await api('POST', '/bookings', stay(arrival, departure, over));
    expect([status, status === 201 ? '' : text]).toEqual([201, '']);
    return { id: String(body['id']), path: `/bookings/${String(body['id'])}` };
  }
  const assign = (reservationId: string, room: string, span: object = {}) =>
    harness().as(() =>
      harness()
        .get(RoomAssignmentService)
        .assignRoom({ reservationId, roomId: world.roomIds[room]!, ...span }),
    );
  const roomOf = async (path: string, body: Body = {}) => {
    const come = await api('POST', `${path}/check-in`, body);
    const rooms = come.body['rooms'] as { roomId: number }[] | undefined;
    const number = Object.entries(world.roomIds).find(([, id]) => id === rooms?.[0]?.roomId)?.[0];
    return number ?? come.body['detail'];
  };
  const sold = async (offset: number) => {
    const [row] = await harness().sql<{ sold: number }>(
      'SELECT sold FROM inventory_day WHERE category_id = $1 AND stay_date = $2',
      [world.categoryId, on(offset)],
    );
    return row!.sold;
  };
  const set = (from: number, settings: Body, to = from) =>
    api('PATCH', `/room-categories/${world.categoryId}/inventory`, { from: on(from), to: on(to), ...settings });
  const reasons = (body: Body) => ((body['refusals'] ?? []) as { reason: string }[]).map(({ reason }) => reason);

  return {
    ...{ api, on, hotel, stay, book, assign, roomOf, sold, set, reasons },
    /** The hotel that was made last. */
    get world() {
      return world;
    },
  };
}
