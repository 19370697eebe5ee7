import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { addDays, type DateRange, type LocalDate } from '../../platform/dates/index.js';
import { AppError, type FieldError, MAX_FIELD_ERRORS } from '../../platform/errors/app-error.js';
import { assertDate, dateOf } from '../../platform/http/date-fields.js';
import { type FoundRate, MAX_AGE_DAYS, RateBook, type StoredRate } from './rate-book.js';
import type { ExchangeRateRequest, ExchangeRatesQuery, ExchangeRatesResponse, KeptRatesResponse } from './rates.dto.js';

/** Without the zeros that Postgres fills up with: 1.0842000000 is 1.0842. */
const COLUMNS = `base, quote, day, trim_scale(rate)::text AS rate, source`;

/** Exchange rates by day. A day without one has none: nothing is ever converted at 1. */
@Injectable()
export class RatesService {
  constructor(private readonly db: TenantDatabase) {}

  /**
   * Keeps the rates; one of the same currencies and day takes the place of what was there. Statements that are final keep theirs.
   * @throws AppError VALIDATION_FAILED
   */
  async put(rates: readonly ExchangeRateRequest[]): Promise<KeptRatesResponse> {
    assertSound(rates);
    const row = await this.db.first<{ added: number; changed: number }>(
      `WITH told AS (
         SELECT * FROM unnest($1::text[], $2::text[], $3::date[], $4::numeric[], $5::text[]) AS t(base, quote, day, rate, source)
       ), before AS (
         SELECT told.* FROM told JOIN exchange_rate e USING (base, quote, day)
       ), kept AS (
         INSERT INTO exchange_rate AS e (base, quote, day, rate, source)
         SELECT base, quote, day, rate, source FROM told ORDER BY base, quote, day
         ON CONFLICT ON CONSTRAINT exchange_rate_key DO UPDATE SET rate = excluded.rate, source = excluded.source
           WHERE (e.rate, e.source) IS DISTINCT FROM (excluded.rate, excluded.source)
         RETURNING base, quote, day
       )
       SELECT count(*) FILTER (WHERE before.day IS NULL) AS added, count(before.day) AS changed
       FROM kept LEFT JOIN before USING (base, quote, day)`,
      [
        rates.map(({ base }) => base),
        rates.map(({ quote }) => quote),
        rates.map(({ day }) => day),
        rates.map(({ rate }) => rate),
        rates.map(({ source }) => source),
      ],
    );
    const { added, changed } = row!;
    return { added, changed, same: rates.length - added - changed };
  }

  /** The last day first. */
  async list({ base, quote, from, to, limit, offset }: ExchangeRatesQuery): Promise<ExchangeRatesResponse> {
    const rows = await this.db.rows<StoredRate & { total: number }>(
      `SELECT ${COLUMNS}, count(*) OVER () AS total FROM exchange_rate
       WHERE ($1::text IS NULL OR base = $1) AND ($2::text IS NULL OR quote = $2)
         AND ($3::date IS NULL OR day >= $3) AND ($4::date IS NULL OR day <= $4)
       ORDER BY day DESC, base, quote LIMIT $5 OFFSET $6`,
      [base ?? null, quote ?? null, dateOf('from', from) ?? null, dateOf('to', to) ?? null, limit, offset],
    );
    return { rates: rows.map(({ total: _, ...rate }) => rate), total: rows[0]?.total ?? 0 };
  }

  /** What converts between these currencies, and by one other, on the days of the period. For many conversions at once. */
  async book(currencies: Iterable<string>, { from, to }: DateRange): Promise<RateBook> {
    const wanted = [...new Set(currencies)];
    // Amounts in one currency need no rate, and most tenants have one.
    if (wanted.length < 2) return new RateBook([]);
    const rates = await this.db.rows<StoredRate>(
      `SELECT ${COLUMNS} FROM exchange_rate
       WHERE (base = ANY ($1) OR quote = ANY ($1)) AND day BETWEEN $2 AND $3`,
      [wanted, addDays(from, -MAX_AGE_DAYS), to],
    );
    return new RateBook(rates);
  }

  /** @see RateBook.on */
  async rateOn(base: string, quote: string, day: LocalDate): Promise<FoundRate | undefined> {
    return (await this.book([base, quote], { from: day, to: day })).on(base, quote, day);
  }
}

function assertSound(rates: readonly ExchangeRateRequest[]): void {
  const errors: FieldError[] = [];
  const seen = new Set<string>();
  rates.forEach(({ base, quote, day }, n) => {
    assertDate(`rates.${n}.day`, day);
    const key = `${base} ${quote} ${day}`;
    if (base === quote) errors.push({ path: `rates.${n}.quote`, message: 'A currency has no rate to itself' });
    if (seen.has(key)) errors.push({ path: `rates.${n}`, message: 'The same currencies and day stand there twice' });
    seen.add(key);
  });
  if (errors.length > 0)
    throw new AppError('VALIDATION_FAILED', errors[0]!.message, { errors: errors.slice(0, MAX_FIELD_ERRORS) });
}
