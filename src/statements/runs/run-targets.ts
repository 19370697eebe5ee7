import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { notFound } from '../../platform/errors/app-error.js';
import type { RunParams } from './run-params.js';
import type { RunTargetsResponse } from './runs.dto.js';

/** Listings of one answer; the count is of all. */
const MOST_LISTED = 500;

/** A statement to be made; listingId null: of all the owner's listings together. */
export interface Target {
  ownerId: number;
  listingId: number | null;
}

/** Which statements a period asks for. */
@Injectable()
export class RunTargets {
  constructor(private readonly db: TenantDatabase) {}

  /**
   * Owner and listing wherever the owner has a share on a day of the period, or on a night of a stay that touches it: of a
   * listing that was sold, a stay's departure may count after the sale, and a night of it before. So also a former owner that was told
   * too much, because a sale became known late. By owner and listing.
   */
  async of({ from, to, ownerId, listingId, grouping }: RunParams): Promise<Target[]> {
    const pairs = await this.db.rows<{ ownerId: number; listingId: number }>(TARGETS, [from, to, ownerId, listingId]);
    if (grouping === 'listing') return pairs;
    return [...new Set(pairs.map((pair) => pair.ownerId))].map((one) => ({ ownerId: one, listingId: null }));
  }

  /** Before they are made: how many, of how many owners, and the first of their listings by name. @throws AppError NOT_FOUND */
  async count({ from, to, ownerId }: Pick<RunParams, 'from' | 'to' | 'ownerId'>): Promise<RunTargetsResponse> {
    await this.check({ ownerId, listingId: null });
    const pairs = await this.of({ from, to, ownerId, listingId: null, grouping: 'listing', calculationType: null });
    const ids = [...new Set(pairs.map(({ listingId }) => listingId))];
    const listings = await this.db.rows<{ id: number; name: string }>(
      'SELECT id, name FROM listing WHERE id = ANY ($1::int[]) ORDER BY name, id LIMIT $2',
      [ids, MOST_LISTED],
    );
    const owners = new Set(pairs.map((pair) => pair.ownerId)).size;
    return { owners, statements: pairs.length, listingsTotal: ids.length, listings };
  }

  /** The listings that a statement is made of. */
  async listings(target: Target, { from, to }: Pick<RunParams, 'from' | 'to'>): Promise<number[]> {
    if (target.listingId !== null) return [target.listingId];
    const rows = await this.db.rows<{ listingId: number }>(TARGETS, [from, to, target.ownerId, null]);
    return rows.map(({ listingId }) => listingId);
  }

  /** @throws AppError NOT_FOUND for an owner or a listing that the tenant does not have */
  async check({ ownerId, listingId }: Pick<RunParams, 'ownerId' | 'listingId'>): Promise<void> {
    const one = async (table: 'owner' | 'listing', id: number | null, what: string) => {
      if (id !== null && !(await this.db.first(`SELECT 1 FROM ${table} WHERE id = $1`, [id]))) throw notFound(what);
    };
    await one('owner', ownerId, 'Owner');
    await one('listing', listingId, 'Property');
  }
}

/** $1 first, $2 last day, $3 owner or null, $4 listing or null. */
const TARGETS = `
  SELECT s.owner_id AS "ownerId", s.listing_id AS "listingId" FROM ownership s
  WHERE ($3::int IS NULL OR s.owner_id = $3) AND ($4::int IS NULL OR s.listing_id = $4)
    AND (s.during && daterange($1::date, $2::date, '[]')
      OR EXISTS (SELECT FROM rental_reservation r
                 WHERE r.listing_id = s.listing_id AND r.check_out >= $1::date AND r.check_in <= $2::date
                   AND daterange(r.check_in, r.check_out) && s.during))
  UNION
  -- Whose share was changed after a statement that told of it: until the next one of a period before this has corrected it.
  SELECT c.owner_id, c.listing_id FROM ownership_change c
  WHERE ($3::int IS NULL OR c.owner_id = $3) AND ($4::int IS NULL OR c.listing_id = $4) AND c.from_night <= $2::date
    AND EXISTS (SELECT FROM statement f WHERE f.owner_id = c.owner_id AND f.state IN ('final', 'sent', 'paid')
                AND (f.listing_id = c.listing_id OR f.listing_id IS NULL) AND f.calculated_at < c.changed_at
                AND f.period_to >= c.from_night)
    AND NOT EXISTS (SELECT FROM statement f WHERE f.owner_id = c.owner_id AND f.state IN ('final', 'sent', 'paid')
                    AND (f.listing_id = c.listing_id OR f.listing_id IS NULL) AND f.calculated_at >= c.changed_at
                    AND f.period_to < $1::date)
  ORDER BY 1, 2`;
