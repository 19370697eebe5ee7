import { addTenant } from './platform.mjs';

/** Stays of each listing, a week apart, two to five nights long. */
export const STAYS = 50;

const TERMS = JSON.stringify({
  feePercent: '17.5',
  feeBase: 'rent',
  feeFormula: [],
  channelFees: {},
  minFeeMinor: 0,
  feeDate: 'recognition_date',
  recognition: 'checkout',
  nightlyOver: 28,
  cleaningTo: 'owner',
  cleaningOwnerPercent: '0',
  prorateStayFees: false,
  taxToOwner: false,
  cohost: 'none',
  cancelRevenue: 'include',
  reserveMinor: 0,
});

/** A tenant with so many listings, an owner for each, and 50 stays of each listing over a year: 100,000 of 2,000 listings. */
export async function rentals(db, count) {
  const tenant = await addTenant(db);
  for (const sql of STEPS) {
    await db.query(sql, sql.includes('$2') ? [tenant, sql.includes('agreement') ? TERMS : count] : [tenant]);
    // Otherwise the next statements would be planned without statistics about this tenant.
    await db.query('ANALYZE owner, listing, ownership, agreement, rental_reservation');
  }
  return tenant;
}

/**
 * What each owner is owed for stays that end in the month, by plain SQL that shares nothing with the product: rent and cleaning,
 * less the channel's fee, less 17.5% of the rent rounded half up a stay.
 */
export const OWED = `
  SELECT s.owner_id, sum(r.rent_minor + r.cleaning_minor - r.channel_fee_minor - floor(r.rent_minor * 0.175 + 0.5))::bigint AS net
  FROM rental_reservation r JOIN ownership s ON s.tenant_id = r.tenant_id AND s.listing_id = r.listing_id
  WHERE r.tenant_id = $1 AND r.check_out BETWEEN $2::date AND $3::date GROUP BY s.owner_id`;

const STEPS = [
  `INSERT INTO statement_settings (tenant_id, manager_name, timezone) VALUES ($1, 'Bench', 'UTC')`,
  `INSERT INTO owner (tenant_id, name, currency) SELECT $1, 'Owner ' || n, 'EUR' FROM generate_series(1, $2::int) n`,
  `INSERT INTO listing (tenant_id, name, code, currency, timezone) SELECT $1, 'Listing ' || n, 'L' || n, 'EUR', 'UTC' FROM generate_series(1, $2::int) n`,
  `INSERT INTO ownership (tenant_id, listing_id, owner_id, during, share_bp)
   SELECT $1, l.id, o.id, '[2020-01-01,)', 10000 FROM listing l
   JOIN owner o ON o.tenant_id = l.tenant_id AND o.name = 'Owner ' || substr(l.code, 2) WHERE l.tenant_id = $1`,
  `INSERT INTO agreement (tenant_id, owner_id, listing_id, valid, terms)
   SELECT tenant_id, owner_id, listing_id, '[2020-01-01,)', $2::jsonb FROM ownership WHERE tenant_id = $1`,
  `INSERT INTO rental_reservation (id, tenant_id, listing_id, channel, code, status, check_in, check_out, currency, rent_minor,
     cleaning_minor, channel_fee_minor, content_hash, source)
   SELECT gen_random_uuid(), $1, l.id, 'direct', l.id || '-' || n, 'confirmed', date '2025-01-01' + 7 * n,
     date '2025-01-01' + 7 * n + 2 + (l.id + n) % 4, 'EUR', 20000 + (l.id * 7919 + n * 104729) % 90000, 4500,
     (l.id * 31 + n * 17) % 5000, 'bench', 'bench'
   FROM listing l, generate_series(1, ${STAYS}) n WHERE l.tenant_id = $1`,
];
