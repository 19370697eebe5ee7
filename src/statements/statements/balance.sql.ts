/** States of statements that are final. */
const FINAL = `('final', 'sent', 'paid')`;

/**
 * The last final statement of the owner and scope of statement \`s\`, where that is a later one than \`s\`: what \`s\` closed with has gone
 * on to it, and is paid with it.
 */
export const LATER = `
  SELECT n.id, n.number FROM statement n
  WHERE s.state <> 'void' AND n.tenant_id = s.tenant_id AND n.owner_id = s.owner_id AND n.scope = s.scope AND n.chain > s.chain
    AND n.state <> 'void'
  ORDER BY n.chain DESC LIMIT 1`;

/** Whether the owner of payout \`p\` has a final statement of a scope: of a listing, or (0) of all together. */
const hasFinal = (scope: string) => `EXISTS (
  SELECT FROM statement f WHERE f.tenant_id = p.tenant_id AND f.owner_id = p.owner_id AND f.scope = ${scope} AND f.state IN ${FINAL})`;

/** Whether the last final statement of the owner of payout \`p\` is of one listing. */
const LAST_OF_ONE = `coalesce((
  SELECT f.scope <> 0 FROM statement f WHERE f.tenant_id = p.tenant_id AND f.owner_id = p.owner_id AND f.state IN ${FINAL}
  ORDER BY f.finalised_at DESC LIMIT 1), false)`;

/** Listings of which the owner of payout \`p\` had a share by its day. */
const LISTINGS = `(
  SELECT array_agg(o.listing_id) FROM (
    SELECT listing_id FROM ownership WHERE tenant_id = p.tenant_id AND owner_id = p.owner_id AND lower(during) <= p.day
    UNION SELECT listing_id FROM ownership_change WHERE tenant_id = p.tenant_id AND owner_id = p.owner_id AND from_night <= p.day) o)`;

/**
 * Whether payout \`p\` counts in a scope, a listing's id or 0: in one only, or what was paid would be taken off twice. In that of the
 * statement that has counted it; else in that of the statement that it settles; else in that of its listing, or of all together, by
 * which of them the owner has final statements. A listing that has none yet has its payouts where the owner's last one is of a listing:
 * its first one will be, too. \`due\` says whether and where it was counted.
 */
export const payoutIsOf = (scope: string) => `CASE
  WHEN due.counted THEN due.here
  WHEN p.statement_id IS NOT NULL THEN
    (SELECT t.scope FROM statement t WHERE t.tenant_id = p.tenant_id AND t.id = p.statement_id) = ${scope}
  WHEN ${scope} = 0 THEN p.listing_id IS NULL OR NOT (${hasFinal('p.listing_id')} OR ${LAST_OF_ONE})
  WHEN p.listing_id IS NOT NULL THEN p.listing_id = ${scope} AND (${hasFinal(scope)} OR NOT ${hasFinal('0')} OR ${LAST_OF_ONE})
  ELSE NOT ${hasFinal('0')} AND ${LISTINGS} = ARRAY[${scope}] END`;

/**
 * What was paid for the owner and scope of the final statement \`s\` and no final statement has counted yet, less what came back after
 * one had counted it: its closing less this is owed now.
 * @param where when it is asked for
 */
export const uncounted = (where: string) => `
  SELECT coalesce(sum(due.minor), 0)::bigint AS minor
  FROM owner_payout p
  CROSS JOIN LATERAL (
    SELECT (CASE WHEN p.voided_at IS NULL THEN p.amount_minor ELSE 0 END - coalesce(sum(sp.amount_minor), 0))::bigint AS minor,
      count(*) > 0 AS counted, coalesce(bool_or(q.scope = s.scope), false) AS here
    FROM statement_payout sp
    JOIN statement q ON q.tenant_id = sp.tenant_id AND q.id = sp.statement_id AND q.state IN ${FINAL}
    WHERE sp.tenant_id = p.tenant_id AND sp.payout_id = p.id AND sp.active) due
  WHERE ${where} AND p.tenant_id = s.tenant_id AND p.owner_id = s.owner_id AND due.minor <> 0
    -- As for a statement: what was paid before the first of them, or before the opening balance, is not of it, unless it settles one.
    AND (p.statement_id IS NOT NULL OR p.day >= least(
      (SELECT min(f.period_from) FROM statement f WHERE f.tenant_id = s.tenant_id AND f.owner_id = s.owner_id AND f.state IN ${FINAL}),
      (SELECT min(o.day) + 1 FROM ledger_line o WHERE o.tenant_id = s.tenant_id AND o.owner_id = s.owner_id AND o.kind = 'opening'
         AND o.listing_id IS NOT DISTINCT FROM s.listing_id)))
    AND ${payoutIsOf('s.scope')}`;

/**
 * Joins to statement \`s\` the later one that its closing has gone on to (\`later\`), and (\`own.left_minor\`) what is still to be paid out
 * of it: what is owed above the reserve, of the last final statement of its owner and scope; 0 of all others.
 */
export const WITH_BALANCE = `
  LEFT JOIN LATERAL (${LATER}) later ON true
  LEFT JOIN LATERAL (${uncounted(`s.state IN ('final', 'sent') AND later.id IS NULL`)}) since ON true
  CROSS JOIN LATERAL (
    SELECT CASE WHEN s.state IN ('final', 'sent') AND later.id IS NULL
      THEN greatest(0, s.closing_minor - s.reserve_minor - since.minor) ELSE 0 END AS left_minor) own`;

/** Balances of an owner by scope, as the last final statements and what was paid since have them. $1: the owner. */
export const BALANCES = `
  SELECT s.id, s.number, s.listing_id AS "listingId", s.period_from AS "from", s.period_to AS "to", s.currency, s.finalised_at AS "finalisedAt",
    s.closing_minor - since.minor AS "balanceMinor"
  FROM statement s
  LEFT JOIN LATERAL (${LATER}) later ON true
  CROSS JOIN LATERAL (${uncounted('later.id IS NULL')}) since
  WHERE s.owner_id = $1 AND s.state IN ${FINAL} AND later.id IS NULL
  ORDER BY s.finalised_at`;
