import { addTenant } from './platform.mjs';

/** Rooms of each hotel. */
export const ROOMS = 100;
const TERMS = JSON.stringify({
  ruleId: null,
  name: 'First night',
  percent: '100',
  nights: 1,
  flatMinor: 0,
  capToStay: true,
  tax: null,
});

/**
 * A tenant with so many hotels of 100 rooms on the eve of a night: 60 guests who are checked in, of whom 20 leave today, 20 who
 * left yesterday and have no invoice, two who did not come yesterday, 30 to come, six attendants, five machines.
 */
export async function hotels(db, count) {
  const tenant = await addTenant(db);
  await db.query(
    `INSERT INTO hotel (tenant_id, name, time_zone, currency) SELECT $1, 'Hotel ' || n, 'UTC', 'EUR' FROM generate_series(1, $2::int) n`,
    [tenant, count],
  );
  for (const [sql, values] of STEPS) {
    // Otherwise the next statements would be planned without statistics about this tenant.
    await db.query('ANALYZE');
    await db.query(sql, [tenant, ...(values ?? [])]);
  }
  await db.query('ANALYZE');
  return tenant;
}

/** n: 1..60 checked in, 61..80 left yesterday, 81..82 late, 83..112 to come. */
const BOOKING = `
  INSERT INTO booking (id, tenant_id, hotel_id, category_id, code, status, arrival, departure, guest_name, channel, guarantee,
    penalty, currency, night_prices_minor, total_minor, checked_in_at, checked_out_at)
  SELECT gen_random_uuid(), c.tenant_id, c.hotel_id, c.id, 'B' || c.id || '-' || n, status, current_date + arrival,
    current_date + departure, 'Guest ' || n, 'direct', 'card', $2::jsonb, 'EUR',
    array_fill(12000::bigint, ARRAY[departure - arrival]), 12000 * (departure - arrival), now(),
    CASE WHEN status = 'checked_out' THEN now() END
  FROM room_category c CROSS JOIN generate_series(1, 112) n CROSS JOIN LATERAL (
    SELECT CASE WHEN n <= 60 THEN 'checked_in' WHEN n <= 80 THEN 'checked_out' ELSE 'confirmed' END AS status,
      CASE WHEN n <= 60 THEN -2 WHEN n <= 80 THEN -3 WHEN n <= 82 THEN -1 ELSE 1 + n % 40 END AS arrival,
      CASE WHEN n <= 20 THEN 0 WHEN n <= 60 THEN 2 WHEN n <= 80 THEN -1 WHEN n <= 82 THEN 2 ELSE 4 + n % 40 END AS departure
  ) s WHERE c.tenant_id = $1`;

const STEPS = [
  [
    `INSERT INTO room_category (tenant_id, hotel_id, code, name, base_price_minor) SELECT tenant_id, id, 'STD', 'Standard', 12000 FROM hotel WHERE tenant_id = $1`,
  ],
  [
    `INSERT INTO room (tenant_id, hotel_id, category_id, number) SELECT tenant_id, hotel_id, id, (100 + n)::text FROM room_category, generate_series(1, ${ROOMS}) n WHERE tenant_id = $1`,
  ],
  [BOOKING, [TERMS]],
  [
    `INSERT INTO reservation_night (tenant_id, reservation_id, stay_date, category_id, sold_category_id, price_minor)
    SELECT tenant_id, id, d::date, category_id, category_id, 12000 FROM booking, generate_series(arrival, departure - 1, interval '1 day') d WHERE tenant_id = $1`,
  ],
  [
    `INSERT INTO inventory_day (tenant_id, category_id, stay_date, capacity, sold)
    SELECT c.tenant_id, c.id, d::date, ${ROOMS}, coalesce(n.sold, 0) FROM room_category c CROSS JOIN generate_series(current_date - 3, current_date + 89, interval '1 day') d
    LEFT JOIN (SELECT sold_category_id, stay_date, count(*) AS sold FROM reservation_night WHERE tenant_id = $1 GROUP BY 1, 2) n ON n.sold_category_id = c.id AND n.stay_date = d::date
    WHERE c.tenant_id = $1`,
  ],
  [
    `INSERT INTO room_assignment (tenant_id, room_id, kind, reservation_id, during)
    SELECT b.tenant_id, r.id, 'stay', b.id, daterange(b.arrival, b.departure) FROM booking b
    JOIN room r ON r.category_id = b.category_id AND r.number = (100 + split_part(b.code, '-', 2)::int)::text WHERE b.tenant_id = $1 AND b.status = 'checked_in'`,
  ],
  [
    `INSERT INTO folio (id, tenant_id, hotel_id, booking_id, currency) SELECT gen_random_uuid(), tenant_id, hotel_id, id, currency FROM booking WHERE tenant_id = $1 AND status = 'checked_out'`,
  ],
  [
    `INSERT INTO folio_window (tenant_id, folio_id, number, payer) SELECT tenant_id, id, 1, '{"name":"Guest"}' FROM folio WHERE tenant_id = $1`,
  ],
  [
    `INSERT INTO folio_line (tenant_id, hotel_id, folio_id, kind, business_date, service_date, description, amount_minor, price_mode, tax_code, tax_rate, tax_treatment, source_key)
    SELECT f.tenant_id, f.hotel_id, f.id, 'night', n.stay_date, n.stay_date, 'Standard', n.price_minor, 'gross', 'LODGING', 10, 'taxable', 'night:' || n.stay_date
    FROM folio f JOIN reservation_night n ON n.tenant_id = f.tenant_id AND n.reservation_id = f.booking_id WHERE f.tenant_id = $1`,
  ],
  [
    `INSERT INTO legal_entity (tenant_id, name, address, country) SELECT tenant_id, name, 'Street 1', 'PT' FROM hotel WHERE tenant_id = $1`,
  ],
  [
    `INSERT INTO hotel_invoicing (hotel_id, tenant_id, legal_entity_id, invoice_code, credit_code, format)
    SELECT h.id, h.tenant_id, e.id, 'INV', 'CN', '{code}-{year}-{no:6}' FROM hotel h JOIN legal_entity e ON e.tenant_id = h.tenant_id AND e.name = h.name WHERE h.tenant_id = $1`,
  ],
  [
    `INSERT INTO attendant (tenant_id, hotel_id, name) SELECT tenant_id, id, 'Attendant ' || n FROM hotel, generate_series(1, 6) n WHERE tenant_id = $1`,
  ],
  [
    `INSERT INTO attendant_shift (tenant_id, attendant_id, shift_date, capacity_minutes) SELECT tenant_id, id, current_date, 420 FROM attendant WHERE tenant_id = $1`,
  ],
  [
    `INSERT INTO equipment (tenant_id, hotel_id, name) SELECT tenant_id, id, 'Machine ' || n FROM hotel, generate_series(1, 5) n WHERE tenant_id = $1`,
  ],
  [
    `INSERT INTO pm_schedule (tenant_id, hotel_id, equipment_id, name, mode, every_n, unit, anchor_date) SELECT tenant_id, hotel_id, id, 'Service', 'fixed', 1, 'month', current_date FROM equipment WHERE tenant_id = $1`,
  ],
  [
    `INSERT INTO business_day (tenant_id, hotel_id, business_date) SELECT tenant_id, id, current_date FROM hotel WHERE tenant_id = $1`,
  ],
];
