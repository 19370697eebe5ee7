import { Injectable } from '@nestjs/common';
import { wasCanceled } from '../../platform/database/postgres-error.js';
import { SystemDatabase } from '../../platform/database/system-database.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { BATCH, STATUSES } from '../ledger/job-row.js';
import { ContractRegistry } from '../contract/contract-registry.js';
import type { JobFilter } from './job-filter.js';
import { COUNT_AT_MOST, JobSearch } from './job-search.js';

/** How many jobs a choice would show. */
export interface FacetCount<V> {
  value: V;
  count: number;
  /** There are more than `count`. */
  more: boolean;
}

export interface JobFacets {
  states: FacetCount<string>[];
  kinds: FacetCount<string>[];
  hotels: FacetCount<number>[];
}

/** Columns that are counted by. */
const KIND = { column: 'name', type: 'text' } as const;
const HOTEL = { column: 'hotel_id', type: 'int' } as const;
type Column = typeof KIND | typeof HOTEL;

/** Up to so many jobs are read and counted by their values in one go. */
const READ_AT_MOST = 50_000;
/** Beyond that each value is counted by itself, for so many of them and so long, ms. */
const VALUES_AT_MOST = 200;
const COUNT_MS = 400;

/**
 * How many jobs fit for each choice of a filter. A choice's count leaves out what is chosen of its own kind, so that it is the total
 * of the list in which it is chosen instead. The work is bounded: large counts are "so many at least".
 */
@Injectable()
export class JobFacetCounts {
  constructor(
    private readonly db: SystemDatabase,
    private readonly search: JobSearch,
    private readonly contracts: ContractRegistry,
    private readonly context: RequestContext,
  ) {}

  async of(filter: JobFilter): Promise<JobFacets> {
    const [states, kinds, hotels] = await Promise.all([
      this.states({ ...filter, statuses: undefined }),
      this.counts<string>({ ...filter, jobNames: undefined }, KIND, () =>
        Promise.resolve([...this.contracts.names(), BATCH]),
      ),
      this.counts<number>({ ...filter, hotelId: undefined }, HOTEL, () => this.hotels()),
    ]);
    return { states, kinds, hotels };
  }

  /** Each state by itself: rare ones have an index that finds them among millions of completed jobs. */
  private async states(filter: JobFilter): Promise<FacetCount<string>[]> {
    const counts: FacetCount<string>[] = [];
    for (const status of STATUSES) {
      const count = await this.search.total({ ...filter, statuses: [status] });
      counts.push({ value: status, count, more: count >= COUNT_AT_MOST });
    }
    return counts;
  }

  private async counts<V extends string | number>(
    filter: JobFilter,
    by: Column,
    known: () => Promise<readonly V[]>,
  ): Promise<FacetCount<V>[]> {
    const { source, condition, values } = this.search.condition(filter);
    const read = await this.db.rows<{ value: V | null; count: number }>(
      `SELECT ${by.column} AS value, count(*) AS count
       FROM (SELECT ${by.column} FROM ${source} WHERE ${condition} LIMIT ${READ_AT_MOST + 1}) AS counted
       GROUP BY 1 ORDER BY 2 DESC, 1`,
      values,
    );
    const named = read.flatMap(({ value, count }) => (value === null ? [] : { value, count }));
    const whole = read.reduce((sum, { count }) => sum + count, 0) <= READ_AT_MOST;
    const complete = whole
      ? named
      : await this.each<V>(filter, by, [...new Set([...named.map(({ value }) => value), ...(await known())])]);
    return (complete ?? named).map(({ value, count }) => ({
      value,
      count: Math.min(count, COUNT_AT_MOST),
      more: count >= COUNT_AT_MOST || !complete,
    }));
  }

  /** Each value counted by itself; undefined when that takes too long. */
  private async each<V>(
    filter: JobFilter,
    by: Column,
    wanted: readonly V[],
  ): Promise<{ value: V; count: number }[] | undefined> {
    const { source, condition, values } = this.search.condition(filter);
    try {
      return await this.db.transaction(async (tx) => {
        await tx.run(`SET LOCAL statement_timeout = ${COUNT_MS}`);
        return tx.rows<{ value: V; count: number }>(
          `SELECT few.value, c.count FROM unnest($${values.length + 1}::${by.type}[]) AS few(value) CROSS JOIN LATERAL (
             SELECT count(*) AS count FROM (
               SELECT 1 FROM ${source} WHERE ${condition} AND ${by.column} = few.value LIMIT ${COUNT_AT_MOST}) AS one) c
           WHERE c.count > 0 ORDER BY c.count DESC, few.value`,
          [...values, wanted.slice(0, VALUES_AT_MOST)],
        );
      });
    } catch (error) {
      if (wasCanceled(error)) return undefined;
      throw error;
    }
  }

  private async hotels(): Promise<number[]> {
    const rows = await this.db.rows<{ id: number }>('SELECT id FROM hotel WHERE tenant_id = $1 ORDER BY id LIMIT $2', [
      this.context.tenantId,
      VALUES_AT_MOST,
    ]);
    return rows.map(({ id }) => id);
  }
}
