import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { addDays, type DateRange, type LocalDate } from '../../../platform/dates/index.js';
import { AppError, invalid, notFound } from '../../../platform/errors/app-error.js';
import { ListingsService } from '../listings/listings.service.js';
import { OwnersService } from '../owners/owners.service.js';
import { changeFrom, faultOf, type KeptShare, type Share } from './shares.js';

/** Who owns how much of a listing on which nights, the first and the last of them included; `to` null: for good. */
export interface OwnershipShare extends Share {
  listingId: number;
  from: LocalDate;
  to: LocalDate | null;
}

/** An owner and a listing that it has a share of: what a statement is made of. */
export interface OwnerListing {
  ownerId: number;
  listingId: number;
}

const KEPT = `id, owner_id AS "ownerId", share_bp AS "shareBp", lower(during) AS "from", upper(during) AS until`;

@Injectable()
export class OwnershipService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly listings: ListingsService,
    private readonly owners: OwnersService,
  ) {}

  /**
   * From that night on these shares hold and no others; without any, nobody owns the listing.
   * @throws AppError NOT_FOUND, VALIDATION_FAILED; CONFLICT for an owner that is no longer active
   */
  async replace(listingId: number, from: LocalDate, shares: readonly Share[]): Promise<OwnershipShare[]> {
    const fault = faultOf(shares);
    if (fault) throw invalid('shares', fault);
    return this.db.transaction(async (tx) => {
      // Two changes at once would each leave the other's shares in place.
      await this.listings.locked(listingId);
      const owners = await this.owners.byIds(shares.map(({ ownerId }) => ownerId));
      const kept = await tx.rows<KeptShare>(`SELECT ${KEPT} FROM ownership WHERE listing_id = $1`, [listingId]);
      const { drop, cut, add } = changeFrom(kept, from, shares);
      for (const { ownerId } of shares) if (!owners.has(ownerId)) throw notFound('Owner');
      for (const { ownerId } of add)
        if (!owners.get(ownerId)!.active)
          throw new AppError('CONFLICT', `Owner ${ownerId} is no longer active and gets no new share`);
      await tx.run('DELETE FROM ownership WHERE id = ANY ($1::int[])', [drop]);
      await tx.run('UPDATE ownership SET during = daterange(lower(during), $2) WHERE id = ANY ($1::int[])', [
        cut,
        from,
      ]);
      await tx.run(
        `INSERT INTO ownership (listing_id, owner_id, during, share_bp)
         SELECT $1, t.owner_id, daterange($2, NULL), t.share_bp FROM unnest($3::int[], $4::int[]) AS t(owner_id, share_bp)
         ORDER BY t.owner_id`,
        [listingId, from, add.map(({ ownerId }) => ownerId), add.map(({ shareBp }) => shareBp)],
      );
      const gone = kept.filter(({ id }) => drop.includes(id) || cut.includes(id));
      const changed = new Set([...gone, ...add].map(({ ownerId }) => ownerId));
      await tx.run(
        'INSERT INTO ownership_change (listing_id, owner_id, from_night) SELECT $1, owner_id, $2 FROM unnest($3::int[]) AS t(owner_id)',
        [listingId, from, [...changed]],
      );
      return this.history(listingId);
    });
  }

  /** All shares of a listing, those of the past too, by their first night. @throws AppError NOT_FOUND */
  async of(listingId: number): Promise<OwnershipShare[]> {
    await this.listings.get(listingId);
    return this.history(listingId);
  }

  /** Shares of these listings on any night of the period, by listing, first night and owner. */
  async sharesOf(listingIds: readonly number[], { from, to }: DateRange): Promise<OwnershipShare[]> {
    const rows = await this.db.rows<KeptShare & { listingId: number }>(
      `SELECT listing_id AS "listingId", ${KEPT} FROM ownership
       WHERE listing_id = ANY ($1::int[]) AND during && daterange($2, $3, '[]')
       ORDER BY listing_id, lower(during), owner_id`,
      [[...new Set(listingIds)], from, to],
    );
    return rows.map(inclusive);
  }

  /** Listings of which the owner's share was ever changed, so also those of which it has none any more, by id. */
  async changedListings(ownerId: number): Promise<number[]> {
    const rows = await this.db.rows<{ listingId: number }>(
      'SELECT DISTINCT listing_id AS "listingId" FROM ownership_change WHERE owner_id = $1 ORDER BY 1',
      [ownerId],
    );
    return rows.map(({ listingId }) => listingId);
  }

  /** @throws AppError NOT_FOUND (owner); VALIDATION_FAILED when the owner has no share of the listing and never had one */
  async assertEverOwner(ownerId: number, listingId: number): Promise<void> {
    await this.owners.get(ownerId);
    const row = await this.db.first<{ known: boolean }>(
      `SELECT EXISTS (SELECT FROM ownership WHERE listing_id = $1 AND owner_id = $2)
         OR EXISTS (SELECT FROM ownership_change WHERE listing_id = $1 AND owner_id = $2) AS known`,
      [listingId, ownerId],
    );
    if (!row!.known) throw invalid('ownerId', 'The owner never had a share of the listing');
  }

  /** Listings of which the owner has a share on any night of the period, by id. */
  async listingsOf(ownerId: number, { from, to }: DateRange): Promise<number[]> {
    const rows = await this.db.rows<{ listingId: number }>(
      `SELECT DISTINCT listing_id AS "listingId" FROM ownership
       WHERE owner_id = $1 AND during && daterange($2, $3, '[]') ORDER BY 1`,
      [ownerId, from, to],
    );
    return rows.map(({ listingId }) => listingId);
  }

  /** Owners with their listings of which they have a share on any night of the period, in order; so many behind `after`. */
  pairs({ from, to }: DateRange, after: OwnerListing | null, limit: number): Promise<OwnerListing[]> {
    return this.db.rows<OwnerListing>(
      `SELECT DISTINCT owner_id AS "ownerId", listing_id AS "listingId" FROM ownership
       WHERE during && daterange($1, $2, '[]') AND (owner_id, listing_id) > ($3, $4)
       ORDER BY owner_id, listing_id LIMIT $5`,
      [from, to, after?.ownerId ?? 0, after?.listingId ?? 0, limit],
    );
  }

  /** How many pairs there are in all. */
  async countPairs({ from, to }: DateRange): Promise<number> {
    const row = await this.db.first<{ n: number }>(
      `SELECT count(*) AS n FROM (
         SELECT DISTINCT owner_id, listing_id FROM ownership WHERE during && daterange($1, $2, '[]')) AS pair`,
      [from, to],
    );
    return row!.n;
  }

  private async history(listingId: number): Promise<OwnershipShare[]> {
    const rows = await this.db.rows<KeptShare>(
      `SELECT ${KEPT} FROM ownership WHERE listing_id = $1 ORDER BY lower(during), owner_id`,
      [listingId],
    );
    return rows.map((row) => inclusive({ ...row, listingId }));
  }
}

function inclusive({ listingId, ownerId, shareBp, from, until }: KeptShare & { listingId: number }): OwnershipShare {
  return { listingId, ownerId, shareBp, from, to: until && addDays(until, -1) };
}
