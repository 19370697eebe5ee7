import { Injectable } from '@nestjs/common';
import { violates } from '../../../platform/database/postgres-error.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { AppError, invalid, notFound } from '../../../platform/errors/app-error.js';
import { ListingsService } from './listings.service.js';

/** What a listing is called elsewhere: by a provider's id, or by the title in a file. */
export interface Alias {
  source: string;
  externalId: string;
}

@Injectable()
export class ListingAliases {
  constructor(
    private readonly db: TenantDatabase,
    private readonly listings: ListingsService,
  ) {}

  /** @throws AppError NOT_FOUND */
  async of(listingId: number): Promise<Alias[]> {
    const { id } = await this.listings.get(listingId);
    return this.read(id);
  }

  /** These and no others. @throws AppError NOT_FOUND, VALIDATION_FAILED; CONFLICT when another listing is called so */
  async replace(listingId: number, aliases: readonly Alias[]): Promise<Alias[]> {
    const named = new Set(aliases.map(({ source, externalId }) => JSON.stringify([source, externalId])));
    if (named.size < aliases.length) throw invalid('aliases', 'The same name stands there twice');
    try {
      return await this.db.transaction(async (tx) => {
        await this.listings.locked(listingId);
        await tx.run('DELETE FROM listing_alias WHERE listing_id = $1', [listingId]);
        await tx.run(
          `INSERT INTO listing_alias (listing_id, source, external_id)
           SELECT $1, t.source, t.external_id FROM unnest($2::text[], $3::text[]) AS t(source, external_id)
           ORDER BY t.source, t.external_id`,
          [listingId, aliases.map(({ source }) => source), aliases.map(({ externalId }) => externalId)],
        );
        return this.read(listingId);
      });
    } catch (error) {
      if (!violates(error, 'listing_alias_key')) throw error;
      throw new AppError('CONFLICT', 'Another listing is called so by this source', { cause: error });
    }
  }

  /**
   * Says that these are names of these listings, besides those that they have; a name that another listing had goes to the new
   * one. For sources whose names a person has matched.
   * @throws AppError NOT_FOUND when a listing does not exist
   */
  async learn(source: string, names: ReadonlyMap<string, number>): Promise<void> {
    if (names.size === 0) return;
    const rows = [...names].sort(([a], [b]) => (a < b ? -1 : 1));
    const known = await this.listings.byIds(rows.map(([, id]) => id));
    if (rows.some(([, id]) => !known.has(id))) throw notFound('Listing');
    await this.db.rows(
      `INSERT INTO listing_alias AS a (listing_id, source, external_id)
       SELECT t.listing_id, $1, t.external_id FROM unnest($2::int[], $3::text[]) AS t(listing_id, external_id)
       ORDER BY t.external_id
       ON CONFLICT ON CONSTRAINT listing_alias_key DO UPDATE SET listing_id = excluded.listing_id
         WHERE a.listing_id <> excluded.listing_id`,
      [source, rows.map(([, id]) => id), rows.map(([name]) => name)],
    );
  }

  /** Ids of the listings that a source calls so, by name; names that nobody has matched are left out. */
  async find(source: string, externalIds: Iterable<string>): Promise<Map<string, number>> {
    const rows = await this.db.rows<{ externalId: string; listingId: number }>(
      `SELECT external_id AS "externalId", listing_id AS "listingId" FROM listing_alias
       WHERE source = $1 AND external_id = ANY ($2::text[])`,
      [source, [...new Set(externalIds)]],
    );
    return new Map(rows.map(({ externalId, listingId }) => [externalId, listingId]));
  }

  private read(listingId: number): Promise<Alias[]> {
    return this.db.rows<Alias>(
      `SELECT source, external_id AS "externalId" FROM listing_alias WHERE listing_id = $1 ORDER BY source, external_id`,
      [listingId],
    );
  }
}
