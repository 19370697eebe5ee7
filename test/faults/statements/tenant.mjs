// A tenant with owners, listings, shares and agreements, and the same once more for the calculation in SQL.
import { SCHEMA } from './owed.mjs';
import { sharesOf } from './told.mjs';

const AT_ONCE = 5_000;

/** What must never be in a log: it is part of every owner's mail address and account. */
export const MARK = 'kx7pq2vd';

const termsOf = (listing) => ({
  feePercent: listing.percent,
  feeBase: listing.base,
  feeFormula: [],
  channelFees: {},
  minFeeMinor: 0,
  feeDate: 'recognition_date',
  recognition: listing.recognition,
  nightlyOver: 28,
  cleaningTo: listing.cleaningToOwner ? 'owner' : 'manager',
  cleaningOwnerPercent: '0',
  prorateStayFees: false,
  taxToOwner: listing.taxToOwner,
  cohost: 'none',
  cancelRevenue: 'include',
  reserveMinor: 0,
});

/** @returns our ids of the listings by those of the provider */
export async function tenantOf(db, tenantId, { listings, stays }) {
  await db.query(SCHEMA);
  const all = async (sql, rows) => {
    for (let at = 0; at < rows.length; at += AT_ONCE)
      await db.query(sql, [tenantId, JSON.stringify(rows.slice(at, at + AT_ONCE))]);
  };
  await db.query(
    `INSERT INTO statement_settings (tenant_id, manager_name, timezone) VALUES ($1, 'Seaside Rentals', 'UTC') ON CONFLICT DO NOTHING`,
    [tenantId],
  );
  await all(
    `INSERT INTO listing (tenant_id, name, code, currency, timezone)
     SELECT $1, 'House ' || t.n, 'H-' || t."externalId", 'EUR', 'UTC'
     FROM jsonb_to_recordset($2::jsonb) AS t(n integer, "externalId" text) ORDER BY n`,
    listings,
  );
  // The second owner of a listing comes after all the first ones.
  const owners = [
    ...listings.map(({ n }) => ({ name: `first ${n}`, n })),
    ...listings.filter(({ shared, sold }) => shared || sold).map(({ n }) => ({ name: `second ${n}`, n })),
  ];
  await all(
    `INSERT INTO owner (tenant_id, name, currency, email, payout_method)
     SELECT $1, name, 'EUR', replace(name, ' ', '.') || '@${MARK}.test', 'IBAN PT50 ${MARK} ' || n
     FROM jsonb_to_recordset($2::jsonb) AS t(name text, n integer, at integer) ORDER BY at`,
    owners.map((owner, at) => ({ ...owner, at })),
  );
  await db.query('CREATE INDEX ON faults.stay (what); ANALYZE owner, listing');
  await all(
    `INSERT INTO faults.listing SELECT l.id, t."externalId", t.recognition, t.percent::numeric, t.base, t."cleaningToOwner",
       t."taxToOwner", NOT t."noContract", t.down
     FROM jsonb_to_recordset($2::jsonb) AS t("externalId" text, recognition text, percent text, base text, "cleaningToOwner" boolean,
       "taxToOwner" boolean, "noContract" boolean, down boolean)
     JOIN listing l ON l.tenant_id = $1 AND l.code = 'H-' || t."externalId"`,
    listings,
  );
  await all(
    `INSERT INTO faults.share SELECT l.listing_id, o.id, t.bp, t."otherBp", t.owner = 'first', t.since, t.until
     FROM jsonb_to_recordset($2::jsonb) AS t("externalId" text, n integer, owner text, bp integer, "otherBp" integer, since date, until date)
     JOIN faults.listing l ON l.external_id = t."externalId"
     JOIN owner o ON o.tenant_id = $1 AND o.name = t.owner || ' ' || t.n`,
    listings.flatMap((one) =>
      sharesOf(one).map(({ from, ...share }) => ({ ...share, since: from, externalId: one.externalId, n: one.n })),
    ),
  );
  await db.query(
    `INSERT INTO ownership (tenant_id, listing_id, owner_id, during, share_bp)
     SELECT $1, listing_id, owner_id, daterange(since, nullif(until, '9999-12-31')), bp FROM faults.share`,
    [tenantId],
  );
  await all(
    `INSERT INTO agreement (tenant_id, owner_id, listing_id, valid, terms)
     SELECT $1, h.owner_id, l.listing_id, '[2020-01-01,)', t.terms
     FROM jsonb_to_recordset($2::jsonb) AS t("externalId" text, terms jsonb)
     JOIN faults.listing l ON l.external_id = t."externalId" AND l.contract JOIN faults.share h USING (listing_id)`,
    listings.map((one) => ({ externalId: one.externalId, terms: termsOf(one) })),
  );
  await all(
    `INSERT INTO faults.stay SELECT l.listing_id, t.code, t.what, t."checkIn", t."checkOut", t.rent, t.cleaning, t.extras, t.tax,
       t."channelFee", t."paymentFee", t.kept, t."taxWithHost" FROM jsonb_to_recordset($2::jsonb) AS t("externalId" text, code text,
       what text, "checkIn" date, "checkOut" date, rent numeric, cleaning numeric, extras numeric, tax numeric, "channelFee" numeric,
       "paymentFee" numeric, kept numeric, "taxWithHost" boolean)
     JOIN faults.listing l ON l.external_id = t."externalId" WHERE $1::uuid IS NOT NULL`,
    stays,
  );
  await db.query('ANALYZE');
  const { rows } = await db.query('SELECT listing_id, external_id FROM faults.listing ORDER BY 1');
  return new Map(rows.map((row) => [row.external_id, row.listing_id]));
}
