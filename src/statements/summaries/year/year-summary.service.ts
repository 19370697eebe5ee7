import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { formatMoney } from '../../../platform/money/index.js';
import type { Owner } from '../../parties/owners/owner.entity.js';
import { OwnersService } from '../../parties/owners/owners.service.js';
import { AMOUNTS, type PaidRow, totalOf, type YearAmounts, type YearRow, withPayouts } from './year-summary.js';
import type { YearAmountsResponse, YearSummaryResponse } from './year-summary.dto.js';
import { MONTHS, PAID, STATEMENTS } from './year-summary.sql.js';

interface StatedYear {
  id: string;
  number: string;
  version: number;
  from: string;
  to: string;
  netMinor: number;
  payoutsMinor: number;
  finalisedAt: Date;
}

export interface YearSummary {
  owner: Owner;
  year: number;
  rows: YearRow[];
  total: YearAmounts;
  statements: StatedYear[];
}

/** A year of an owner, from its final statements. */
@Injectable()
export class YearSummaries {
  constructor(
    private readonly db: TenantDatabase,
    private readonly owners: OwnersService,
  ) {}

  /** @throws AppError NOT_FOUND */
  async read(ownerId: number, year: number): Promise<YearSummary> {
    const owner = await this.owners.get(ownerId);
    return this.db.transaction(async (tx) => {
      const parameters = [ownerId, `${year}-01-01`, `${year}-12-31`];
      const lines = await tx.rows<YearRow>(MONTHS, parameters);
      const rows = withPayouts(lines, await tx.rows<PaidRow>(PAID, parameters));
      const statements = await tx.rows<StatedYear>(STATEMENTS, parameters);
      return { owner, year, rows, total: totalOf(rows), statements };
    });
  }

  async answer(ownerId: number, year: number): Promise<YearSummaryResponse> {
    const { owner, rows, total, statements } = await this.read(ownerId, year);
    const { currency } = owner;
    return {
      ownerId,
      owner: owner.name,
      year,
      currency,
      rows: rows.map((row) => ({
        month: row.month,
        listingId: row.listingId,
        listing: row.listing,
        ...amounts(row, currency),
      })),
      total: amounts(total, currency),
      statements: statements.map(({ netMinor, payoutsMinor, finalisedAt: _, ...statement }) => ({
        ...statement,
        net: formatMoney(netMinor, currency),
        payouts: formatMoney(payoutsMinor, currency),
      })),
    };
  }
}

function amounts(row: YearAmounts, currency: string): YearAmountsResponse {
  const decimal = Object.fromEntries(
    AMOUNTS.map((name) => [name.slice(0, -'Minor'.length), formatMoney(row[name], currency)]),
  );
  return { nights: row.nights, ...decimal } as YearAmountsResponse;
}
