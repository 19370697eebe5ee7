import { Injectable } from '@nestjs/common';
import type { SelectQueryBuilder } from 'typeorm';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { addDays, type DateRange, type LocalDate } from '../../platform/dates/index.js';
import type { DatedOverride } from '../pricing/price-calendar.js';
import { PriceOverride, type ReplacedOverride } from './price-override.entity.js';

export type OverrideRow = DatedOverride & Pick<PriceOverride, 'id' | 'reason' | 'createdBy' | 'createdAt'>;
export type OverrideValues = Omit<OverrideRow, 'id' | 'createdAt'> & {
  createdAt?: Date;
  /** Those whose place it takes. */
  replaced?: readonly OverrideRow[];
};

/** Prices set by hand, edited one by one. PricesRepository reads them when it computes a category's prices. */
@Injectable()
export class PriceOverridesRepository {
  constructor(private readonly db: TenantDatabase) {}

  /** A category's overrides by date; those that hold on the date or later, if one is given. */
  async page(
    categoryId: number,
    from: LocalDate | null,
    limit: number,
    offset: number,
  ): Promise<{ priceOverrides: OverrideRow[]; total: number }> {
    const [priceOverrides, total] = await this.db.withRepository(PriceOverride, (overrides) =>
      byDate(overrides.createQueryBuilder('o'), categoryId)
        .andWhere('(CAST(:from AS date) IS NULL OR upper(o.during) > CAST(:from AS date))', { from })
        .limit(limit)
        .offset(offset)
        .getManyAndCount(),
    );
    return { priceOverrides: priceOverrides.map(toRow), total };
  }

  /** Those that stand within the range for one of the weekdays, by date. */
  async overlapping(categoryId: number, range: DateRange, weekdays: readonly number[]): Promise<OverrideRow[]> {
    const overrides = await this.db.withRepository(PriceOverride, (all) =>
      byDate(all.createQueryBuilder('o'), categoryId)
        .andWhere(`o.during && daterange(:from, :to, '[]')`, range)
        .andWhere('o.weekdays && CAST(:weekdays AS smallint[])', { weekdays: [...weekdays] })
        .getMany(),
    );
    return overrides.map(toRow);
  }

  /** Fails on price_override_overlap when another stands within the dates for one of the weekdays. */
  insert(categoryId: number, { from, to, weekdays, replaced = [], ...values }: OverrideValues): Promise<OverrideRow> {
    const during = { from, until: addDays(to, 1) };
    const before = replaced.map(({ id: _, ...row }) => ({
      ...row,
      weekdays: [...row.weekdays],
      createdAt: row.createdAt.toISOString(),
    }));
    return this.db.withRepository(PriceOverride, async (overrides) => {
      const { identifiers } = await overrides.insert({
        ...{ categoryId, during, weekdays: [...weekdays], replaced: before },
        ...values,
      });
      return toRow(await overrides.findOneByOrFail({ id: identifiers[0]!.id as number }));
    });
  }

  /** Deletes the override and answers it, with those whose place it took; undefined when the category has none with this id. */
  delete(categoryId: number, id: number): Promise<(OverrideRow & { replaced: OverrideValues[] }) | undefined> {
    return this.db.withRepository(PriceOverride, async (overrides) => {
      const override = await overrides.findOneBy({ categoryId, id });
      if (!override) return undefined;
      await overrides.delete({ id });
      return { ...toRow(override), replaced: override.replaced.map(asWas) };
    });
  }
}

function asWas({ createdAt, ...row }: ReplacedOverride): OverrideValues {
  return { ...row, createdAt: new Date(createdAt) };
}

function byDate(overrides: SelectQueryBuilder<PriceOverride>, categoryId: number): SelectQueryBuilder<PriceOverride> {
  return overrides.where('o.categoryId = :categoryId', { categoryId }).orderBy('lower(o.during)').addOrderBy('o.id');
}

function toRow({ id, during, weekdays, priceMinor, reason, createdBy, createdAt }: PriceOverride): OverrideRow {
  return { id, from: during.from!, to: addDays(during.until!, -1), weekdays, priceMinor, reason, createdBy, createdAt };
}
