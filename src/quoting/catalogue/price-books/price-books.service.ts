import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { type LocalDate, today } from '../../../platform/dates/index.js';
import { AppError, invalid } from '../../../platform/errors/app-error.js';
import { assertDate } from '../../../platform/http/date-fields.js';
import { given } from '../../../platform/http/given.js';
import { formatMoney } from '../../../platform/money/index.js';
import { type CatalogueQuery, type Level, minorOf } from '../fields.js';
import { MasterDataRepository } from '../master-data.repository.js';
import { QuotingSettingsService } from '../settings/quoting-settings.service.js';
import { PriceBook } from './price-book.entity.js';
import type {
  CreatePriceBookRequest,
  PriceBookResponse,
  PriceBooksResponse,
  UpdatePriceBookRequest,
} from './price-books.dto.js';

@Injectable()
export class PriceBooksService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly data: MasterDataRepository,
    private readonly settings: QuotingSettingsService,
  ) {}

  /** @throws AppError VALIDATION_FAILED; CONFLICT for a code that is taken, or dates another book of the level has */
  async create(request: CreatePriceBookRequest): Promise<PriceBookResponse> {
    const currency = await this.settings.currency();
    const row = await this.db.transaction(async () => {
      check(request);
      if (request.isDefault) await this.takeDefault(0, request);
      return this.data.insert(PriceBook, values(request, currency));
    });
    return answer(row, currency);
  }

  async list(query: CatalogueQuery): Promise<PriceBooksResponse> {
    const { rows, total } = await this.data.page(PriceBook, query);
    const currency = rows.length > 0 ? await this.settings.currency() : '';
    return { priceBooks: rows.map((row) => answer(row, currency)), total };
  }

  /** @throws AppError NOT_FOUND */
  async get(id: number): Promise<PriceBookResponse> {
    return answer(await this.data.get(PriceBook, 'Price book', id), await this.settings.currency());
  }

  /** @throws AppError VALIDATION_FAILED, NOT_FOUND, CONFLICT */
  async update(id: number, request: UpdatePriceBookRequest): Promise<PriceBookResponse> {
    const currency = await this.settings.currency();
    const row = await this.db.transaction(() =>
      this.data.update(PriceBook, 'Price book', id, async (before) => {
        const after = { ...before, ...given(request) };
        check(after);
        const changed = values(request, currency);
        const becomesDefault = after.active && after.isDefault && !(before.active && before.isDefault);
        if (!becomesDefault) return changed;
        // It was the default one when it was taken out of use. What has taken its place since stays until somebody says otherwise.
        if (request.isDefault === undefined && (await this.hasDefault(id, after)))
          return { ...changed, isDefault: false };
        await this.takeDefault(id, after);
        return changed;
      }),
    );
    return answer(row, currency);
  }

  /**
   * A book is to be the default one on its dates: another that was so on them is none any more. One that is so on other days of the
   * future too is not taken away: they would be left without any, the first of them perhaps today. @throws AppError CONFLICT
   */
  private async takeDefault(id: number, { validFrom, validTo }: Dates): Promise<void> {
    const { timezone } = await this.settings.needed();
    const other = await this.db.first<{ code: string; validFrom: string; validTo: string | null }>(
      `SELECT code, valid_from::text AS "validFrom", valid_to::text AS "validTo" FROM price_book
       WHERE ${OTHER_DEFAULT} AND (valid_to IS NULL OR valid_to >= $4)
         AND NOT daterange($2::date, $3::date, '[]') @> daterange(greatest(valid_from, $4::date),
           CASE WHEN valid_to IS NOT NULL THEN greatest(valid_to, $4::date) END, '[]')
       ORDER BY valid_from LIMIT 1`,
      [id, validFrom, validTo ?? null, today(timezone, new Date())],
    );
    if (other)
      throw new AppError(
        'CONFLICT',
        `${other.code} is the default one from ${other.validFrom} ${other.validTo ? `to ${other.validTo}` : 'on'}, on more days than this book holds: let its dates end before them, or let it be no default first`,
      );
    await this.db.rows(`UPDATE price_book SET is_default = false WHERE ${OTHER_DEFAULT}`, [
      id,
      validFrom,
      validTo ?? null,
    ]);
  }

  private async hasDefault(id: number, { validFrom, validTo }: Dates): Promise<boolean> {
    const rows = await this.db.rows(`SELECT FROM price_book WHERE ${OTHER_DEFAULT}`, [id, validFrom, validTo ?? null]);
    return rows.length > 0;
  }
}

type Dates = Pick<CreatePriceBookRequest, 'validFrom' | 'validTo'>;

/** Books other than $1 that are the default one on some of the dates from $2 to $3. */
const OTHER_DEFAULT = `is_default AND active AND id <> $1
  AND daterange(valid_from, valid_to, '[]') && daterange($2::date, $3::date, '[]')`;

/** The book for a level on a local date of the shop: the level's own, else the default one; null: neither is valid. */
export function validBook(books: readonly PriceBook[], level: Level, date: LocalDate): PriceBook | null {
  const valid = books.filter(({ validFrom, validTo }) => validFrom <= date && (validTo === null || validTo >= date));
  return valid.find((book) => book.level === level) ?? valid.find((book) => book.isDefault) ?? null;
}

function check({
  validFrom,
  validTo,
  mode,
  percent,
}: Pick<CreatePriceBookRequest, 'validFrom' | 'validTo' | 'mode' | 'percent'>): void {
  assertDate('validFrom', validFrom);
  if (validTo !== null && validTo !== undefined) {
    assertDate('validTo', validTo);
    if (validTo < validFrom) throw invalid('validTo', 'validTo must not lie before validFrom');
  }
  if (mode === 'margin' && Number(percent) >= 100)
    throw invalid('percent', 'A margin is below 100 percent of the price');
}

function values(
  { minUnitPrice, minOrder, bands, leadTimes, ...request }: UpdatePriceBookRequest,
  currency: string,
): Partial<PriceBook> {
  return given({
    ...request,
    bands: bands?.map(({ minQuantity, discountPercent }) => ({ minQuantity, discountPercent })),
    leadTimes: leadTimes?.map(({ name, days, multiplier, minQuantity }) => ({ name, days, multiplier, minQuantity })),
    minUnitMinor: minorOf('minUnitPrice', minUnitPrice, currency),
    minOrderMinor: minorOf('minOrder', minOrder, currency),
  });
}

function answer(row: PriceBook, currency: string): PriceBookResponse {
  const { id, code, name, level, validFrom, validTo, mode, percent, marginFloor, bands, leadTimes } = row;
  const { taxRate, isDefault, active } = row;
  const minUnitPrice = formatMoney(row.minUnitMinor, currency);
  const minOrder = formatMoney(row.minOrderMinor, currency);
  const how = { mode, percent, marginFloor, minUnitPrice, minOrder, currency, bands, leadTimes, taxRate };
  return { id, code, name, level, validFrom, validTo, ...how, isDefault, active };
}
