import { daysBetween } from '../../platform/dates/index.js';
import { formatMoney } from '../../platform/money/index.js';
import { GREY, grouped, Pdf, table } from '../../platform/pdf/index.js';
import type { Tax } from '../taxes/tax.js';
import type { InvoiceLine } from './invoice-row.js';
import { paymentTermsOf } from './payment-terms.js';
import type { WholeInvoice } from './invoices.service.js';

const COUNTRIES = new Intl.DisplayNames(['en'], { type: 'region' });
const HALF = 290;

/** What the printed invoice shows: only facts of the day of issue, so that it never changes. */
export type PrintedInvoice = Omit<WholeInvoice, 'creditNotes' | 'paidMinor' | 'creditedMinor'>;

/** The invoice or credit note as a PDF, A4. What came later (payments, credit notes) is not on it, so the bytes are always the same. */
export function renderInvoice(invoice: PrintedInvoice): Promise<Buffer> {
  const { seller, textNumber, issuedAt, hash } = invoice;
  const title = `${titleOf(invoice)} ${textNumber}`;
  const ids = [seller.name, seller.vatNumber && `VAT ${seller.vatNumber}`, seller.registerText].filter(Boolean);
  return Pdf.render(
    {
      title,
      author: seller.name,
      createdAt: issuedAt,
      runningTitle: `${title} of ${invoice.issueDate} · ${seller.name}`,
      footer: `${ids.join(' · ')}\nDocument hash ${hash.slice(0, 16)} (sha256, chained to ${invoice.prevHash.slice(0, 8)})`,
    },
    (pdf) => {
      head(pdf, invoice);
      parties(pdf, invoice);
      lines(pdf, invoice);
      taxes(pdf, invoice);
      totals(pdf, invoice);
      payment(pdf, invoice);
      notes(pdf, invoice);
    },
  );
}

const titleOf = ({ kind }: PrintedInvoice) => (kind === 'invoice' ? 'Invoice' : 'Credit note');

function head(pdf: Pdf, invoice: PrintedInvoice): void {
  const { seller } = invoice;
  pdf.sideBySide(
    () => {
      const block = { width: HALF - 30 };
      pdf.text(seller.name, { ...block, size: 11, weight: 'bold' });
      pdf.text(seller.address, block);
      pdf.text(COUNTRIES.of(seller.country) ?? seller.country, block);
      if (seller.vatNumber) pdf.text(`VAT number: ${seller.vatNumber}`, block);
      if (seller.taxNumber) pdf.text(`Tax number: ${seller.taxNumber}`, block);
      if (seller.registerText) pdf.text(seller.registerText, { ...block, size: 8, color: GREY });
    },
    () => {
      const x = pdf.left + HALF;
      pdf.text(titleOf(invoice).toUpperCase(), { x, width: pdf.width - HALF, size: 18, weight: 'bold' });
      pdf.space(4);
      facts(pdf, x, pdf.width - HALF, [
        ['Number', invoice.textNumber],
        ['Series', `${invoice.seriesCode}, fiscal year ${invoice.fiscalYear}`],
        ['Issue date', invoice.issueDate],
        ['Date of supply', invoice.supplyDate],
        ['Currency', invoice.currency],
      ]);
    },
  );
  pdf.space(14);
}

function parties(pdf: Pdf, { buyer, stay, corrects, reason, window }: PrintedInvoice): void {
  const nights = daysBetween(stay.arrival, stay.departure);
  pdf.sideBySide(
    () => {
      const block = { width: HALF - 30 };
      pdf.text('Billed to', { ...block, size: 7.5, weight: 'bold', color: GREY });
      pdf.text(buyer.name, { ...block, size: 10, weight: 'bold' });
      if (buyer.address) pdf.text(buyer.address, block);
      const town = [buyer.postalCode, buyer.city].filter(Boolean).join(' ');
      if (town) pdf.text(town, block);
      if (buyer.country) pdf.text(COUNTRIES.of(buyer.country) ?? buyer.country, block);
      if (buyer.vatNumber) pdf.text(`VAT number: ${buyer.vatNumber}`, block);
    },
    () =>
      facts(pdf, pdf.left + HALF, pdf.width - HALF, [
        ['Hotel', stay.hotel],
        ['Guest', stay.guest],
        ['Stay', `${stay.arrival} to ${stay.departure}`],
        ['Nights', String(nights)],
        ...(stay.rooms.length > 0 ? [['Room', stay.rooms.join(', ')] as const] : []),
        ['Booking', window === 1 ? stay.bookingCode : `${stay.bookingCode}, bill ${window}`],
        ...(buyer.reference ? [['Your reference', buyer.reference] as const] : []),
      ]),
  );
  pdf.space(12);
  if (!corrects) return;
  pdf.text(`This credit note corrects invoice ${corrects.textNumber} of ${corrects.issueDate}.`, { weight: 'bold' });
  pdf.text(`Reason: ${reason}`);
  pdf.space(10);
}

function lines(pdf: Pdf, invoice: PrintedInvoice): void {
  const money = moneyOf(invoice);
  const modes = new Set(invoice.lines.map(({ priceMode }) => priceMode));
  // A separate column only where there are prices with and without tax.
  const mixed = modes.size > 1;
  table(
    pdf,
    [
      { title: 'Date', width: 62 },
      { title: 'Description' },
      { title: 'Qty', width: 36, align: 'right' },
      { title: 'Unit price', width: 72, align: 'right' },
      ...(mixed ? [{ title: 'Price is', width: 52 }] : []),
      { title: 'Tax', width: 84 },
      { title: `Amount ${invoice.currency}`, width: 84, align: 'right' },
    ],
    invoice.lines.map((line) => [
      line.serviceDate,
      line.description,
      String(line.quantity),
      unitOf(line, money),
      ...(mixed ? [line.priceMode === 'gross' ? 'incl. tax' : 'excl. tax'] : []),
      taxOf(line.tax),
      money(line.amountMinor),
    ]),
  );
  pdf.space(4);
  const only = modes.has('gross') ? 'Prices include tax.' : 'Prices are without tax.';
  if (!mixed) pdf.text(only, { size: 7.5, color: GREY });
  pdf.space(10);
}

function taxes(pdf: Pdf, invoice: PrintedInvoice): void {
  const money = moneyOf(invoice);
  const { currency } = invoice;
  pdf.keep(60);
  pdf.text('Tax summary', { weight: 'bold' });
  pdf.space(3);
  table(
    pdf,
    [
      { title: 'Tax category' },
      { title: 'Rate', width: 90, align: 'right' },
      { title: `Taxable base ${currency}`, width: 105, align: 'right' },
      { title: `Tax ${currency}`, width: 95, align: 'right' },
      { title: `With tax ${currency}`, width: 105, align: 'right' },
    ],
    invoice.taxes.map(({ code, rate, treatment, baseMinor, taxMinor }) => [
      code,
      treatment === 'taxable' ? rateOf(rate) : TREATMENTS[treatment],
      money(baseMinor),
      money(taxMinor),
      money(baseMinor + taxMinor),
    ]),
  );
  pdf.space(12);
}

function totals(pdf: Pdf, invoice: PrintedInvoice): void {
  const money = moneyOf(invoice);
  const isInvoice = invoice.kind === 'invoice';
  const paid = invoice.payments.filter(({ atIssue }) => atIssue);
  const { openMinor } = paymentTermsOf(invoice);
  const x = pdf.left + HALF - 60;
  const width = pdf.width - HALF + 60;
  const row = (label: string, amount: string, strong = false) => {
    const style = strong ? ({ size: 10.5, weight: 'bold' } as const) : {};
    pdf.keep(18);
    const height = Math.max(
      pdf.put(label, { ...style, x, width: width - 110 }),
      pdf.put(amount, { ...style, x: x + width - 110, width: 106, align: 'right' }),
    );
    pdf.space(height + 3);
  };
  pdf.keep(70);
  row('Total without tax', money(invoice.netMinor));
  row('Tax', money(invoice.taxMinor));
  pdf.rule(x, width);
  pdf.space(4);
  row(`${isInvoice ? 'Total' : 'Total credited'} ${invoice.currency}`, money(invoice.grossMinor), true);
  if (!isInvoice) return;
  for (const { method, paidOn, reference, amountMinor } of paid) {
    const what = amountMinor < 0 ? 'Refunded' : 'Paid';
    row(`${what} ${paidOn}, ${METHODS[method] ?? method}${reference ? ` (${reference})` : ''}`, money(-amountMinor));
  }
  pdf.rule(x, width);
  pdf.space(4);
  row(`${openMinor < 0 ? 'Owed to you' : 'Balance due'} ${invoice.currency}`, money(Math.abs(openMinor)), true);
}

/** When and where the open balance is to be paid. */
function payment(pdf: Pdf, invoice: PrintedInvoice): void {
  const { words, bank } = paymentTermsOf(invoice);
  if (words === null) return;
  pdf.space(8);
  pdf.keep(bank ? 80 : 30);
  pdf.text(`${words}.`, { weight: 'bold' });
  if (!bank) return;
  pdf.space(3);
  facts(pdf, pdf.left, pdf.width, [
    ['Account of', invoice.seller.name],
    ['IBAN', bank.iban.replace(/(.{4})(?=.)/g, '$1 ')],
    ...(bank.bic ? [['BIC', bank.bic] as const] : []),
    ...(bank.name ? [['Bank', bank.name] as const] : []),
    ['Please quote', invoice.textNumber],
  ]);
}

/** Notes about amounts without tax: an invoice without tax has to say why. */
function notes(pdf: Pdf, { taxes: summary }: PrintedInvoice): void {
  const named = (treatment: Tax['treatment']) =>
    summary.filter((tax) => tax.treatment === treatment).map(({ code }) => code);
  const exempt = named('exempt');
  const outside = named('outside');
  const owed = named('reverse_charge');
  const words = [
    ...(exempt.length > 0 ? [`${exempt.join(', ')}: exempt from tax.`] : []),
    ...(outside.length > 0 ? [`${outside.join(', ')}: outside the scope of tax.`] : []),
    ...(owed.length > 0 ? [`${owed.join(', ')}: reverse charge, the VAT is due by the customer.`] : []),
  ];
  if (words.length === 0) return;
  pdf.space(8);
  pdf.text(words.join(' '), { size: 8, color: GREY });
}

const TREATMENTS: Record<Tax['treatment'], string> = {
  taxable: '',
  exempt: 'exempt',
  outside: 'outside scope',
  reverse_charge: 'reverse charge',
};
const METHODS: Record<string, string> = {
  cash: 'cash',
  card: 'card',
  transfer: 'bank transfer',
  prepaid: 'prepaid',
  other: 'other',
};

const moneyOf =
  ({ currency }: PrintedInvoice) =>
  (minor: number) =>
    grouped(formatMoney(minor, currency));

const rateOf = (rate: string) => `${Number(rate)}%`;

function taxOf({ code, rate, treatment }: Tax): string {
  return `${code} ${treatment === 'taxable' ? rateOf(rate) : TREATMENTS[treatment]}`;
}

/** Price of one, where the amount is a multiple of it: a line that was split between two bills has none. */
function unitOf({ amountMinor, quantity }: InvoiceLine, money: (minor: number) => string): string {
  return amountMinor % quantity === 0 ? money(amountMinor / quantity) : '';
}

function facts(pdf: Pdf, x: number, width: number, rows: readonly (readonly [string, string])[]): void {
  for (const [label, value] of rows)
    pdf.sideBySide(
      () => pdf.text(label, { x, width: 76, color: GREY }),
      () => pdf.text(value, { x: x + 80, width: width - 80 }),
    );
}
