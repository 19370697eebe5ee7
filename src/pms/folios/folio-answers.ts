import { formatMoney } from '../../platform/money/index.js';
import { type TaxedAmount, totalsOf } from '../taxes/tax.js';
import type { FolioLineRow, FolioPaymentRow } from './folio-row.js';
import type { FolioLineResponse, FolioPaymentResponse, FolioResponse, FolioWindowResponse } from './folios.dto.js';
import type { Folio } from './folios.service.js';

/** A folio as clients see it. Its totals are sums of those of its windows, since each window is a bill of its own. */
export function toFolioResponse(folio: Folio): FolioResponse {
  const { id, hotelId, bookingId, currency } = folio;
  const money = (minor: number) => formatMoney(minor, currency);
  const windows = folio.windows.map((window) => {
    const own = folio.lines.filter((line) => line.window === window.number);
    const totals = totalsOf(own.map(taxedAmount));
    const paidMinor = sum(folio.payments.filter((payment) => payment.window === window.number));
    return { window, totals, paidMinor };
  });
  const grossMinor = windows.reduce((total, { totals }) => total + totals.grossMinor, 0);
  const paidMinor = sum(folio.payments);
  return {
    id,
    hotelId,
    bookingId,
    currency,
    gross: money(grossMinor),
    paid: money(paidMinor),
    balance: money(grossMinor - paidMinor),
    windows: windows.map(({ window, totals, paidMinor: paid }): FolioWindowResponse => ({
      number: window.number,
      payer: window.payer,
      net: money(totals.netMinor),
      tax: money(totals.taxMinor),
      gross: money(totals.grossMinor),
      paid: money(paid),
      balance: money(totals.grossMinor - paid),
      taxes: totals.taxes.map(({ code, rate, treatment, baseMinor, taxMinor }) => ({
        taxCode: code,
        rate,
        treatment,
        base: money(baseMinor),
        tax: money(taxMinor),
      })),
      invoicedAt: window.invoicedAt?.toISOString() ?? null,
    })),
    lines: folio.lines.map((line) => toLineResponse(line, currency)),
    payments: folio.payments.map((payment) => toPaymentResponse(payment, currency)),
  };
}

export function toLineResponse(line: FolioLineRow, currency: string): FolioLineResponse {
  const { amountMinor, taxTreatment: _, ...rest } = line;
  return { ...rest, amount: formatMoney(amountMinor, currency) };
}

export function toPaymentResponse(payment: FolioPaymentRow, currency: string): FolioPaymentResponse {
  const { amountMinor, createdAt: _, ...rest } = payment;
  return { ...rest, amount: formatMoney(amountMinor, currency) };
}

/** What a line adds to the tax of its window. */
export function taxedAmount(line: FolioLineRow): TaxedAmount {
  const { amountMinor, priceMode, taxCode, taxRate, taxTreatment } = line;
  return { amountMinor, priceMode, tax: { code: taxCode, rate: taxRate, treatment: taxTreatment } };
}

function sum(amounts: readonly { amountMinor: number }[]): number {
  return amounts.reduce((total, { amountMinor }) => total + amountMinor, 0);
}
