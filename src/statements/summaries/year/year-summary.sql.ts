/** Statements of an owner that count: what they told stands. */
const COUNT = `state IN ('final', 'sent', 'paid')`;

/**
 * Lines of an owner's final statements by month and listing. A line belongs to the month of its day, but never to one outside of
 * its statement's period: so the months of a statement sum to the statement. $1 owner, $2 and $3 first and last day of the year.
 */
export const MONTHS = `
  WITH line AS (
    SELECT least(greatest(l.day, s.period_from), s.period_to) AS day, l.listing_id, l.kind, l.amount_minor, s.currency,
      -- Over a sale each owner has its own nights.
      CASE WHEN l.kind = 'rent' THEN coalesce((SELECT sum(x."to" - x."from")
        FROM jsonb_to_recordset(l.reasoning -> 'shares') AS x("from" date, "to" date)), l.night_count) END AS night_count
    FROM statement s
    JOIN statement_line sl ON sl.tenant_id = s.tenant_id AND sl.statement_id = s.id AND sl.active
    JOIN ledger_line l ON l.tenant_id = sl.tenant_id AND l.id = sl.ledger_line_id
    WHERE s.owner_id = $1 AND s.${COUNT} AND s.period_to >= $2::date AND s.period_from <= $3::date AND l.kind <> 'opening'
  )
  SELECT to_char(line.day, 'YYYY-MM') AS month, line.listing_id AS "listingId", li.name AS listing, line.currency,
    coalesce(sum(night_count), 0)::int AS nights,
    coalesce(sum(amount_minor) FILTER (WHERE kind = 'rent'), 0)::bigint AS "rentMinor",
    coalesce(sum(amount_minor) FILTER (WHERE kind = 'cleaning'), 0)::bigint AS "cleaningMinor",
    coalesce(sum(amount_minor) FILTER (WHERE kind = 'extras'), 0)::bigint AS "extrasMinor",
    coalesce(sum(amount_minor) FILTER (WHERE kind = 'tax'), 0)::bigint AS "taxMinor",
    coalesce(sum(amount_minor) FILTER (WHERE kind = 'channel_fee'), 0)::bigint AS "channelFeeMinor",
    coalesce(sum(amount_minor) FILTER (WHERE kind = 'payment_fee'), 0)::bigint AS "paymentFeeMinor",
    coalesce(sum(amount_minor) FILTER (WHERE kind = 'management_fee'), 0)::bigint AS "managementFeeMinor",
    coalesce(sum(amount_minor) FILTER (WHERE kind = 'cohost_collected'), 0)::bigint AS "collectedMinor",
    coalesce(sum(amount_minor) FILTER (WHERE kind = 'expense'), 0)::bigint AS "expensesMinor",
    coalesce(sum(amount_minor) FILTER (WHERE kind = 'adjustment'), 0)::bigint AS "adjustmentsMinor",
    sum(amount_minor)::bigint AS "netMinor",
    0::bigint AS "payoutsMinor"
  FROM line LEFT JOIN listing li ON li.id = line.listing_id
  WHERE line.day BETWEEN $2::date AND $3::date
  GROUP BY month, line.listing_id, li.name, line.currency
  ORDER BY month, li.name NULLS LAST, line.listing_id`;

/** Payouts that the same statements have taken off the balance, by month. */
export const PAID = `
  SELECT to_char(least(greatest(p.day, s.period_from), s.period_to), 'YYYY-MM') AS month, s.listing_id AS "listingId",
    li.name AS listing, s.currency, sum(p.amount_minor)::bigint AS "payoutsMinor"
  FROM statement s
  JOIN statement_payout p ON p.tenant_id = s.tenant_id AND p.statement_id = s.id AND p.active
  LEFT JOIN listing li ON li.tenant_id = s.tenant_id AND li.id = s.listing_id
  WHERE s.owner_id = $1 AND s.${COUNT}
    AND least(greatest(p.day, s.period_from), s.period_to) BETWEEN $2::date AND $3::date
  GROUP BY month, s.listing_id, li.name, s.currency ORDER BY month, li.name NULLS LAST, s.listing_id`;

export const STATEMENTS = `
  SELECT id, number, version, period_from::text AS "from", period_to::text AS "to", net_minor AS "netMinor",
         payouts_minor AS "payoutsMinor", finalised_at AS "finalisedAt"
  FROM statement WHERE owner_id = $1 AND ${COUNT} AND period_to >= $2::date AND period_from <= $3::date
  ORDER BY period_from, id`;
