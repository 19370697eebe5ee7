import { describe, expect, it } from '@jest/globals';
import { addDays, parseLocalDate } from '../../platform/dates/index.js';
import { AHEAD_DAYS, demoBookings, PAST_DAYS } from './bookings-demo.rules.js';
import { Random } from './random.js';

const TODAY = parseLocalDate('2026-11-23');
const rooms = Array.from({ length: 30 }, (_, index) => ({ id: index + 1, roomCategoryId: 1, priceMinor: 120_00 }));
const bookings = demoBookings(new Random(1), rooms, TODAY);

describe('the demo hotel', () => {
  it('is the same on every machine', () => {
    expect(demoBookings(new Random(1), rooms, TODAY)).toEqual(bookings);
  });

  it('is believable: who cancels, who does not come, how full it is', () => {
    const share = (status: string) => bookings.filter((one) => one.status === status).length / bookings.length;
    expect(share('cancelled')).toBeCloseTo(0.36, 2);
    expect(share('no_show')).toBeGreaterThan(0.001);
    expect(share('no_show')).toBeLessThan(0.02);
    const sleeping = (offset: number) => {
      const date = addDays(TODAY, offset);
      const here = ['confirmed', 'checked_in', 'checked_out'];
      return bookings.filter((b) => here.includes(b.status) && b.arrival <= date && b.departure > date).length / 30;
    };
    const mean = (from: number, to: number) => {
      const days = Array.from({ length: to - from + 1 }, (_, index) => sleeping(from + index));
      return days.reduce((sum, one) => sum + one, 0) / days.length;
    };
    expect(mean(-80, -1)).toBeGreaterThan(0.6);
    expect(mean(-80, -1)).toBeLessThan(0.9);
    expect(mean(90, 115)).toBeLessThan(mean(0, 20));
    expect(bookings.some((one) => one.arrival < addDays(TODAY, -PAST_DAYS + 5))).toBe(true);
    expect(bookings.some((one) => one.arrival > addDays(TODAY, AHEAD_DAYS - 15))).toBe(true);
  });

  it('gives no room twice', () => {
    for (const room of rooms) {
      const here = bookings.filter(({ roomId }) => roomId === room.id);
      expect(here.length).toBeLessThanOrEqual(1);
    }
    const nights = bookings
      .filter(({ status }) => ['confirmed', 'checked_in', 'checked_out'].includes(status))
      .flatMap((b) => b.nightPricesMinor.map((_, index) => addDays(b.arrival, index)));
    const counts = new Map<string, number>();
    for (const night of nights) counts.set(night, (counts.get(night) ?? 0) + 1);
    expect(Math.max(...counts.values())).toBeLessThanOrEqual(rooms.length);
  });
});
