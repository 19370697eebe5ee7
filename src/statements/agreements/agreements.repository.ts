import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { LocalDate } from '../../platform/dates/index.js';
import type { OwnerListing } from '../parties/ownership/ownership.service.js';
import type { AgreementTerms, AgreementVersion } from './terms.js';

/** Columns of agreement `a` under the names of AgreementVersion. */
const VERSION = `a.id, a.owner_id AS "ownerId", a.listing_id AS "listingId", lower(a.valid) AS "from",
  upper(a.valid) - 1 AS "to", a.terms`;

@Injectable()
export class AgreementsRepository {
  constructor(private readonly db: TenantDatabase) {}

  find(id: number): Promise<AgreementVersion | undefined> {
    return this.db.first<AgreementVersion>(`SELECT ${VERSION} FROM agreement a WHERE a.id = $1`, [id]);
  }

  /** By owner, listing and first day. */
  async page(
    { ownerId, listingId }: { ownerId?: number; listingId?: number },
    limit: number,
    offset: number,
  ): Promise<{ rows: AgreementVersion[]; total: number }> {
    const rows = await this.db.rows<AgreementVersion & { total: number }>(
      `SELECT ${VERSION}, count(*) OVER () AS total FROM agreement a
       WHERE ($1::int IS NULL OR a.owner_id = $1) AND ($2::int IS NULL OR a.listing_id = $2)
       ORDER BY a.owner_id, a.listing_id, lower(a.valid) LIMIT $3 OFFSET $4`,
      [ownerId ?? null, listingId ?? null, limit, offset],
    );
    return { rows: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
  }

  /** All versions of these owners and listings, by owner, listing and first day. */
  of(pairs: readonly OwnerListing[]): Promise<AgreementVersion[]> {
    return this.db.rows<AgreementVersion>(
      `SELECT ${VERSION} FROM agreement a
       JOIN (SELECT DISTINCT * FROM unnest($1::int[], $2::int[]) AS t(owner_id, listing_id)) AS pair
         ON pair.owner_id = a.owner_id AND pair.listing_id = a.listing_id
       ORDER BY a.owner_id, a.listing_id, lower(a.valid)`,
      [pairs.map(({ ownerId }) => ownerId), pairs.map(({ listingId }) => listingId)],
    );
  }

  /** Nothing of it remains before that day's end: it ends the day before. */
  async end(id: number, before: LocalDate): Promise<void> {
    await this.db.rows('UPDATE agreement SET valid = daterange(lower(valid), $2) WHERE id = $1', [id, before]);
  }

  async insert(
    { ownerId, listingId }: OwnerListing,
    from: LocalDate,
    until: LocalDate | null,
    terms: AgreementTerms,
    by: string | null,
  ): Promise<number> {
    const row = await this.db.first<{ id: number }>(
      `INSERT INTO agreement (owner_id, listing_id, valid, terms, created_by)
       VALUES ($1, $2, daterange($3, $4), $5::jsonb, $6) RETURNING id`,
      [ownerId, listingId, from, until, JSON.stringify(terms), by],
    );
    return row!.id;
  }

  async setTerms(id: number, terms: AgreementTerms): Promise<void> {
    await this.db.rows('UPDATE agreement SET terms = $2::jsonb WHERE id = $1', [id, JSON.stringify(terms)]);
  }

  async anyOf(ownerId: number): Promise<boolean> {
    return (await this.db.first('SELECT 1 FROM agreement WHERE owner_id = $1 LIMIT 1', [ownerId])) !== undefined;
  }
}
