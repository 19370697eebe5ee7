import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { LocalDate } from '../../platform/dates/index.js';
import type { DatedOverride, PriceBook, PriceRule } from './price-calendar.js';

/** A category with what it costs where no rule says otherwise. */
export interface Priced {
  id: number;
  basePriceMinor: number;
}

export type StoredRule = PriceRule & { categoryId: number; name: string | null };

const RULE = `category_id AS "categoryId", kind, name, lower(during) AS "from", upper(during) - 1 AS "to", weekday,
  price_minor AS "priceMinor", (percent * 100)::int AS "basisPoints"`;

/** The season and weekday rules of categories, and the price books they make together with the overrides. */
@Injectable()
export class PricesRepository {
  constructor(private readonly db: TenantDatabase) {}

  /** All that decides the category's prices on from..to. */
  async book(category: Priced, from: LocalDate, to: LocalDate): Promise<PriceBook> {
    return (await this.books([category], from, to)).get(category.id)!;
  }

  /** The same of many categories, by id, with two statements. */
  async books(categories: readonly Priced[], from: LocalDate, to: LocalDate): Promise<Map<number, PriceBook>> {
    const which = `category_id = ANY($1::int[]) AND during && daterange($2, $3, '[]')`;
    const parameters = [categories.map(({ id }) => id), from, to];
    const rules = await this.db.rows<StoredRule>(`SELECT ${RULE} FROM price_rule WHERE ${which}`, parameters);
    const overrides = await this.db.rows<DatedOverride & { categoryId: number }>(
      `SELECT category_id AS "categoryId", lower(during) AS "from", upper(during) - 1 AS "to", weekdays,
         price_minor AS "priceMinor"
       FROM price_override WHERE ${which}`,
      parameters,
    );
    const of = (id: number) => (one: { categoryId: number }) => one.categoryId === id;
    return new Map(
      categories.map(({ id, basePriceMinor }) => [
        id,
        { basePriceMinor, rules: rules.filter(of(id)), overrides: overrides.filter(of(id)) },
      ]),
    );
  }

  rules(categoryIds: readonly number[]): Promise<StoredRule[]> {
    return this.db.rows(
      `SELECT ${RULE} FROM price_rule WHERE category_id = ANY($1::int[])
       ORDER BY category_id, kind, lower(during) NULLS FIRST, weekday, id`,
      [categoryIds],
    );
  }

  /** Replaces all rules of one kind. Fails on price_rule_overlap when two would hold on the same date. */
  async replaceRules(
    categoryId: number,
    kind: PriceRule['kind'],
    rules: readonly Omit<StoredRule, 'categoryId' | 'kind'>[],
  ): Promise<void> {
    await this.db.rows('DELETE FROM price_rule WHERE category_id = $1 AND kind = $2', [categoryId, kind]);
    await this.db.rows(
      `INSERT INTO price_rule (tenant_id, category_id, kind, name, during, weekday, price_minor, percent)
       SELECT current_setting('app.tenant_id')::uuid, $1, $2, name, daterange("from", "to", '[]'), weekday,
         "priceMinor", "basisPoints" / 100.0
       FROM jsonb_to_recordset($3::jsonb)
         AS r(name text, "from" date, "to" date, weekday smallint, "priceMinor" bigint, "basisPoints" int)`,
      [categoryId, kind, JSON.stringify(rules)],
    );
  }
}
