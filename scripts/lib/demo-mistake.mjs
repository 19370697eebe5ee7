import { todayIn } from './demo-days.mjs';

/** Where somebody has mistyped a year. */
export const HOTEL = 'Hotel La Plaza';

/**
 * A mistake for the console to show: the nights of the holidays are ordered with the dates of last year. The job is given up at
 * once, because dates that are past are opened by no retry, and waits as a dead letter for somebody who corrects the year.
 */
export async function orderLastYear(call, hotelId) {
  const { timezone } = await call('GET', `/api/v1/hotels/${hotelId}`);
  const { roomCategories } = await call('GET', `/api/v1/room-categories?hotelId=${hotelId}`);
  const year = Number(todayIn(timezone).slice(0, 4)) - 1;
  const data = { roomCategoryId: roomCategories[0].id, startDate: `${year}-12-23`, endDate: `${year}-12-31` };
  await call('POST', '/api/v1/jobs', { type: 'room-generation', data });
}
