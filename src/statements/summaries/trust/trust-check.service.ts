import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { assertDate } from '../../../platform/http/date-fields.js';
import { formatMoney } from '../../../platform/money/index.js';
import { PayoutsService } from '../../payouts/payouts.service.js';
import type { TrustCheckResponse, TrustCurrencyResponse, TrustStayResponse } from './trust-check.dto.js';
import { LATEST_STATED, MOVED, NOT_STATED, OWED_BY_CHANNEL, TOLD } from './trust-check.sql.js';
import { type Moved, type Told, trustSides } from './trust-sides.js';

type InCurrency<T> = T & { currency: string };
type StayRow = InCurrency<Omit<TrustStayResponse, 'amount'> & { amountMinor: number }>;

const NOTHING = {
  ...{ linesMinor: 0, expensesMinor: 0, openingMinor: 0, otherMinor: 0 },
  ...{ stayLinesMinor: 0, owedMinor: 0, heldMinor: 0, convertedStays: 0 },
};

/** Whether the account that holds the owners' money holds what it owes. */
@Injectable()
export class TrustCheck {
  constructor(
    private readonly db: TenantDatabase,
    private readonly payouts: PayoutsService,
  ) {}

  check(asOf: string): Promise<TrustCheckResponse> {
    assertDate('asOf', asOf);
    return this.db.transaction(async (tx) => {
      const told = await tx.rows<InCurrency<Told & { convertedStays: number }>>(TOLD, [asOf]);
      const moved = await tx.rows<InCurrency<Moved>>(MOVED, [asOf]);
      const owed = await tx.rows<InCurrency<{ channel: string; amountMinor: number }>>(OWED_BY_CHANNEL, [asOf]);
      const paid = await this.payouts.paidUntil(asOf);
      const notStated = await tx.rows<StayRow>(NOT_STATED, [asOf]);
      const stated = await tx.rows<StayRow>(LATEST_STATED, [asOf]);
      const names = [...new Set([...[...told, ...moved].map(({ currency }) => currency), ...paid.keys()])].sort();
      const currencies = names.map((currency): TrustCurrencyResponse => {
        const own = told.find((one) => one.currency === currency) ?? NOTHING;
        const of = <T extends { currency: string }>(rows: readonly T[]) =>
          rows.filter((one) => one.currency === currency);
        const sides = trustSides(own, of(moved), paid.get(currency) ?? 0, of(owed));
        return {
          ...answer(sides, currency),
          convertedStays: own.convertedStays,
          notStated: sides.channels.some(({ gapMinor }) => gapMinor > 0) ? of(notStated).map(stayAnswer) : [],
          latestStated: sides.channels.some(({ gapMinor }) => gapMinor < 0) ? of(stated).map(stayAnswer) : [],
        };
      });
      return { asOf, balanced: currencies.every(({ difference }) => Number(difference) === 0), currencies };
    });
  }
}

function answer(sides: ReturnType<typeof trustSides>, currency: string) {
  const money = (minor: number) => formatMoney(minor, currency);
  const { manager, taxes } = sides;
  return {
    currency,
    bank: money(sides.bankMinor),
    owners: money(sides.ownersMinor),
    manager: {
      earned: money(manager.earnedMinor),
      withdrawn: money(manager.withdrawnMinor),
      expenses: money(manager.expensesMinor),
      bank: money(manager.bankMinor),
      given: money(manager.givenMinor),
      total: money(manager.totalMinor),
    },
    taxes: {
      collected: money(taxes.collectedMinor),
      remitted: money(taxes.remittedMinor),
      unpaid: money(taxes.unpaidMinor),
    },
    difference: money(sides.differenceMinor),
    channels: sides.channels.map(({ channel, receivedMinor, statedMinor, gapMinor }) => ({
      channel,
      received: money(receivedMinor),
      stated: money(statedMinor),
      gap: money(gapMinor),
    })),
    deposits: money(sides.depositsMinor),
    corrections: money(sides.correctionsMinor),
    unexplained: money(sides.unexplainedMinor),
  };
}

function stayAnswer({ currency, amountMinor, ...stay }: StayRow): TrustStayResponse {
  return { ...stay, amount: formatMoney(amountMinor, currency) };
}
