import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { notFound } from '../../platform/errors/app-error.js';
import { LATER } from '../statements/balance.sql.js';
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
   * listing that was sold, a stay's departure may count after the sale, and a night of it before. So also a former owner of whose time
   * something has changed since its last final statement, or that was paid since. By owner and listing.
   */
  async of({ from, to, ownerId, listingId, grouping }: RunParams): Promise<Target[]> {
    const pairs = await this.db.rows<{ ownerId: number; listingId: number }>(TARGETS, [from, to, ownerId, listingId]);
    if (grouping === 'listing') return pairs;
    return [...new Set(pairs.map((pair) => pair.ownerId))].map((one) => ({ ownerId: one, listingId: null }));
  }

  /** Listings of which the owner ever had a share, by id. */
  async ever({ ownerId, listingId }: Pick<RunParams, 'ownerId' | 'listingId'>): Promise<number[]> {
    const rows = await this.db.rows<{ listingId: number }>(
      `SELECT listing_id AS "listingId" FROM ownership WHERE owner_id = $1 AND ($2::int IS NULL OR listing_id = $2)
       UNION SELECT listing_id FROM ownership_change WHERE owner_id = $1 AND ($2::int IS NULL OR listing_id = $2) ORDER BY 1`,
      [ownerId, listingId],
    );
    return rows.map((row) => row.listingId);
  }

  /**
   * Before they are made: how many, of how many owners, and the first of their listings by name; of one owner also those whose last
   * statement closed below 0, of which one may be asked for by itself. @throws AppError NOT_FOUND
   */
  async count({ from, to, ownerId }: Pick<RunParams, 'from' | 'to' | 'ownerId'>): Promise<RunTargetsResponse> {
    await this.check({ ownerId, listingId: null });
    const pairs = await this.of({ from, to, ownerId, listingId: null, grouping: 'listing', calculationType: null });
    const ids = [...new Set(pairs.map(({ listingId }) => listingId))];
    const owing = ownerId === null ? [] : await this.db.rows<{ id: number }>(OWING, [ownerId]);
    const listings = await this.db.rows<{ id: number; name: string }>(
      'SELECT id, name FROM listing WHERE id = ANY ($1::int[]) ORDER BY name, id LIMIT $2',
      [[...ids, ...owing.map(({ id }) => id)], MOST_LISTED],
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

/** Listings of owner $1 whose last final statement closed below 0. */
const OWING = `
  SELECT s.listing_id AS id FROM statement s LEFT JOIN LATERAL (${LATER}) later ON true
  WHERE s.owner_id = $1 AND s.listing_id IS NOT NULL AND s.state IN ('final', 'sent', 'paid') AND s.closing_minor < 0
    AND later.id IS NULL`;

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
  UNION
  -- Who has no share any more, and of whose time something was told, changed or paid since the last of its final statements: the
  -- next one corrects, charges or counts it.
  SELECT h.owner_id, h.listing_id FROM (
    SELECT owner_id, listing_id FROM ownership UNION SELECT owner_id, listing_id FROM ownership_change
  ) h
  CROSS JOIN LATERAL (
    SELECT max(f.calculated_at) AS at FROM statement f
    WHERE f.owner_id = h.owner_id AND (f.listing_id = h.listing_id OR f.listing_id IS NULL)
      AND f.state IN ('final', 'sent', 'paid') AND f.period_to < $1::date
  ) told
  WHERE ($3::int IS NULL OR h.owner_id = $3) AND ($4::int IS NULL OR h.listing_id = $4) AND told.at IS NOT NULL
    AND NOT EXISTS (SELECT FROM ownership s WHERE s.owner_id = h.owner_id AND s.listing_id = h.listing_id
                    AND s.during && daterange($1::date, $2::date, '[]'))
    AND (
      EXISTS (SELECT FROM rental_reservation r JOIN ownership s ON s.listing_id = r.listing_id AND s.owner_id = h.owner_id
                AND s.during && daterange(r.check_in, r.check_out)
              WHERE r.listing_id = h.listing_id AND r.changed_at > told.at AND r.check_in <= $2::date)
      OR EXISTS (SELECT FROM owner_expense e
                 WHERE e.listing_id = h.listing_id AND e.changed_at > told.at AND e.day <= $2::date
                   AND (e.owner_id = h.owner_id OR (e.owner_id IS NULL AND EXISTS (SELECT FROM ownership s
                     WHERE s.listing_id = h.listing_id AND s.owner_id = h.owner_id AND s.during @> e.day))))
      -- What it was told of, whatever listing, owner or day that is of now.
      OR EXISTS (SELECT FROM statement f
                 JOIN statement_line sl ON sl.tenant_id = f.tenant_id AND sl.statement_id = f.id AND sl.active
                 JOIN ledger_line l ON l.tenant_id = sl.tenant_id AND l.id = sl.ledger_line_id AND l.listing_id = h.listing_id
                 LEFT JOIN rental_reservation r ON r.id = l.reservation_id
                 LEFT JOIN owner_expense e ON e.id = l.expense_id
                 WHERE f.owner_id = h.owner_id AND f.state IN ('final', 'sent', 'paid')
                   AND greatest(r.changed_at, e.changed_at) > told.at)
      OR EXISTS (SELECT FROM owner_payout p LEFT JOIN statement s ON s.id = p.statement_id
                 WHERE p.owner_id = h.owner_id AND p.day <= $2::date
                   AND CASE WHEN p.listing_id IS NOT NULL THEN p.listing_id = h.listing_id
                     WHEN s.listing_id IS NOT NULL THEN s.listing_id = h.listing_id
                     ELSE s.id IS NOT NULL OR NOT EXISTS (
                       SELECT FROM ownership o WHERE o.owner_id = h.owner_id AND o.listing_id <> h.listing_id) END
                   AND CASE WHEN p.voided_at IS NULL THEN p.amount_minor ELSE 0 END <> (
                     SELECT coalesce(sum(c.amount_minor), 0) FROM statement_payout c JOIN statement f ON f.id = c.statement_id
                     WHERE c.payout_id = p.id AND c.active AND f.state IN ('final', 'sent', 'paid') AND f.period_to < $1::date)))
  ORDER BY 1, 2`;
