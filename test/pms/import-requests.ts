import { randomUUID } from 'node:crypto';
import { HotelsService, RoomCategoriesService } from '../../src/rooms/index.js';
import type { PmsHarness } from './harness.js';

export interface Accepted {
  id: string;
  jobId: string;
}

/** A hotel with the categories STD and DBL. */
export async function newHotel(pms: PmsHarness): Promise<number> {
  return pms.as(async () => {
    const name = randomUUID();
    const { id } = await pms.get(HotelsService).create({ name, timeZone: 'Europe/Lisbon', currency: 'EUR' });
    for (const code of ['STD', 'DBL'])
      await pms.get(RoomCategoriesService).create({ hotelId: id, code, name: code, basePrice: '100.00' });
    return id;
  });
}

export const pathOf = (hotelId: number, over: Record<string, string> = {}) =>
  `/booking-imports?${new URLSearchParams({ hotelId: String(hotelId), sourceHotel: 'Resort Hotel', roomTypes: 'A:STD,B:DBL', ...over }).toString()}`;

export const send = (pms: PmsHarness, path: string, body: string, headers: Record<string, string> = {}) =>
  pms.platform.call('POST', `/api/v1${path}`, {
    token: pms.platform.a.MANAGER.token,
    body,
    headers: { 'content-type': 'text/csv', ...headers },
  });

export async function accepted(pms: PmsHarness, hotelId: number, file: string): Promise<Accepted> {
  const answer = await send(pms, pathOf(hotelId), file);
  if (answer.status !== 202) throw new Error(answer.text);
  return answer.body as unknown as Accepted;
}
