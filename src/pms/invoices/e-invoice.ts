import type { LocalDate } from '../../platform/dates/index.js';
import { currencyDigits, netOf } from '../../platform/money/index.js';
import type { Payer } from '../folios/folio-row.js';
import { type Tax, taxKey } from '../taxes/tax.js';
import type { InvoiceLine, Seller } from './invoice-row.js';
import type { PrintedInvoice } from './invoice-document.js';
import { paymentTermsOf, type PaymentTerms } from './payment-terms.js';

/** VAT categories of EN 16931 (UNCL 5305). */
export type VatCategory = 'S' | 'Z' | 'E' | 'AE' | 'O';

interface Vat {
  category: VatCategory;
  /** Percent; null outside the scope of VAT. */
  rate: string | null;
}

export interface EInvoiceLine extends Vat {
  name: string;
  serviceDate: LocalDate;
  quantity: number;
  /** Of the whole line, without VAT. */
  netMinor: number;
}

export interface VatBreakdown extends Vat {
  baseMinor: number;
  taxMinor: number;
  /** Why there is no VAT. */
  exemptionReason: string | null;
}

/** An invoice in the terms of EN 16931. Amounts of a credit note are above zero here: its kind says that it gives back. */
export interface EInvoice {
  typeCode: '380' | '381';
  number: string;
  issueDate: LocalDate;
  supplyDate: LocalDate;
  currency: string;
  notes: string[];
  orderReference: string | null;
  seller: Seller;
  buyer: Payer;
  /** VAT numbers are left out where nothing on the invoice has to do with VAT. */
  namesVatNumbers: boolean;
  corrects: { number: string; issueDate: LocalDate } | null;
  lines: EInvoiceLine[];
  vat: VatBreakdown[];
  netMinor: number;
  taxMinor: number;
  grossMinor: number;
  paidMinor: number;
  terms: PaymentTerms;
}

/** What an invoice lacks to be one by EN 16931. */
export interface Missing {
  path: string;
  message: string;
}

/** The fields EN 16931 wants, that we cannot make up. */
export function missingOf(invoice: PrintedInvoice): Missing[] {
  const { seller, buyer, currency } = invoice;
  const used = new Set(invoice.lines.map(({ tax }) => tax.treatment));
  const missing: Missing[] = [];
  const need = (there: unknown, path: string, message: string) => {
    if (!there) missing.push({ path, message });
  };
  need(currencyDigits(currency) <= 2, 'currency', 'Amounts have two decimals at most (BR-DEC)');
  need(seller.vatNumber || seller.taxNumber, 'seller.vatNumber', 'The seller has a VAT or a tax number (BR-CO-26)');
  need(!seller.vatNumber || isVatNumber(seller.vatNumber), 'seller.vatNumber', 'It begins with its country (BR-CO-09)');
  need(buyer.country, 'buyer.country', 'The country of the buyer (BR-11)');
  if (used.has('reverse_charge'))
    need(isVatNumber(buyer.vatNumber ?? ''), 'buyer.vatNumber', 'The VAT number of who owes the tax (BR-AE-02)');
  return missing;
}

/** In the terms of EN 16931: net lines that add up to the bases, one breakdown a category and rate. */
export function eInvoiceOf(invoice: PrintedInvoice): EInvoice {
  const sign = invoice.kind === 'invoice' ? 1 : -1;
  const mixed = new Set(invoice.lines.map(({ tax }) => tax.treatment)).size > 1;
  const vat = breakdownOf(invoice, mixed, sign);
  const { stay, reason, corrects } = invoice;
  return {
    typeCode: invoice.kind === 'invoice' ? '380' : '381',
    number: invoice.textNumber,
    issueDate: invoice.issueDate,
    supplyDate: invoice.supplyDate,
    currency: invoice.currency,
    notes: [
      `${stay.hotel}: ${stay.guest}, ${stay.arrival} to ${stay.departure}, booking ${stay.bookingCode}`,
      ...(reason ? [`Reason: ${reason}`] : []),
    ],
    orderReference: invoice.buyer.reference ?? null,
    seller: invoice.seller,
    buyer: invoice.buyer,
    namesVatNumbers: vat.some(({ category }) => category !== 'O'),
    corrects: corrects && { number: corrects.textNumber, issueDate: corrects.issueDate },
    lines: linesOf(invoice, mixed, sign),
    vat,
    netMinor: sign * invoice.netMinor,
    taxMinor: sign * invoice.taxMinor,
    grossMinor: sign * invoice.grossMinor,
    paidMinor: invoice.payments.filter(({ atIssue }) => atIssue).reduce((sum, one) => sum + one.amountMinor, 0),
    terms: paymentTermsOf(invoice),
  };
}

/** Begins with the country that gave it. */
export function isVatNumber(number: string): boolean {
  return /^[A-Z]{2}[A-Z0-9+*. -]{2,}$/.test(number);
}

/**
 * What is outside the scope of VAT stands beside nothing else in EN 16931 (BR-O-11): on an invoice that also charges VAT, such as
 * that of a room with its city tax, it is exempt, with this reason.
 */
function vatOf({ treatment, rate }: Tax, mixed: boolean): Vat {
  const percent = String(Number(rate));
  if (treatment === 'taxable') return { category: percent === '0' ? 'Z' : 'S', rate: percent };
  if (treatment === 'reverse_charge') return { category: 'AE', rate: '0' };
  if (treatment === 'outside' && !mixed) return { category: 'O', rate: null };
  return { category: 'E', rate: '0' };
}

function breakdownOf({ taxes }: PrintedInvoice, mixed: boolean, sign: number): VatBreakdown[] {
  const groups = new Map<string, VatBreakdown & { reasons: Set<string> }>();
  for (const tax of taxes) {
    const vat = vatOf(tax, mixed);
    const key = `${vat.category} ${vat.rate}`;
    const group = groups.get(key) ?? { ...vat, baseMinor: 0, taxMinor: 0, exemptionReason: null, reasons: new Set() };
    group.baseMinor += sign * tax.baseMinor;
    group.taxMinor += sign * tax.taxMinor;
    group.reasons.add(`${REASONS[tax.treatment]}: ${tax.code}`);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ reasons, ...group }) => ({
    ...group,
    exemptionReason: ['S', 'Z'].includes(group.category) ? null : [...reasons].join('; '),
  }));
}

const REASONS: Record<Tax['treatment'], string> = {
  taxable: '',
  exempt: 'Exempt from VAT',
  outside: 'Outside the scope of VAT',
  reverse_charge: 'Reverse charge, VAT is due by the buyer',
};

/** Net amounts of the lines; where rounding each differs from the base of its tax, a unit each goes to the largest. */
function linesOf({ lines, taxes }: PrintedInvoice, mixed: boolean, sign: number): EInvoiceLine[] {
  const nets = lines.map(({ amountMinor, priceMode, tax }) => {
    return priceMode === 'net' ? amountMinor : netOf(amountMinor, tax.rate);
  });
  for (const [key, indexes] of byTax(lines)) {
    const base = taxes.find((tax) => taxKey(tax) === key)?.baseMinor ?? 0;
    const rest = base - indexes.reduce((sum, index) => sum + nets[index]!, 0);
    const largest = indexes.toSorted((a, b) => Math.abs(nets[b]!) - Math.abs(nets[a]!));
    for (let unit = 0; unit < Math.abs(rest); unit++) nets[largest[unit % largest.length]!]! += Math.sign(rest);
  }
  return lines.map((line, index) => {
    const netMinor = sign * nets[index]!;
    // A price is never below zero: what is given back is so many less.
    const quantity = (netMinor < 0 ? -1 : 1) * Math.abs(line.quantity);
    return {
      ...vatOf(line.tax, mixed),
      name: line.description,
      serviceDate: line.serviceDate,
      quantity,
      netMinor: netMinor === 0 ? 0 : netMinor,
    };
  });
}

function byTax(lines: readonly InvoiceLine[]): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  lines.forEach(({ tax }, index) => {
    const key = taxKey(tax);
    groups.set(key, [...(groups.get(key) ?? []), index]);
  });
  return groups;
}
