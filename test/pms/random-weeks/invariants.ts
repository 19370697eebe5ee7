import type { PmsHarness } from '../harness.js';

/** What must hold after every step, each a statement that answers the rows that break it. `$1`: the hotel, `$2`: its today. */
const RULES: Record<string, string> = {
  'what is counted as sold is what bookings hold': `
    SELECT i.category_id, i.stay_date::text, i.sold, coalesce(sum(n.quantity), 0)::int AS held
    FROM inventory_day i JOIN room_category c ON c.id = i.category_id
    LEFT JOIN reservation_night n ON n.sold_category_id = i.category_id AND n.stay_date = i.stay_date
    WHERE c.hotel_id = $1 GROUP BY 1, 2, i.sold HAVING i.sold <> coalesce(sum(n.quantity), 0)`,
  'a booking that holds nights holds those of its stay, at its prices; any other holds none': `
    WITH stay AS (
      SELECT b.id, b.status, b.arrival + (p.ord - 1)::int AS date, p.price
      FROM booking b CROSS JOIN LATERAL unnest(b.night_prices_minor) WITH ORDINALITY AS p(price, ord) WHERE b.hotel_id = $1
    ), held AS (
      SELECT n.reservation_id AS id, n.stay_date AS date, n.price_minor AS price
      FROM reservation_night n JOIN booking b ON b.id = n.reservation_id WHERE b.hotel_id = $1
    )
    SELECT coalesce(s.id, h.id) AS booking, s.status, coalesce(s.date, h.date)::text AS date, s.price AS booked, h.price AS held
    FROM stay s FULL JOIN held h ON h.id = s.id AND h.date = s.date
    WHERE s.id IS NULL OR (h.id IS NOT NULL AND (h.price <> s.price OR s.status IN ('tentative', 'cancelled')))
      OR (h.id IS NULL AND s.status IN ('confirmed', 'checked_in', 'checked_out'))`,
  'the total of a booking is the sum of its nights': `
    SELECT id, total_minor FROM booking
    WHERE hotel_id = $1 AND total_minor <> (SELECT sum(price) FROM unnest(night_prices_minor) AS price)`,
  'nobody is in two rooms; a room is only given for nights that are held, and counted in its category': `
    SELECT a.reservation_id, d::date::text AS date, count(*)::int AS rooms, min(n.sold_category_id) AS counted, min(r.category_id) AS category
    FROM room_assignment a JOIN room r ON r.id = a.room_id
    CROSS JOIN LATERAL generate_series(lower(a.during), upper(a.during) - 1, '1 day') AS d
    LEFT JOIN reservation_night n ON n.reservation_id = a.reservation_id AND n.stay_date = d::date
    WHERE r.hotel_id = $1 AND a.kind = 'stay' AND a.cancelled_at IS NULL
    GROUP BY 1, 2 HAVING count(*) > 1 OR bool_or(n.stay_date IS NULL OR n.sold_category_id <> r.category_id)`,
  'no room has two guests on a night': `
    SELECT a.room_id, d::date::text AS date, count(*)::int AS guests
    FROM room_assignment a JOIN room r ON r.id = a.room_id
    CROSS JOIN LATERAL generate_series(lower(a.during), upper(a.during) - 1, '1 day') AS d
    WHERE r.hotel_id = $1 AND a.cancelled_at IS NULL GROUP BY 1, 2 HAVING count(*) > 1`,
  'each guest in the house is in one room, and no other guest with them': `
    WITH present AS (
      SELECT DISTINCT ON (b.id) b.id, a.room_id FROM booking b
      LEFT JOIN room_assignment a ON a.reservation_id = b.id AND a.kind = 'stay' AND a.cancelled_at IS NULL
      WHERE b.hotel_id = $1 AND b.status = 'checked_in'
      ORDER BY b.id, (lower(a.during) <= $2::date) DESC, lower(a.during) DESC
    )
    SELECT room_id, array_agg(id) AS bookings FROM present GROUP BY room_id HAVING room_id IS NULL OR count(*) > 1`,
  'a family of lines comes to between nothing and what was charged': `
    SELECT coalesce(l.root_id, l.id) AS root, sum(l.amount_minor)::int AS amount, max(l.original_minor) AS original
    FROM folio_line l WHERE l.hotel_id = $1 GROUP BY 1
    HAVING sum(l.amount_minor) < least(0, max(l.original_minor)) OR sum(l.amount_minor) > greatest(0, max(l.original_minor))`,
  'a folio is its invoices, their credit notes and its open windows': `
    SELECT f.id, f.booking_id, t.lines, t.open, t.invoiced FROM folio f CROSS JOIN LATERAL (
      SELECT coalesce((SELECT sum(amount_minor) FROM folio_line WHERE folio_id = f.id), 0)::int AS lines,
        coalesce((SELECT sum(l.amount_minor) FROM folio_line l JOIN folio_window w ON w.folio_id = l.folio_id
          AND w.number = l.window_number WHERE l.folio_id = f.id AND w.invoiced_at IS NULL), 0)::int AS open,
        coalesce((SELECT sum(gross_minor) FROM invoice WHERE folio_id = f.id), 0)::int AS invoiced) t
    WHERE f.hotel_id = $1 AND t.lines <> t.open + t.invoiced`,
  'no night that was given back is charged, and none that was charged is sold again': `
    SELECT b.id, l.service_date::text AS night, sum(l.amount_minor)::int AS charged FROM booking b
    JOIN folio f ON f.booking_id = b.id JOIN folio_line l ON l.folio_id = f.id
    JOIN folio_line root ON root.id = coalesce(l.root_id, l.id) AND root.kind = 'night'
    WHERE b.hotel_id = $1 AND NOT EXISTS (
      SELECT FROM reservation_night n WHERE n.reservation_id = b.id AND n.stay_date = root.service_date)
    GROUP BY b.id, l.service_date HAVING sum(l.amount_minor) <> 0`,
  'a night is charged at most once, at its price': `
    SELECT b.id, root.service_date::text AS night, sum(l.amount_minor)::int AS charged, max(n.price_minor)::int AS price
    FROM booking b JOIN folio f ON f.booking_id = b.id JOIN folio_line l ON l.folio_id = f.id
    JOIN folio_line root ON root.id = coalesce(l.root_id, l.id) AND root.kind = 'night'
    JOIN reservation_night n ON n.reservation_id = b.id AND n.stay_date = root.service_date
    WHERE b.hotel_id = $1 GROUP BY b.id, root.service_date HAVING sum(l.amount_minor) > max(n.price_minor)`,
  'no more is refunded than was received': `
    SELECT folio_id, window_number, sum(amount_minor)::int AS paid FROM folio_payment WHERE hotel_id = $1
    GROUP BY 1, 2 HAVING sum(amount_minor) < 0`,
  'a closed day holds what its pack says, and opens with what the day before closed with': `
    WITH days AS (
      SELECT d.business_date AS date, (d.pack -> 'trialBalance' ->> 'opening')::numeric * 100 AS opening,
        (d.pack -> 'trialBalance' ->> 'charged')::numeric * 100 AS charged, (d.pack -> 'trialBalance' ->> 'paid')::numeric * 100 AS paid,
        (d.pack -> 'trialBalance' ->> 'closing')::numeric * 100 AS closing,
        coalesce((SELECT sum(amount_minor) FROM folio_line l WHERE l.hotel_id = $1 AND l.business_date = d.business_date), 0) AS lines,
        coalesce((SELECT sum(amount_minor) FROM folio_payment p WHERE p.hotel_id = $1 AND p.business_date = d.business_date), 0) AS payments
      FROM business_day d WHERE d.hotel_id = $1 AND d.status = 'closed'
    )
    SELECT d.date::text, d.opening::int, d.charged::int, d.paid::int, d.closing::int, d.lines::int, d.payments::int, before.closing::int AS before
    FROM days d LEFT JOIN days before ON before.date = d.date - 1
    WHERE d.opening <> coalesce(before.closing, 0) OR d.opening + d.charged - d.paid <> d.closing OR d.charged <> d.lines OR d.paid <> d.payments`,
  'everything is posted to a day that is or was open': `
    SELECT l.business_date::text FROM folio_line l WHERE l.hotel_id = $1 AND NOT EXISTS (
      SELECT FROM business_day d WHERE d.hotel_id = $1 AND d.business_date = l.business_date)`,
  'one day is open': `
    SELECT count(*)::int AS open FROM business_day WHERE hotel_id = $1 AND status = 'open' HAVING count(*) <> 1`,
};

/** The rules that do not hold, with the rows that break them. */
export async function broken(pms: PmsHarness, hotelId: number, today: string): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  for (const [rule, sql] of Object.entries(RULES)) {
    const rows = await pms.sql(sql.replaceAll('$2', `'${today}'`), [hotelId]);
    if (rows.length > 0) found[rule] = rows.slice(0, 5);
  }
  return found;
}
