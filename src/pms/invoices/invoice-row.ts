import type { LocalDate } from '../../platform/dates/index.js';
import type { Payer } from '../folios/folio-row.js';
import type { Tax, TaxTotal } from '../taxes/tax.js';

export const INVOICE_KINDS = ['invoice', 'credit_note'] as const;
export type InvoiceKind = (typeof INVOICE_KINDS)[number];

/** Who sells, as on the day of issue. */
export interface Seller {
  name: string;
  address: string;
  country: string;
  vatNumber: string | null;
  taxNumber: string | null;
  registerText: string | null;
  /** Days in which an open balance is to be paid; null: on receipt. Invoices from before these were kept have none of them. */
  paymentDays?: number | null;
  iban?: string | null;
  bic?: string | null;
  bankName?: string | null;
}

/** What the invoice is about, as on the day of issue. Dates are local, the stay is half-open. */
export interface Stay {
  hotel: string;
  guest: string;
  /** Numbers of the rooms, in the order in which the guest had them. */
  rooms: string[];
  bookingCode: string;
  arrival: LocalDate;
  departure: LocalDate;
}

export interface InvoiceLine {
  folioLineId: number | null;
  /** Of a credit note: the line of the invoice that is credited; null when an amount was credited as such. */
  correctsLineId: number | null;
  serviceDate: LocalDate;
  description: string;
  quantity: number;
  /** Minor units, quantity included, with or without the tax as priceMode says. */
  amountMinor: number;
  priceMode: 'gross' | 'net';
  tax: Tax;
}

export interface InvoicePayment {
  folioPaymentId: number;
  paidOn: LocalDate;
  method: string;
  /** Minor units; below zero: a refund. */
  amountMinor: number;
  reference: string | null;
}

/** What an invoice says before it has its number. Amounts in minor units of the currency. */
export interface InvoiceDraft {
  id: string;
  kind: InvoiceKind;
  hotelId: number;
  folioId: string;
  window: number;
  bookingId: string;
  correctsInvoiceId: string | null;
  reason: string | null;
  supplyDate: LocalDate;
  currency: string;
  netMinor: number;
  taxMinor: number;
  grossMinor: number;
  seller: Seller;
  buyer: Payer;
  stay: Stay;
  lines: InvoiceLine[];
  taxes: TaxTotal[];
  /** Paid until the issue. */
  payments: InvoicePayment[];
}

/** All that an issued invoice says, and its hash covers. */
export interface InvoiceContent extends InvoiceDraft {
  legalEntityId: number;
  seriesId: number;
  number: number;
  textNumber: string;
  issueDate: LocalDate;
  issuedAt: Date;
  issuedBy: string | null;
}

export interface IssuedInvoice extends InvoiceContent {
  prevHash: string;
  hash: string;
}

/** One line of a list of invoices. */
export interface InvoiceRow extends Omit<IssuedInvoice, 'lines' | 'taxes' | 'payments'> {
  seriesCode: string;
  fiscalYear: number;
  /** Sum of all payments, those after the issue too. */
  paidMinor: number;
  /** Sum of its credit notes, zero or below. */
  creditedMinor: number;
}

export const INVOICE = `i.id, i.kind, i.hotel_id AS "hotelId", i.folio_id AS "folioId", i.window_number AS "window",
  i.booking_id AS "bookingId", i.corrects_invoice_id AS "correctsInvoiceId", i.reason, i.supply_date AS "supplyDate",
  i.currency, i.net_minor AS "netMinor", i.tax_minor AS "taxMinor", i.gross_minor AS "grossMinor", i.seller, i.buyer,
  i.stay, i.legal_entity_id AS "legalEntityId", i.series_id AS "seriesId", i.number, i.text_number AS "textNumber",
  i.issue_date AS "issueDate", i.issued_at AS "issuedAt", i.issued_by AS "issuedBy", i.prev_hash AS "prevHash", i.hash`;
