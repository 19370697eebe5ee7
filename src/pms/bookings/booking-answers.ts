import { addDays } from '../../platform/dates/index.js';
import { formatMoney } from '../../platform/money/index.js';
import type { BookingRow } from './booking-row.js';
import type { BookingResponse } from './bookings.dto.js';

/** A booking as clients see it. */
export function toBookingResponse(row: BookingRow): BookingResponse {
  const { penalty, nightPricesMinor, totalMinor, version: _, cancelledFrom: __, ...booking } = row;
  const money = (minor: number) => formatMoney(minor, row.currency);
  return {
    ...booking,
    penalty: {
      ruleId: penalty.ruleId,
      name: penalty.name,
      percent: penalty.percent,
      nights: penalty.nights,
      flat: money(penalty.flatMinor),
      capToStay: penalty.capToStay,
      taxCode: penalty.tax?.code ?? null,
    },
    total: money(totalMinor),
    nights: nightPricesMinor.map((price, index) => ({ date: addDays(row.arrival, index), price: money(price) })),
    createdAt: row.createdAt.toISOString(),
    checkedInAt: row.checkedInAt?.toISOString() ?? null,
    checkedOutAt: row.checkedOutAt?.toISOString() ?? null,
    cancelledAt: row.cancelledAt?.toISOString() ?? null,
  };
}
