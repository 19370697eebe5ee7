import { beforeEach, describe, expect, it } from '@jest/globals';
import { deskWorld } from './desk-world.js';
import type { PmsHarness } from './harness.js';

/** What a front desk relies on: numbers of channels, and which bookings are refused. */
export function deskBookingCases(harness: () => PmsHarness): void {
  const desk = deskWorld(harness);
  const { api, on, hotel, stay, book, sold } = desk;

  describe('a channel’s number', () => {
    const sent = (over: object = {}) => stay(2, 4, { channel: 'booking.com', channelReference: 'BDC-1', ...over });
    beforeEach(() => hotel(4));

    it('is one booking, however often it is sent, and at once', async () => {
      const all = await Promise.all(Array.from({ length: 4 }, () => api('POST', '/bookings', sent())));
      expect(all.map(({ status }) => status).sort()).toEqual([200, 200, 200, 201]);
      expect(new Set(all.map(({ body }) => body['id'])).size).toBe(1);
      expect(await sold(2)).toBe(1);
      // Another channel may have the same number, and so may a booking without one.
      expect((await api('POST', '/bookings', sent({ channel: 'expedia' }))).status).toBe(201);
      expect((await api('POST', '/bookings', sent({ channelReference: undefined }))).status).toBe(201);
    });

    it.each([
      ['other dates', { departure: undefined }, 'CHANNEL_REFERENCE_TAKEN'],
      ['another guest', { guestName: 'Rui Sousa' }, 'CHANNEL_REFERENCE_TAKEN'],
      ['another price', { nightPrices: ['1.00', '1.00'] }, 'CHANNEL_REFERENCE_TAKEN'],
      [
        'another way to write it',
        { channel: 'Booking.com ', channelReference: ' BDC-1', adults: 2 },
        'CHANNEL_REFERENCE_TAKEN',
      ],
    ])('with %s is refused, naming the booking', async (_name, over, reason) => {
      const { body } = await api('POST', '/bookings', sent());
      const changed = { ...sent(over), ...('departure' in over && { departure: on(5) }) };
      expect((await api('POST', '/bookings', changed)).body).toMatchObject({
        status: 409,
        reason,
        bookingId: body['id'],
      });
      expect(await sold(2)).toBe(1);
    });

    it('of a cancelled booking is refused: it is reinstated', async () => {
      const { body } = await api('POST', '/bookings', sent());
      await api('POST', `/bookings/${String(body['id'])}/cancel`);
      expect((await api('POST', '/bookings', sent())).body).toMatchObject({ status: 409, bookingId: body['id'] });
    });

    it('holds for groups: each room its own, sent again the same group, in part refused', async () => {
      const room = (n: number) => sent({ channelReference: `BDC-1/${n}` });
      const group = (...bookings: object[]) => api('POST', '/bookings/groups', { bookings });
      expect((await group(room(1), room(1))).status).toBe(400);
      const made = await group(room(1), room(2));
      expect(made.status).toBe(201);
      const again = await group(room(1), room(2));
      expect([again.status, again.body['groupId']]).toEqual([200, made.body['groupId']]);
      expect((await group(room(1), room(3))).status).toBe(409);
      expect(await sold(2)).toBe(2);
    });

    it('with a channel or state of null is refused: null is no channel', async () => {
      for (const none of [{ channel: null }, { status: null }])
        expect((await api('POST', '/bookings', sent(none))).status).toBe(400);
    });

    it('is unique in the database', async () => {
      const one = await book(2, 3, { channel: 'expedia', channelReference: 'X1' });
      const two = await book(2, 3, { channel: 'expedia', channelReference: 'X2' });
      const same = harness().sql(`UPDATE booking SET channel = 'Expedia', channel_reference = 'X1' WHERE id = $1`, [
        two.id,
      ]);
      await expect(same).rejects.toMatchObject({ constraint: 'booking_channel_key' });
      expect(one.id).not.toBe(two.id);
    });
  });

  describe('bookings', () => {
    beforeEach(() => hotel());

    it('are for somebody, made, in groups and changed', async () => {
      const nobody = { adults: 0, children: 0 };
      expect((await api('POST', '/bookings', stay(1, 2, nobody))).status).toBe(400);
      expect((await api('POST', '/bookings', stay(1, 2, { adults: 0 }))).status).toBe(400);
      expect((await api('POST', '/bookings', stay(1, 2, { ...nobody, status: 'tentative' }))).status).toBe(400);
      expect((await api('POST', '/bookings/groups', { bookings: [stay(1, 2), stay(1, 2, nobody)] })).status).toBe(400);
      const { id, path } = await book(1, 2);
      expect((await api('PATCH', path, { adults: 0 })).status).toBe(400);
      expect((await api('PATCH', path, { adults: 0, children: 2 })).status).toBe(200);
      const none = harness().sql('UPDATE booking SET children = 0 WHERE id = $1', [id]);
      await expect(none).rejects.toMatchObject({ constraint: 'booking_guests' });
    });

    it('come back in the state they left', async () => {
      for (const status of ['tentative', 'confirmed']) {
        const { path } = await book(1, 3, { status });
        await api('POST', `${path}/cancel`);
        expect((await api('POST', `${path}/reinstate`)).body).toMatchObject({ status, cancelledAt: null });
      }
      expect(await sold(1)).toBe(1);
    });

    it.each(['cancelled', 'no_show'])('do not come back once the stay is over: %s', async (status) => {
      const { id, path } = await book(-3, -1);
      await harness().sql('UPDATE booking SET status = $2 WHERE id = $1', [id, status]);
      expect((await api('POST', `${path}/reinstate`)).body).toMatchObject({ status: 409, code: 'STAY_OVER' });
      await harness().sql(`UPDATE booking SET status = 'tentative' WHERE id = $1`, [id]);
      expect((await api('POST', `${path}/confirm`)).body).toMatchObject({ status: 409, code: 'STAY_OVER' });
    });

    it('that arrive in the past need a reason: made, in groups, moved and confirmed', async () => {
      const silent = { pastArrivalReason: undefined };
      const past = { status: 409, reason: 'PAST_ARRIVAL' };
      expect((await api('POST', '/bookings', stay(-3, 1, silent))).body).toMatchObject(past);
      expect((await api('POST', '/bookings', stay(-3, 1, { ...silent, status: 'tentative' }))).body).toMatchObject(
        past,
      );
      const group = { bookings: [stay(0, 1, silent), stay(-3, 1, silent)] };
      expect((await api('POST', '/bookings/groups', group)).body).toMatchObject(past);
      const { path } = await book(1, 3);
      expect((await api('PATCH', path, { arrival: on(-3), ...silent })).body).toMatchObject(past);
      const option = await book(-3, 2, { status: 'tentative' });
      expect((await api('POST', `${option.path}/confirm`)).body).toMatchObject(past);
      expect((await api('POST', `${option.path}/confirm`, { pastArrivalReason: 'Came' })).status).toBe(200);
      expect((await api('PATCH', option.path, { guestName: 'Rui' })).status).toBe(200);
    });

    it('of last night need none while the night lasts: the business date is yesterday still', async () => {
      await harness().sql('INSERT INTO business_day (tenant_id, hotel_id, business_date) VALUES ($1, $2, $3)', [
        harness().tenantId,
        desk.world.hotelId,
        on(-1),
      ]);
      const silent = { pastArrivalReason: undefined };
      expect((await api('POST', '/bookings', stay(-1, 1, silent))).status).toBe(201);
      expect((await api('POST', '/bookings', stay(-2, 1, silent))).status).toBe(409);
    });
  });
}
