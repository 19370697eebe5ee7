import { formatMoney } from '../../platform/money/index.js';
import { payable } from './calculation/totals.js';
import type { StatementSummary } from './statement-row.js';
import type { StatementLine, StatementStay, StatementView } from './statement-types.js';
import type {
  StatementLineResponse,
  StatementResponse,
  StatementStayResponse,
  StatementSummaryResponse,
} from './statements.dto.js';

export function toSummary(row: StatementSummary): StatementSummaryResponse {
  const { id, number, version, state, ownerId, ownerName, listingId, from, to, currency } = row;
  const { payableMinor, shortfallMinor } = payable(row.closingMinor, row.reserveMinor);
  const money = (minor: number) => formatMoney(minor, currency);
  return {
    ...{ id, number, version, state, ownerId, ownerName, listingId, from, to, currency },
    ...{ opening: money(row.openingMinor), net: money(row.netMinor), payouts: money(row.payoutsMinor) },
    ...{ closing: money(row.closingMinor), reserve: money(row.reserveMinor), payable: money(payableMinor) },
    ...{ shortfall: money(shortfallMinor), left: money(row.leftMinor), goesOnTo: row.goesOnTo },
    calculatedAt: row.calculatedAt.toISOString(),
    finalisedAt: row.finalisedAt && row.finalisedAt.toISOString(),
  };
}

export function toResponse(view: StatementView, summary: StatementSummary): StatementResponse {
  const money = (minor: number) => formatMoney(minor, view.currency);
  const { owner, listings, shares, recognition, agreements, warnings } = view;
  return {
    ...toSummary(summary),
    ...{ owner, listings, shares, recognition, agreements, warnings },
    calculationType: summary.calculationType,
    ...{ revenue: money(view.revenueMinor), fees: money(view.feesMinor), expenses: money(view.expensesMinor) },
    adjustments: money(view.adjustmentsMinor),
    stays: view.stays.map((stay) => toStay(stay, money)),
    lines: view.lines.map((line) => toLine(line, money)),
    paid: view.payouts.map(({ amountMinor, ...paid }) => ({ ...paid, amount: money(amountMinor) })),
  };
}

type Money = (minor: number) => string;

function toLine({ amountMinor, original, ...line }: StatementLine, money: Money): StatementLineResponse {
  const { amountMinor: minor, ...how } = original ?? { amountMinor: 0 };
  const before = original && {
    ...(how as Omit<typeof original, 'amountMinor'>),
    amount: formatMoney(minor, original.currency),
  };
  return { ...line, amount: money(amountMinor), original: before };
}

function toStay(stay: StatementStay, money: Money): StatementStayResponse {
  const { reservationId, code, channel, guest, listingId, checkIn, checkOut, nightsInPeriod, nights, note } = stay;
  return {
    ...{ reservationId, code, channel, guest, listingId, checkIn, checkOut, nightsInPeriod, nights, note },
    ...{ rent: money(stay.rentMinor), cleaning: money(stay.cleaningMinor), extras: money(stay.extrasMinor) },
    ...{ tax: money(stay.taxMinor), channelFee: money(stay.channelFeeMinor), paymentFee: money(stay.paymentFeeMinor) },
    ...{ managementFee: money(stay.managementFeeMinor), net: money(stay.netMinor) },
  };
}
