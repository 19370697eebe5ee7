import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { LegalEntitiesRepository, type SeriesRow } from '../legal-entities/legal-entities.repository.js';
import { CHAIN_START, type ChainBreak, type ChainEnd, firstBreak } from './invoice-hash.js';
import { InvoicesRepository } from './invoices.repository.js';

/** Invoices read and hashed at a time. */
const PAGE = 500;

export interface CheckedSeries extends SeriesRow {
  /** Invoices that were in order, up to the break if there is one. */
  checked: number;
  lastHash: string;
  break: ChainBreak | null;
}

/** Checks that issued invoices are unchanged: every hash is computed again from the rows. */
@Injectable()
export class ChainService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly entities: LegalEntitiesRepository,
    private readonly invoices: InvoicesRepository,
  ) {}

  /** Each series of the legal entity. @throws AppError NOT_FOUND */
  async verify(legalEntityId: number): Promise<CheckedSeries[]> {
    await this.entities.get(legalEntityId);
    const checked: CheckedSeries[] = [];
    for (const series of await this.entities.series(legalEntityId)) checked.push(await this.check(series));
    return checked;
  }

  private async check(series: SeriesRow): Promise<CheckedSeries> {
    let end: ChainEnd = CHAIN_START;
    for (;;) {
      const page = await this.db.transaction(() => this.invoices.ofSeries(series.id, end.number, PAGE));
      const found = firstBreak(end, page);
      const sound = found ? page.filter(({ number }) => number < found.number) : page;
      end = sound.at(-1) ?? end;
      if (found) return result(series, end, found);
      if (page.length < PAGE) return result(series, end, missingEnd(series, end));
    }
  }
}

/** Numbers the series has given out that no invoice carries. The series is read first, so invoices issued meanwhile can only add to what is found. */
function missingEnd({ nextNo }: SeriesRow, { number }: ChainEnd): ChainBreak | null {
  return number < nextNo - 1 ? { number: number + 1, textNumber: null, reason: 'END' } : null;
}

function result(series: SeriesRow, end: ChainEnd, found: ChainBreak | null): CheckedSeries {
  return { ...series, checked: end.number, lastHash: end.hash, break: found };
}
