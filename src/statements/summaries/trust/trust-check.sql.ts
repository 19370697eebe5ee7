/**
 * Lines of final statements until the end of a day; $1 the day. A line counts by its day, but never after its statement's period.
 * What an owner was owed when its statements began here is on no statement, and owed from its day on.
 */
const LINES = `
  line AS (
    SELECT l.id, s.currency, l.kind, l.reservation_id, l.nights, l.amount_minor, l.original_currency
    FROM statement s
    JOIN statement_line sl ON sl.tenant_id = s.tenant_id AND sl.statement_id = s.id AND sl.active
    JOIN ledger_line l ON l.tenant_id = sl.tenant_id AND l.id = sl.ledger_line_id
    WHERE s.state IN ('final', 'sent', 'paid') AND least(greatest(l.day, s.period_from), s.period_to) <= $1::date
    UNION ALL
    SELECT l.id, l.currency, l.kind, NULL, NULL, l.amount_minor, NULL
    FROM ledger_line l WHERE l.kind = 'opening' AND l.day <= $1::date
  )`;

/**
 * What of each stay is stated: whole, or so many of its nights (what accrues by night by cumulative rounding, what is per stay with
 * the last night, unless the agreement prorates it). \`owed\` is what the guest's money comes to, \`lines\` what owners were told of it, \`held\` tax that the manager has
 * to hand over. Of a stay in another currency than its lines, what owners were told is taken for all of it.
 */
const STAYS = `
  told AS (
    SELECT reservation_id, currency, sum(amount_minor)::bigint AS lines,
      sum(amount_minor) FILTER (WHERE kind = 'tax')::bigint AS tax_told, bool_or(original_currency IS NOT NULL) AS converted,
      bool_or(kind IN ('rent', 'cleaning', 'extras', 'tax', 'channel_fee', 'payment_fee', 'management_fee')) AS stated,
      (SELECT sum(upper(r) - lower(r)) FROM unnest(range_agg(nights) FILTER (WHERE kind = 'rent')) AS r)::int AS nights
    FROM line WHERE reservation_id IS NOT NULL GROUP BY reservation_id, currency
  ), stay AS (
    SELECT t.currency, t.lines, r.id, r.channel, r.code, r.check_in, r.check_out, t.converted,
      CASE WHEN t.converted THEN t.lines WHEN NOT t.stated OR r.paid_to_owner THEN 0 ELSE part.owed END AS owed,
      CASE WHEN t.converted OR NOT t.stated OR r.paid_to_owner OR r.tax_remitted_by <> 'host' THEN 0
        ELSE part.tax - coalesce(t.tax_told, 0) END AS held
    FROM told t JOIN rental_reservation r ON r.id = t.reservation_id
    CROSS JOIN LATERAL (SELECT coalesce(t.nights, r.check_out - r.check_in) AS k, r.check_out - r.check_in AS n) nights
    CROSS JOIN LATERAL (
      SELECT host.tax,
        round(r.rent_minor * k::numeric / n)::bigint - round(r.channel_fee_minor * k::numeric / n)::bigint
        - round(r.payment_fee_minor * k::numeric / n)::bigint + host.tax
        + CASE WHEN k >= n THEN r.cleaning_minor + r.extras_minor
            WHEN (SELECT bool_or((a.terms ->> 'prorateStayFees')::boolean) FROM agreement a
                  WHERE a.listing_id = r.listing_id AND a.valid @> r.check_in)
            THEN round(r.cleaning_minor * k::numeric / n)::bigint + round(r.extras_minor * k::numeric / n)::bigint
            ELSE 0 END AS owed
      FROM (SELECT CASE WHEN r.tax_remitted_by = 'host' THEN round(r.tax_minor * k::numeric / n)::bigint ELSE 0 END AS tax) host
    ) part
  )`;

/** By currency: what owners were told, by what it is of, and what the stays among it come to. */
export const TOLD = `
  WITH ${LINES}, ${STAYS},
  lines AS (
    SELECT currency, sum(amount_minor)::bigint AS "linesMinor",
      coalesce(sum(amount_minor) FILTER (WHERE kind = 'expense'), 0)::bigint AS "expensesMinor",
      coalesce(sum(amount_minor) FILTER (WHERE kind = 'opening'), 0)::bigint AS "openingMinor",
      coalesce(sum(amount_minor) FILTER (WHERE reservation_id IS NULL AND kind NOT IN ('expense', 'opening')), 0)::bigint AS "otherMinor"
    FROM line GROUP BY currency
  )
  SELECT l.*, coalesce(s.owed, 0)::bigint AS "owedMinor", coalesce(s.held, 0)::bigint AS "heldMinor",
    coalesce(s.lines, 0)::bigint AS "stayLinesMinor", coalesce(s.converted, 0)::int AS "convertedStays"
  FROM lines l LEFT JOIN (
    SELECT currency, sum(owed) AS owed, sum(held) AS held, sum(lines) AS lines, count(*) FILTER (WHERE converted) AS converted
    FROM stay GROUP BY currency) s USING (currency)`;

/** By currency and channel: what stays of it that are stated come to. */
export const OWED_BY_CHANNEL = `
  WITH ${LINES}, ${STAYS}
  SELECT currency, channel, sum(owed)::bigint AS "amountMinor" FROM stay GROUP BY currency, channel`;

/**
 * What moved on the account, by currency, kind and channel. A transfer that a channel's file tells has come in, so nobody has to
 * type it. Where the bank's list was told too, as many transfers of an amount as receipts of the channel with that amount were typed
 * are these: counted once.
 */
export const MOVED = `
  WITH typed AS (
    SELECT currency, kind, channel, amount_minor FROM trust_movement WHERE day <= $1::date AND voided_at IS NULL
  ), transfer AS (
    SELECT currency, channel, coalesce(amount_minor, rows_minor) AS amount_minor, count(*) AS times
    FROM channel_payout WHERE day <= $1::date GROUP BY 1, 2, 3
  )
  SELECT currency, kind, coalesce(channel, 'none') AS channel, sum(amount_minor)::bigint AS "amountMinor" FROM (
    SELECT currency, kind, channel, amount_minor FROM typed
    UNION ALL
    SELECT t.currency, 'channel_receipt', t.channel, t.amount_minor * greatest(0, t.times - (
      SELECT count(*) FROM typed m WHERE m.kind = 'channel_receipt' AND m.currency = t.currency
        AND m.amount_minor = t.amount_minor AND coalesce(m.channel, t.channel) = t.channel))
    FROM transfer t
  ) AS moved GROUP BY 1, 2, 3`;

/** Stays that have begun and that no final statement has told of by then: their money may have come. The latest first. */
export const NOT_STATED = `
  WITH ${LINES}
  SELECT r.id, r.code, r.channel, r.currency, r.check_in::text AS "checkIn", r.check_out::text AS "checkOut",
    coalesce(r.payout_minor, r.rent_minor + r.cleaning_minor + r.extras_minor - r.channel_fee_minor - r.payment_fee_minor
      + CASE WHEN r.tax_remitted_by = 'host' THEN r.tax_minor ELSE 0 END)::bigint AS "amountMinor"
  FROM rental_reservation r
  WHERE r.check_in <= $1::date AND NOT r.paid_to_owner AND r.status IN ('confirmed', 'cancelled', 'no_show', 'needs_review')
    AND NOT EXISTS (SELECT FROM line WHERE line.reservation_id = r.id)
  ORDER BY r.check_in DESC, r.id LIMIT 100`;

/** Stays that are stated, the last departures first: whose money may not have come yet. */
export const LATEST_STATED = `
  WITH ${LINES}, ${STAYS}
  SELECT id, code, channel, currency, check_in::text AS "checkIn", check_out::text AS "checkOut", owed::bigint AS "amountMinor"
  FROM stay WHERE owed <> 0 ORDER BY check_out DESC, id LIMIT 100`;
