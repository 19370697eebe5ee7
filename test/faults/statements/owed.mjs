// What every owner is owed, line by line, in plain SQL over what the provider told. It shares nothing with the product.

export const SCHEMA = `
  CREATE SCHEMA faults;
  CREATE TABLE faults.stay (
    listing_id integer, code text PRIMARY KEY, what text, check_in date, check_out date, rent numeric, cleaning numeric, extras numeric,
    tax numeric, channel_fee numeric, payment_fee numeric, kept numeric, tax_with_host boolean);
  CREATE INDEX ON faults.stay (listing_id);
  CREATE TABLE faults.listing (
    listing_id integer PRIMARY KEY, external_id text UNIQUE, recognition text, percent numeric, base text, cleaning_to_owner boolean,
    tax_to_owner boolean, contract boolean, down boolean);
  CREATE TABLE faults.share (
    listing_id integer, owner_id integer, bp integer, other_bp integer, first boolean, since date, until date);
  CREATE INDEX ON faults.share (listing_id);
  -- The first k of n nights have so much of a total. Postgres rounds numerics half away from zero.
  CREATE FUNCTION faults.up_to(total numeric, k integer, n integer) RETURNS numeric IMMUTABLE LANGUAGE sql
    RETURN round(total * least(k, n) / n);
  -- Of two owners the one with the larger remainder gets the cent that is left; of equal ones the first.
  CREATE FUNCTION faults.part(amount numeric, mine integer, other integer, is_first boolean) RETURNS numeric IMMUTABLE LANGUAGE sql
    RETURN sign(amount) * (div(abs(amount) * mine, 10000) + CASE
      WHEN div(abs(amount) * mine, 10000) + div(abs(amount) * other, 10000) = abs(amount) THEN 0
      WHEN mod(abs(amount) * mine, 10000) > mod(abs(amount) * other, 10000) THEN 1
      WHEN mod(abs(amount) * mine, 10000) = mod(abs(amount) * other, 10000) AND is_first THEN 1
      ELSE 0 END);`;

/** Stays of the period $1 to $2 with the nights [k1, k2) that count in it, for each owner's run of nights [run_from, run_to). */
const RUNS = `
  counted AS (
    SELECT s.*, l.recognition, l.percent, l.base, l.cleaning_to_owner, l.tax_to_owner, l.contract, l.down,
      s.check_out - s.check_in AS n,
      CASE l.recognition WHEN 'nightly' THEN greatest(0, $1::date - s.check_in) ELSE 0 END AS k1,
      CASE l.recognition WHEN 'nightly' THEN least(s.check_out - s.check_in, $2::date + 1 - s.check_in)
        ELSE s.check_out - s.check_in END AS k2,
      CASE l.recognition WHEN 'checkin' THEN true ELSE s.check_out BETWEEN $1::date AND $2::date END AS departs
    FROM faults.stay s JOIN faults.listing l USING (listing_id)
    WHERE CASE l.recognition WHEN 'checkout' THEN s.check_out BETWEEN $1::date AND $2::date
      WHEN 'checkin' THEN s.check_in BETWEEN $1::date AND $2::date
      ELSE s.check_out >= $1::date AND s.check_in <= $2::date END
  ), runs AS (
    SELECT c.*, h.owner_id, h.bp, h.other_bp, h.first, greatest(0, h.since - c.check_in) AS run_from,
      least(c.n, h.until - c.check_in) AS run_to
    FROM counted c JOIN faults.share h USING (listing_id)
    WHERE h.since < c.check_out AND h.until > c.check_in
  )`;

/** Lines of the period $1 to $2: owner, listing, code, kind, amount. */
export const OWED = `
  WITH ${RUNS}, money AS (
    SELECT r.*, CASE WHEN kept IS NULL THEN rent ELSE kept END AS paid, (kept IS NULL)::int AS whole FROM runs r
    WHERE what IN ('booked', 'kept', 'no_show') AND contract
  ), parts AS (
    SELECT m.*, p.kind, p.total, p.departure FROM money m CROSS JOIN LATERAL (VALUES
      ('rent', paid, false),
      ('cleaning', whole * CASE WHEN cleaning_to_owner THEN cleaning ELSE 0 END, true),
      ('extras', whole * extras, true),
      ('tax', whole * CASE WHEN tax_to_owner AND tax_with_host THEN tax ELSE 0 END, false),
      ('channel_fee', -whole * channel_fee, false),
      ('payment_fee', -whole * payment_fee, false),
      ('management_fee', -round(percent / 100 * CASE base WHEN 'rent' THEN paid
        ELSE paid + whole * (cleaning + extras - channel_fee) END), false)) AS p(kind, total, departure)
  ), owned AS (
    SELECT owner_id, listing_id, code, kind, CASE
      WHEN departure THEN CASE WHEN departs AND run_to = n THEN faults.part(total, bp, other_bp, first) ELSE 0 END
      ELSE faults.part(faults.up_to(total, greatest(run_from, least(k2, run_to)), n) - faults.up_to(total, run_from, n), bp, other_bp, first)
        - faults.part(faults.up_to(total, greatest(run_from, least(k1, run_to)), n) - faults.up_to(total, run_from, n), bp, other_bp, first)
      END AS amount
    FROM parts
  )
  SELECT owner_id, listing_id, code, kind, sum(amount)::bigint AS amount FROM owned
  GROUP BY owner_id, listing_id, code, kind HAVING sum(amount) <> 0`;

/** What must become of each owner and listing in the period $1 to $2; $3: whether the provider still fails. */
export const OUTCOMES = `
  WITH ${RUNS}
  SELECT h.owner_id, h.listing_id, CASE
    WHEN l.down AND $3 THEN 'provider_error'
    WHEN NOT l.contract THEN 'no_contract'
    WHEN EXISTS (SELECT FROM faults.stay s WHERE s.listing_id = h.listing_id AND s.what = 'unknown'
                 AND s.check_out >= $1::date AND s.check_in <= $2::date) THEN 'needs_review'
    WHEN EXISTS (SELECT FROM runs r WHERE r.listing_id = h.listing_id AND r.owner_id = h.owner_id
                 AND r.what IN ('booked', 'kept', 'no_show', 'owner')
                 AND r.run_from < r.k2 + r.departs::int AND (r.k1 < r.run_to OR r.run_to = r.n)) THEN 'stated'
    ELSE 'no_activity' END AS outcome
  FROM faults.share h JOIN faults.listing l USING (listing_id)`;

/** What statements of the tenant $3 say otherwise than it should be. $1, $2: the period. */
export const DIFFERENCES = `
  SELECT coalesce(o.owner_id, s.owner_id) AS owner, coalesce(o.code, s.code) AS code, coalesce(o.kind, s.kind) AS kind,
    o.amount AS owed, s.amount AS stated
  FROM (${OWED}) o
  FULL JOIN (
    SELECT st.owner_id, st.listing_id, r.code, l.kind, sum(l.amount_minor)::bigint AS amount
    FROM statement st JOIN statement_line sl ON sl.statement_id = st.id JOIN ledger_line l ON l.id = sl.ledger_line_id
    LEFT JOIN rental_reservation r ON r.id = l.reservation_id
    WHERE st.tenant_id = $3 AND st.period_from = $1::date AND st.state <> 'void'
    GROUP BY st.owner_id, st.listing_id, r.code, l.kind) s USING (owner_id, listing_id, code, kind)
  WHERE o.amount IS DISTINCT FROM s.amount
    -- Owners without a statement have a reason, which is looked at by itself.
    AND EXISTS (SELECT FROM statement st WHERE st.tenant_id = $3 AND st.period_from = $1::date AND st.state <> 'void'
                AND st.owner_id = coalesce(o.owner_id, s.owner_id))`;

/** Outcomes of the run $5 (its batch) that are not what they must be. $1, $2: the period; $3: as OUTCOMES; $4: the tenant. */
export const WRONG_OUTCOMES = `
  SELECT x.owner_id AS owner, x.listing_id AS listing, x.outcome AS must, i.state, i.reason, i.detail
  FROM (${OUTCOMES}) x
  FULL JOIN (
    SELECT i.* FROM statement_run_item i JOIN statement_run r ON r.id = i.run_id
    WHERE r.tenant_id = $4 AND r.job_id = $5::uuid) i USING (owner_id, listing_id)
  LEFT JOIN LATERAL (
    SELECT count(*) AS n FROM statement s WHERE s.tenant_id = $4 AND s.owner_id = x.owner_id AND s.listing_id = x.listing_id
      AND s.period_from = $1::date AND s.state <> 'void') s ON true
  WHERE x.outcome IS NULL OR s.n <> (x.outcome = 'stated')::int OR CASE
    -- Who had sold before asks for no statement.
    WHEN i.run_id IS NULL THEN x.outcome NOT IN ('no_activity', 'no_contract')
    ELSE x.outcome <> CASE WHEN i.state IN ('generated', 'unchanged') THEN 'stated' ELSE i.reason END END`;

/** Statements whose totals are not the sums of their lines, or whose opening is not the closing before. $1: the tenant. */
export const WRONG_TOTALS = `
  SELECT s.number, s.net_minor, t.net FROM statement s
  LEFT JOIN statement before ON before.tenant_id = s.tenant_id AND before.owner_id = s.owner_id AND before.listing_id = s.listing_id
    AND before.state <> 'void' AND before.period_to = s.period_from - 1
  CROSS JOIN LATERAL (
    SELECT coalesce(sum(l.amount_minor), 0) AS net,
      coalesce(sum(l.amount_minor) FILTER (WHERE l.kind IN ('rent', 'cleaning', 'extras', 'tax')), 0) AS revenue,
      coalesce(sum(l.amount_minor) FILTER (WHERE l.kind IN ('channel_fee', 'payment_fee', 'management_fee')), 0) AS fees
    FROM statement_line sl JOIN ledger_line l ON l.id = sl.ledger_line_id WHERE sl.statement_id = s.id) t
  WHERE s.tenant_id = $1 AND s.state <> 'void' AND (s.net_minor, s.revenue_minor, s.fees_minor, s.closing_minor, s.opening_minor)
    IS DISTINCT FROM (t.net, t.revenue, t.fees, s.opening_minor + t.net, coalesce(before.closing_minor, 0))`;
