import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { deskWorld } from './desk-world.js';
import type { PmsHarness } from './harness.js';

const ID = randomUUID();
/** Every body that asks for a reason, and what else it needs. */
const REASONS: [path: string, member: string, other?: object][] = [
  [`/bookings/${ID}/cancel`, 'reason'],
  [`/bookings/${ID}/cancel`, 'waiveFee'],
  [`/bookings/${ID}/confirm`, 'overrideReason'],
  [`/bookings/${ID}/confirm`, 'pastArrivalReason'],
  [`/bookings/${ID}/move`, 'reason'],
  [`/bookings/${ID}/swap-rooms`, 'reason', { bookingId: ID }],
  [`/bookings/${ID}/undo-check-in`, 'reason'],
  [`/bookings/${ID}/undo-check-out`, 'reason'],
  [`/invoices/${ID}/credit-notes`, 'reason'],
  [`/folios/${ID}/lines/1/correct`, 'reason'],
  ['/housekeeping/tasks/2147483647/cancel', 'reason'],
  ['/housekeeping/tasks/2147483647/reopen', 'reason'],
  ['/housekeeping/tasks/2147483647/postpone', 'reason'],
  ['/work-orders/2147483647/cancel', 'reason'],
];

/** What requests say by null, and by nothing but blanks. */
export function bodyCases(harness: () => PmsHarness): void {
  const desk = deskWorld(harness);
  const { api, hotel, stay, book } = desk;

  describe('a body', () => {
    it.each(REASONS)('%s has a %s that says something', async (path, member, other = {}) => {
      for (const reason of [null, '', ' \n '])
        expect(await api('POST', path, { ...other, [member]: reason })).toMatchObject({ status: 400 });
      expect((await api('POST', path, { ...other, [member]: 'Agreed' })).status).toBe(404);
    });

    it('a member that is null was not sent', async () => {
      await hotel(4);
      const nothing = { channelReference: null, penaltyRuleId: null, nightPrices: null, guestEmail: null, notes: null };
      const group = [stay(0, 2, nothing), stay(0, 2, nothing)];
      const { status, body } = await api('POST', '/bookings/groups', { bookings: group });
      expect(status).toBe(201);
      const [{ id }] = body['bookings'] as [{ id: string }];
      expect((await api('POST', `/bookings/${id}/check-in`, { roomId: null })).status).toBe(200);
      const moved = await api('POST', `/bookings/${id}/move`, { roomId: null, roomCategoryId: null, reason: 'Noise' });
      expect(moved.status).toBe(200);
      const { hotelId } = desk.world;
      const { businessDate } = (await api('GET', `/hotels/${hotelId}/business-days/current`)).body;
      const closed = await api('POST', `/hotels/${hotelId}/business-days/${String(businessDate)}/close`, {
        waive: null,
      });
      expect(closed.body['code']).toBe('DAY_NOT_OVER');
      expect((await api('POST', '/jobs/trigger/no-show-check', { hotelId: null })).status).toBe(400);
    });

    it('takes what a guest has said away by null', async () => {
      await hotel();
      const { path } = await book(1, 2, { guestEmail: 'ana@example.test', guestCountry: 'PT', notes: 'Quiet' });
      const none = { guestEmail: null, guestCountry: null, notes: null };
      expect((await api('PATCH', path, none)).body).toMatchObject(none);
    });
  });
}
