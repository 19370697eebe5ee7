import { valued } from '../../platform/http/given.js';
import { formatMoney } from '../../platform/money/index.js';
import type { CheckedSeries } from './chain.service.js';
import { missingOf } from './e-invoice.js';
import type { InvoiceRow, Seller } from './invoice-row.js';
import { paymentTermsOf } from './payment-terms.js';
import type { ChainResponse, InvoiceResponse, InvoiceSummaryResponse, SellerResponse } from './invoices.dto.js';
import type { WholeInvoice } from './invoices.service.js';
import { settlementOf } from './payment-state.js';

/** An invoice as lists show it. */
export function toSummary(row: InvoiceRow): InvoiceSummaryResponse {
  const money = (minor: number) => formatMoney(minor, row.currency);
  const isInvoice = row.kind === 'invoice';
  const { balanceMinor, state } = settlementOf(row.grossMinor, row.creditedMinor, row.paidMinor);
  return {
    id: row.id,
    kind: row.kind,
    number: row.textNumber,
    series: row.seriesCode,
    fiscalYear: row.fiscalYear,
    runningNumber: row.number,
    legalEntityId: row.legalEntityId,
    hotelId: row.hotelId,
    bookingId: row.bookingId,
    folioId: row.folioId,
    window: row.window,
    correctsInvoiceId: row.correctsInvoiceId,
    reason: row.reason,
    issueDate: row.issueDate,
    supplyDate: row.supplyDate,
    issuedAt: row.issuedAt.toISOString(),
    currency: row.currency,
    net: money(row.netMinor),
    tax: money(row.taxMinor),
    gross: money(row.grossMinor),
    paid: money(row.paidMinor),
    credited: money(row.creditedMinor),
    balance: money(isInvoice ? balanceMinor : 0),
    paymentState: isInvoice ? state : null,
    buyer: valued(row.buyer),
    hash: row.hash,
    prevHash: row.prevHash,
  };
}

/** An invoice with its lines and taxes, and its payments and credit notes. */
export function toInvoiceResponse(invoice: WholeInvoice): InvoiceResponse {
  const money = (minor: number) => formatMoney(minor, invoice.currency);
  return {
    ...toSummary(invoice),
    seller: toSeller(invoice.seller),
    dueDate: paymentTermsOf(invoice).dueDate,
    eInvoiceLacks: missingOf(invoice).map(({ path }) => path),
    stay: invoice.stay,
    lines: invoice.lines.map(({ tax, amountMinor, ...line }) => ({
      ...line,
      amount: money(amountMinor),
      taxCode: tax.code,
      taxRate: tax.rate,
      taxTreatment: tax.treatment,
    })),
    taxes: invoice.taxes.map(({ code, rate, treatment, baseMinor, taxMinor }) => ({
      taxCode: code,
      rate,
      treatment,
      base: money(baseMinor),
      tax: money(taxMinor),
    })),
    payments: invoice.payments.map(({ amountMinor, folioPaymentId: _, ...payment }) => ({
      ...payment,
      amount: money(amountMinor),
    })),
    creditNotes: invoice.creditNotes.map(toSummary),
  };
}

function toSeller({ paymentDays = null, iban = null, bic = null, bankName = null, ...seller }: Seller): SellerResponse {
  return { ...seller, paymentDays, iban, bic, bankName };
}

export function toChainResponse(legalEntityId: number, checked: readonly CheckedSeries[]): ChainResponse {
  return {
    legalEntityId,
    sound: checked.every((series) => series.break === null),
    series: checked.map((series) => ({
      seriesId: series.id,
      code: series.code,
      kind: series.kind,
      fiscalYear: series.fiscalYear,
      checked: series.checked,
      lastHash: series.lastHash,
      break: series.break,
    })),
  };
}
