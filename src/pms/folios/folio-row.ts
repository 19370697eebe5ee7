import type { LocalDate } from '../../platform/dates/index.js';
import type { TaxTreatment } from '../taxes/tax.js';

export interface Payer {
  name: string;
  address?: string;
  vatNumber?: string;
  email?: string;
}

export interface FolioRow {
  id: string;
  hotelId: number;
  bookingId: string;
  currency: string;
}

export interface FolioWindowRow {
  number: number;
  payer: Payer;
  /** When its invoice was issued: nothing is charged to it any more. */
  invoicedAt: Date | null;
}

/** Which department of the hotel earned a line. */
export const DEPARTMENTS = ['rooms', 'food', 'other'] as const;
export type Department = (typeof DEPARTMENTS)[number];

/** Amounts in minor units of the folio's currency. */
export interface FolioLineRow {
  id: number;
  /** null: of a line of an earlier release. */
  department: Department | null;
  window: number;
  kind: 'night' | 'charge' | 'no_show' | 'correction';
  businessDate: LocalDate;
  serviceDate: LocalDate;
  description: string;
  quantity: number;
  amountMinor: number;
  priceMode: 'gross' | 'net';
  taxCode: string;
  taxRate: string;
  taxTreatment: TaxTreatment;
  correctsId: number | null;
}

export interface FolioPaymentRow {
  id: number;
  window: number;
  businessDate: LocalDate;
  method: 'cash' | 'card' | 'transfer' | 'prepaid' | 'other';
  amountMinor: number;
  reference: string | null;
  createdAt: Date;
}

export const FOLIO = `f.id, f.hotel_id AS "hotelId", f.booking_id AS "bookingId", f.currency`;
export const FOLIO_WINDOW = `number, jsonb_strip_nulls(payer) AS payer, invoiced_at AS "invoicedAt"`;
export const FOLIO_LINE = `l.id, l.department, l.window_number AS "window", l.kind, l.business_date AS "businessDate",
  l.service_date AS "serviceDate", l.description, l.quantity, l.amount_minor AS "amountMinor", l.price_mode AS "priceMode",
  l.tax_code AS "taxCode", l.tax_rate AS "taxRate", l.tax_treatment AS "taxTreatment", l.corrects_id AS "correctsId"`;
export const FOLIO_PAYMENT = `p.id, p.window_number AS "window", p.business_date AS "businessDate", p.method,
  p.amount_minor AS "amountMinor", p.reference, p.created_at AS "createdAt"`;
