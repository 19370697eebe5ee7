import { addDays } from '../../platform/dates/index.js';
import { formatMoney } from '../../platform/money/index.js';
import { type DatedFee, feeAt } from '../penalties/cancellation.js';
import { toStepResponses } from '../penalties/penalty-rules.service.js';
import type { BookingRow } from './booking-row.js';
import type { BookingResponse, ListedBookingResponse } from './bookings.dto.js';
import type { ListedBooking } from './bookings.service.js';
import type { CancellationResponse } from './cancellation.dto.js';

/** A booking as clients see it. */
export function toBookingResponse(row: BookingRow): BookingResponse {
  const {
    penalty,
    nightPricesMinor,
    totalMinor,
    cancelFeeMinor,
    cancelFeeLineId,
    cancelFeeWaived,
    version: _,
    cancelledFrom: __,
    ...booking
  } = row;
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
      cancellation: toStepResponses(penalty.cancellation ?? [], row.currency),
    },
    total: money(totalMinor),
    nights: nightPricesMinor.map((price, index) => ({ date: addDays(row.arrival, index), price: money(price) })),
    createdAt: row.createdAt.toISOString(),
    checkedInAt: row.checkedInAt?.toISOString() ?? null,
    checkedOutAt: row.checkedOutAt?.toISOString() ?? null,
    cancelledAt: row.cancelledAt?.toISOString() ?? null,
    cancellationFee:
      cancelFeeMinor === null
        ? null
        : { amount: money(cancelFeeMinor), charged: cancelFeeLineId !== null, waivedBecause: cancelFeeWaived },
  };
}

/** A booking of a list, with where the guest is and what is owed. */
export function toListedResponse({ room, balanceMinor, ...row }: ListedBooking): ListedBookingResponse {
  return { ...toBookingResponse(row), room, balance: formatMoney(balanceMinor, row.currency) };
}

/** What cancelling costs, as clients see it. */
export function toCancellationResponse(
  { id, currency }: BookingRow,
  fees: readonly DatedFee[],
  now: Date,
): CancellationResponse {
  const money = (minor: number) => formatMoney(minor, currency);
  return {
    bookingId: id,
    fee: money(feeAt(fees, now)),
    currency,
    fees: fees.map(({ from, feeMinor }) => ({ from: from.toISOString(), fee: money(feeMinor) })),
  };
}
