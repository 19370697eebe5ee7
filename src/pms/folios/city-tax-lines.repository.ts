import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { LocalDate } from '../../platform/dates/index.js';

/** Which nights' city taxes are posted. */
export interface CityTaxesOf {
  hotelId: number;
  /** Only this booking's; default: of every guest who is checked in. */
  bookingId?: string;
  businessDate: LocalDate;
  /** How an amount that is subject to a tax is priced. */
  priceMode: 'gross' | 'net';
}

/**
 * Posts city taxes. Each night that is charged gets those that hold for it, once, in the lowest open window: of the adults and of
 * children who are old enough, unless the guests are exempt or have stayed the most nights it is taken for.
 */
@Injectable()
export class CityTaxLinesRepository {
  constructor(private readonly db: TenantDatabase) {}

  /** After the nights, so that the folio has an open window. */
  async post({ hotelId, bookingId, businessDate, priceMode }: CityTaxesOf): Promise<void> {
    await this.db.rows(
      `WITH due AS MATERIALIZED (
         SELECT f.tenant_id, f.hotel_id, f.id AS folio_id, n.service_date, t.id AS tax_id, t.name, t.amount_minor, p.persons,
           c.code, c.rate, c.treatment
         FROM booking b
         JOIN city_tax t ON t.hotel_id = b.hotel_id
         JOIN folio f ON f.booking_id = b.id
         JOIN folio_line n ON n.folio_id = f.id AND n.source_key = 'night:' || n.service_date
           AND n.service_date BETWEEN t.valid_from AND coalesce(t.valid_to, 'infinity')
         CROSS JOIN LATERAL (SELECT b.adults + CASE WHEN t.exempt_under_age = 0 THEN b.children
           ELSE (SELECT count(*) FROM unnest(b.child_ages) AS age WHERE age >= t.exempt_under_age) END AS persons) p
         LEFT JOIN tax_category c ON c.hotel_id = t.hotel_id AND c.code = t.tax_code
         WHERE b.hotel_id = $1 AND b.status = 'checked_in' AND ($2::uuid IS NULL OR b.id = $2)
           AND b.city_tax_exempt IS NULL AND p.persons > 0 AND t.amount_minor > 0
           AND (t.max_nights IS NULL OR n.service_date - b.arrival < t.max_nights)
           AND NOT EXISTS (SELECT FROM folio_line l WHERE l.tenant_id = f.tenant_id AND l.folio_id = f.id
             AND l.source_key = 'city_tax:' || t.id || ':' || n.service_date)
       ), place AS MATERIALIZED (
         SELECT f.folio_id, w.number
         FROM (SELECT DISTINCT folio_id FROM due ORDER BY folio_id OFFSET 0) f
         CROSS JOIN LATERAL (SELECT number FROM folio_window WHERE folio_id = f.folio_id AND invoiced_at IS NULL
           ORDER BY number LIMIT 1 FOR NO KEY UPDATE) w)
       INSERT INTO folio_line (tenant_id, hotel_id, folio_id, window_number, kind, business_date, service_date, description,
         quantity, amount_minor, price_mode, tax_code, tax_rate, tax_treatment, source_key)
       SELECT tenant_id, hotel_id, folio_id, number, 'city_tax', $3, service_date, name, persons, amount_minor * persons,
         CASE WHEN code IS NULL THEN 'gross' ELSE $4 END, coalesce(code, 'CITYTAX'), coalesce(rate, 0),
         coalesce(treatment, 'outside'), 'city_tax:' || tax_id || ':' || service_date
       FROM due JOIN place USING (folio_id)
       ON CONFLICT ON CONSTRAINT folio_line_source_key DO NOTHING`,
      [hotelId, bookingId ?? null, businessDate, priceMode],
    );
  }
}
