import type pg from 'pg';

/** What an agreement says unless the test says otherwise: a fifth of the rent, whole stays on the day of departure. */
export const TERMS = {
  feePercent: '20',
  feeBase: 'rent',
  feeFormula: [],
  channelFees: {},
  minFeeMinor: 0,
  feeDate: 'recognition_date',
  recognition: 'checkout',
  nightlyOver: 28,
  cleaningTo: 'manager',
  cleaningOwnerPercent: '0',
  prorateStayFees: false,
  taxToOwner: false,
  cohost: 'none',
  cancelRevenue: 'include',
  reserveMinor: 0,
};

export interface RentalWorld {
  owners: number[];
  /** The n-th is of the n-th owner. */
  listings: number[];
}

/**
 * So many owners with a listing and an agreement each, settings of the manager, and for all but the last `idle` of them a stay of
 * three nights and 300.00 that ends on each of these days.
 */
export async function rentalWorld(
  db: Pick<pg.Pool, 'query'>,
  tenantId: string,
  { listings, idle, departures }: { listings: number; idle: number; departures: string[] },
): Promise<RentalWorld> {
  const { rows } = await db.query<{ owner: number; listing: number }>(
    `WITH settings AS (
       INSERT INTO statement_settings (tenant_id, manager_name, timezone) VALUES ($1, 'Seaside Rentals', 'UTC') ON CONFLICT DO NOTHING),
     owners AS (
       INSERT INTO owner (tenant_id, name, currency) SELECT $1, 'Owner ' || n, 'EUR' FROM generate_series(1, $2::int) n
       RETURNING id, split_part(name, ' ', 2)::int AS n),
     listings AS (
       INSERT INTO listing (tenant_id, name, code, currency, timezone)
       SELECT $1, 'Listing ' || n, 'L-' || n, 'EUR', 'UTC' FROM generate_series(1, $2::int) n
       RETURNING id, split_part(code, '-', 2)::int AS n),
     pairs AS (SELECT o.id AS owner, l.id AS listing, n FROM owners o JOIN listings l USING (n))
     SELECT owner, listing FROM pairs ORDER BY n`,
    [tenantId, listings],
  );
  const world = { owners: rows.map(({ owner }) => owner), listings: rows.map(({ listing }) => listing) };
  await db.query(
    `WITH pairs AS (SELECT * FROM unnest($2::int[], $3::int[]) AS p(owner, listing)),
     shares AS (
       INSERT INTO ownership (tenant_id, listing_id, owner_id, during, share_bp)
       SELECT $1, listing, owner, '[2020-01-01,)', 10000 FROM pairs)
     INSERT INTO agreement (tenant_id, owner_id, listing_id, valid, terms)
     SELECT $1, owner, listing, '[2020-01-01,)', $4::jsonb FROM pairs`,
    [tenantId, world.owners, world.listings, JSON.stringify(TERMS)],
  );
  await db.query(
    `INSERT INTO rental_reservation (id, tenant_id, listing_id, channel, code, status, check_in, check_out, currency, rent_minor,
       content_hash, source)
     SELECT gen_random_uuid(), $1, listing, 'direct', 'S-' || listing || '-' || day, 'confirmed', day - 3, day, 'EUR', 30000,
       'hash', 'test'
     FROM unnest($2::int[]) AS l(listing), unnest($3::date[]) AS d(day)`,
    [tenantId, world.listings.slice(0, listings - idle), departures],
  );
  return world;
}
