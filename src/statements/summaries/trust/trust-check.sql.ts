const FINAL = `('final', 'sent', 'paid')`;

/**
 * Lines of final statements until the end of a day; $1 the day. A line counts by its day, but never after its statement's period.
 * What an owner was owed when its statements began here is on no statement, and owed from its day on.
 */
const LINES = `
  line AS (
    SELECT s.id AS statement_id, s.owner_id, s.currency, l.kind, coalesce(l.adjusted_kind, l.kind) AS what, l.reservation_id,
      l.amount_minor, l.original_currency, (l.reasoning #>> '{source,version}')::int AS version,
      CASE WHEN l.kind = 'rent' THEN l.reasoning -> 'shares' END AS shares
    FROM statement s
    JOIN statement_line sl ON sl.tenant_id = s.tenant_id AND sl.statement_id = s.id AND sl.active
    JOIN ledger_line l ON l.tenant_id = sl.tenant_id AND l.id = sl.ledger_line_id
    WHERE s.state IN ${FINAL} AND least(greatest(l.day, s.period_from), s.period_to) <= $1::date
    UNION ALL
    SELECT NULL, l.owner_id, l.currency, l.kind, l.kind, NULL, l.amount_minor, NULL, NULL, NULL
    FROM ledger_line l WHERE l.kind = 'opening' AND l.day <= $1::date
  )`;

/** Of a version of a stay that is not the last one, what it said; `as` is the column of the last. */
const told = (member: string, as: string, type = 'bigint') =>
  `coalesce((v.facts ->> '${member}')::${type}, r.${as}) AS ${as}`;

/**
 * How much of each stay is stated, and by whom: `nights` of it, those of a co-owner by its share, and which part of the departure.
 * What a statement told is by the shares that its lines were made with; what was corrected since, by the days that the owner's
 * statements claim and who owns them now. Nights of nobody are the manager's once somebody's statement claims them. All by the
 * currency of the owners' lines: of one whose lines are in another currency than the stay, these are all that is counted.
 */
const PARTS = `
  told AS (
    SELECT reservation_id, currency, sum(amount_minor)::bigint AS lines,
      sum(amount_minor) FILTER (WHERE what = 'tax')::bigint AS tax_told, bool_or(original_currency IS NOT NULL) AS converted,
      bool_or(what IN ('rent', 'cleaning', 'extras', 'tax', 'channel_fee', 'payment_fee', 'management_fee')) AS stated,
      max(version) AS version
    FROM line WHERE reservation_id IS NOT NULL GROUP BY reservation_id, currency
  ), fact AS (
    -- As it was when it was stated last: what it has become since is on no statement yet.
    SELECT t.*, r.channel, r.code, r.id, ${told('status', 'status', 'text')}, ${told('listingId', 'listing_id', 'int')},
      ${told('checkIn', 'check_in', 'date')}, ${told('checkOut', 'check_out', 'date')}, ${told('rentMinor', 'rent_minor')},
      ${told('cleaningMinor', 'cleaning_minor')}, ${told('extrasMinor', 'extras_minor')}, ${told('taxMinor', 'tax_minor')},
      ${told('channelFeeMinor', 'channel_fee_minor')}, ${told('paymentFeeMinor', 'payment_fee_minor')},
      ${told('taxRemittedBy', 'tax_remitted_by', 'text')}, ${told('paidToOwner', 'paid_to_owner', 'boolean')}
    FROM told t JOIN rental_reservation r ON r.id = t.reservation_id
    LEFT JOIN reservation_version v ON v.reservation_id = r.id AND v.version = t.version AND v.version <> r.version
  ), claim AS (
    SELECT f.reservation_id, f.currency, f.listing_id, f.check_in, f.check_out, c.owner_id, c.days,
      c.days * daterange(f.check_in, f.check_out) AS nights
    FROM fact f
    JOIN stay_claim c ON c.reservation_id = f.reservation_id AND c.active
    JOIN statement s ON s.id = c.statement_id AND s.state IN ${FINAL} AND s.currency = f.currency
    LEFT JOIN statement b ON b.id = c.replaced_by AND b.state IN ${FINAL} AND b.period_from <= $1::date
    LEFT JOIN (SELECT DISTINCT statement_id, reservation_id FROM line) d
      ON d.statement_id = s.id AND d.reservation_id = f.reservation_id
    WHERE b.id IS NULL AND (s.period_to <= $1::date OR d.statement_id IS NOT NULL)
  ), departure AS (
    SELECT DISTINCT reservation_id, owner_id FROM claim WHERE days @> check_out
  ), by_line AS (
    SELECT f.reservation_id, l.owner_id, sum((x."to" - x."from") * x."shareBp") AS nights,
      max(x."shareBp") FILTER (WHERE x."to" = f.check_out) AS last
    FROM line l JOIN fact f USING (reservation_id, currency)
    CROSS JOIN LATERAL jsonb_to_recordset(l.shares) AS x("from" date, "to" date, "shareBp" int) GROUP BY 1, 2
  ), by_claim AS (
    SELECT c.reservation_id, c.owner_id,
      sum(CASE WHEN isempty(c.nights * o.during) THEN 0
        ELSE (upper(c.nights * o.during) - lower(c.nights * o.during)) * o.share_bp END) AS nights,
      max(o.share_bp) FILTER (WHERE o.during @> c.check_out - 1) AS last
    FROM claim c JOIN ownership o ON o.listing_id = c.listing_id AND o.owner_id = c.owner_id GROUP BY 1, 2
  ), of_owner AS (
    SELECT t.reservation_id, t.currency, sum(coalesce(l.nights, c.nights, 0)) AS nights,
      sum(coalesce(l.last, c.last, 0)) FILTER (WHERE d.owner_id IS NOT NULL) AS last
    FROM (
      SELECT reservation_id, owner_id, currency, bool_or(kind = 'adjustment' AND what <> 'override') AS restated
      FROM line WHERE reservation_id IS NOT NULL GROUP BY 1, 2, 3
    ) t
    LEFT JOIN by_line l ON l.reservation_id = t.reservation_id AND l.owner_id = t.owner_id AND NOT t.restated
    LEFT JOIN by_claim c ON c.reservation_id = t.reservation_id AND c.owner_id = t.owner_id
    LEFT JOIN departure d ON d.reservation_id = t.reservation_id AND d.owner_id = t.owner_id
    GROUP BY 1, 2
  ), of_nobody AS (
    SELECT c.reservation_id, c.currency, bool_or(c.days @> c.check_out) AND coalesce(NOT o.during @> max(c.check_out) - 1, true) AS last,
      (SELECT sum(upper(n) - lower(n)) FROM unnest(range_agg(c.nights) - coalesce(o.during, '{}'::datemultirange)) n) AS nights
    FROM claim c
    LEFT JOIN (SELECT listing_id, range_agg(during) AS during FROM ownership GROUP BY 1) o ON o.listing_id = c.listing_id
    GROUP BY c.reservation_id, c.currency, o.during
  )`;

/**
 * What of each stay is stated: whole, or so much of its nights (what accrues by night by cumulative rounding, what is per stay with
 * the departure, unless the agreement prorates it). `owed` is what the guest's money comes to, `lines` what owners were told of it,
 * `held` tax that the manager has to hand over. Of a stay in another currency than its lines, what owners were told is taken for all of it.
 */
const STAYS = `
  ${PARTS},
  stay AS (
    SELECT f.currency, f.lines, f.id, f.channel, f.code, f.check_in, f.check_out, f.converted,
      CASE WHEN f.converted THEN f.lines WHEN NOT f.stated OR f.paid_to_owner THEN 0 ELSE part.owed END AS owed,
      CASE WHEN f.converted OR NOT f.stated OR f.paid_to_owner OR f.tax_remitted_by <> 'host' THEN 0
        ELSE part.tax - coalesce(f.tax_told, 0) END AS held
    FROM fact f
    LEFT JOIN of_owner o USING (reservation_id, currency)
    LEFT JOIN of_nobody u USING (reservation_id, currency)
    CROSS JOIN LATERAL (
      SELECT f.check_out - f.check_in AS n,
        least(f.check_out - f.check_in, coalesce(o.nights, 0) / 10000.0 + coalesce(u.nights, 0)) AS k,
        least(1, coalesce(o.last, 0) / 10000.0 + coalesce(u.last, false)::int) AS departed
    ) nights
    CROSS JOIN LATERAL (
      SELECT host.tax,
        round(f.rent_minor * k / n)::bigint - round(f.channel_fee_minor * k / n)::bigint
        - round(f.payment_fee_minor * k / n)::bigint + host.tax
        + CASE WHEN (SELECT bool_or((a.terms ->> 'prorateStayFees')::boolean) FROM agreement a
                  WHERE a.listing_id = f.listing_id AND a.valid @> f.check_in)
            THEN round(f.cleaning_minor * k / n)::bigint + round(f.extras_minor * k / n)::bigint
            ELSE round(f.cleaning_minor * departed)::bigint + round(f.extras_minor * departed)::bigint END AS owed
      FROM (SELECT CASE WHEN f.tax_remitted_by = 'host' THEN round(f.tax_minor * k / n)::bigint ELSE 0 END AS tax) host
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
 * are these: counted once. A receipt that names no channel is one transfer of that amount, of whichever channel has one left.
 */
export const MOVED = `
  WITH typed AS (
    SELECT currency, kind, channel, amount_minor FROM trust_movement WHERE day <= $1::date AND voided_at IS NULL
  ), transfer AS (
    SELECT currency, channel, coalesce(amount_minor, rows_minor) AS amount_minor, count(*) AS times
    FROM channel_payout WHERE day <= $1::date GROUP BY 1, 2, 3
  ), left_over AS (
    SELECT t.currency, t.channel, t.amount_minor, greatest(0, t.times - (
        SELECT count(*) FROM typed m WHERE m.kind = 'channel_receipt' AND m.currency = t.currency
          AND m.amount_minor = t.amount_minor AND m.channel = t.channel)) AS times,
      (SELECT count(*) FROM typed m WHERE m.kind = 'channel_receipt' AND m.currency = t.currency
          AND m.amount_minor = t.amount_minor AND m.channel IS NULL) AS unnamed
    FROM transfer t
  )
  SELECT currency, kind, coalesce(channel, 'none') AS channel, sum(amount_minor)::bigint AS "amountMinor" FROM (
    SELECT currency, kind, channel, amount_minor FROM typed
    UNION ALL
    SELECT currency, 'channel_receipt', channel,
      amount_minor * least(times, greatest(0, sum(times) OVER (PARTITION BY currency, amount_minor ORDER BY channel) - unnamed))
    FROM left_over
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
