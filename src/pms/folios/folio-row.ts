import type { LocalDate } from '../../platform/dates/index.js';
import type { TaxTreatment } from '../taxes/tax.js';

/** Most windows a folio has: a bound against abuse, not one that a hotel meets. */
export const MOST_WINDOWS = 1_000;

export interface Payer {
  name: string;
  address?: string;
  postalCode?: string;
  city?: string;
  /** ISO 3166-1 alpha-2. */
  country?: string;
  vatNumber?: string;
  email?: string;
  /** The payer's own number of the order, or cost centre. */
  reference?: string;
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

/** What a line is for. */
export const LINE_KINDS = [
  ...(['night', 'city_tax', 'charge', 'no_show', 'cancellation'] as const),
  ...(['correction', 'credit_note'] as const),
] as const;

/** How people pay. */
export const METHODS = ['cash', 'card', 'transfer', 'prepaid', 'other'] as const;
/** How a payment was made; `deposit`: taken before, as a deposit. */
export const PAID_BY = [...METHODS, 'deposit'] as const;
/** Which department of the hotel earned a line. */
export const DEPARTMENTS = ['rooms', 'food', 'other'] as const;
export type Department = (typeof DEPARTMENTS)[number];

/** Amounts in minor units of the folio's currency. */
export interface FolioLineRow {
  id: number;
  /** null: of a line of an earlier release. */
  department: Department | null;
  window: number;
  kind: (typeof LINE_KINDS)[number];
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
  /** The line that was charged, of one that came of it: a correction, a part for another payer, a line of a credit note. */
  rootId: number | null;
  /** What the line counts in its family, in the price mode of the root. */
  familyMinor: number;
}

export interface FolioPaymentRow {
  id: number;
  window: number;
  businessDate: LocalDate;
  method: (typeof PAID_BY)[number];
  amountMinor: number;
  reference: string | null;
  createdAt: Date;
}

/** Money taken before the stay, what was given back of it, and what has paid bills. */
export interface DepositRow {
  id: number;
  /** Whose bill it is for. */
  window: number;
  kind: 'received' | 'refunded' | 'applied';
  businessDate: LocalDate;
  method: FolioPaymentRow['method'];
  /** Above zero when received, below zero when given back or applied. */
  amountMinor: number;
  reference: string | null;
  createdAt: Date;
}

export const FOLIO = `f.id, f.hotel_id AS "hotelId", f.booking_id AS "bookingId", f.currency`;
export const FOLIO_WINDOW = `number, jsonb_strip_nulls(payer) AS payer, invoiced_at AS "invoicedAt"`;
/** Who pays the first window of the folio of a booking b, until somebody says otherwise. */
export const GUEST_PAYS = `jsonb_strip_nulls(jsonb_build_object('name', b.guest_name, 'email', b.guest_email,
  'country', substring(b.guest_country FROM '^[A-Z]{2}$')))`;
export const FOLIO_LINE = `l.id, l.department, l.window_number AS "window", l.kind, l.business_date AS "businessDate",
  l.service_date AS "serviceDate", l.description, l.quantity, l.amount_minor AS "amountMinor", l.price_mode AS "priceMode",
  l.tax_code AS "taxCode", l.tax_rate AS "taxRate", l.tax_treatment AS "taxTreatment", l.corrects_id AS "correctsId",
  l.root_id AS "rootId", l.family_minor AS "familyMinor"`;
export const FOLIO_PAYMENT = `p.id, p.window_number AS "window", p.business_date AS "businessDate", p.method,
  p.amount_minor AS "amountMinor", p.reference, p.created_at AS "createdAt"`;
export const DEPOSIT = `d.id, d.window_number AS "window", d.kind, d.business_date AS "businessDate", d.method,
  d.amount_minor AS "amountMinor", d.reference, d.created_at AS "createdAt"`;
