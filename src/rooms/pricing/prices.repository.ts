import { Injectable } from '@nestjs/common';
import type { LocalDate } from '../../platform/dates/index.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { DatedOverride, PriceBook, PriceRule } from './price-calendar.js';

export type StoredRule = PriceRule & { categoryId: number; name: string | null };

export interface OverrideRow extends DatedOverride {
  id: number;
  reason: string | null;
  createdBy: string | null;
  createdAt: Date;
}

const RULE = `category_id AS "categoryId", kind, name, lower(during) AS "from", upper(during) - 1 AS "to", weekday,
  price_minor AS "priceMinor", (percent * 100)::int AS "basisPoints"`;
const OVERRIDE = `id, lower(during) AS "from", upper(during) - 1 AS "to", weekdays, price_minor AS "priceMinor", reason,
  created_by AS "createdBy", created_at AS "createdAt"`;

/** Season and weekday rules, and dated overrides. */
@Injectable()
export class PricesRepository {
  constructor(private readonly db: TenantDatabase) {}

  /** All that decides the category's prices on from..to. */
  async book(category: { id: number; basePriceMinor: number }, from: LocalDate, to: LocalDate): Promise<PriceBook> {
    const rules = await this.db.rows<StoredRule>(
      `SELECT ${RULE} FROM price_rule WHERE category_id = $1 AND during && daterange($2, $3, '[]')`,
      [category.id, from, to],
    );
    const overrides = await this.db.rows<OverrideRow>(
      `SELECT ${OVERRIDE} FROM price_override WHERE category_id = $1 AND during && daterange($2, $3, '[]')`,
      [category.id, from, to],
    );
    return { basePriceMinor: category.basePriceMinor, rules, overrides };
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

  async overrides(categoryId: number, limit: number, offset: number) {
    const priceOverrides = await this.db.rows<OverrideRow>(
      `SELECT ${OVERRIDE} FROM price_override WHERE category_id = $1 ORDER BY lower(during) LIMIT $2 OFFSET $3`,
      [categoryId, limit, offset],
    );
    const count = await this.db.first<{ total: number }>(
      'SELECT count(*)::int AS total FROM price_override WHERE category_id = $1',
      [categoryId],
    );
    return { priceOverrides, total: count!.total };
  }

  overlapping(categoryId: number, from: LocalDate, to: LocalDate): Promise<OverrideRow[]> {
    return this.db.rows(
      `SELECT ${OVERRIDE} FROM price_override WHERE category_id = $1 AND during && daterange($2, $3, '[]')
       ORDER BY lower(during)`,
      [categoryId, from, to],
    );
  }

  async insertOverride(
    categoryId: number,
    o: DatedOverride & { reason: string | null; createdBy: string | null },
  ): Promise<OverrideRow> {
    const row = await this.db.first<OverrideRow>(
      `INSERT INTO price_override (tenant_id, category_id, during, weekdays, price_minor, reason, created_by)
       VALUES (current_setting('app.tenant_id')::uuid, $1, daterange($2, $3, '[]'), $4::smallint[], $5, $6, $7)
       RETURNING ${OVERRIDE}`,
      [categoryId, o.from, o.to, o.weekdays, o.priceMinor, o.reason, o.createdBy],
    );
    return row!;
  }

  deleteOverride(categoryId: number, id: number): Promise<OverrideRow | undefined> {
    return this.db.first(`DELETE FROM price_override WHERE category_id = $1 AND id = $2 RETURNING ${OVERRIDE}`, [
      categoryId,
      id,
    ]);
  }
}
