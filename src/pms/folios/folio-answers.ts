import { formatMoney } from '../../platform/money/index.js';
import { billOf, type WindowBill } from './folio-bill.js';
import type { DepositRow, FolioLineRow, FolioPaymentRow } from './folio-row.js';
import type {
  DepositResponse,
  FolioLineResponse,
  FolioPaymentResponse,
  FolioResponse,
  FolioWindowResponse,
  FolioWindowsResponse,
} from './folios.dto.js';
import type { Folio } from './folios.service.js';

/** Windows that a folio shows; the rest is read page by page. */
export const WINDOWS_SHOWN = 100;

/** A folio as clients see it. */
export function toFolioResponse(folio: Folio): FolioResponse {
  const { id, hotelId, bookingId, currency } = folio;
  const money = (minor: number) => formatMoney(minor, currency);
  const bill = billOf(folio);
  return {
    id,
    hotelId,
    bookingId,
    currency,
    gross: money(bill.grossMinor),
    paid: money(bill.paidMinor),
    balance: money(bill.balanceMinor),
    depositHeld: money(bill.depositMinor),
    windows: bill.windows.slice(0, WINDOWS_SHOWN).map((one) => toWindowResponse(one, currency)),
    windowsTotal: bill.windows.length,
    lines: folio.lines.map((line) => toLineResponse(line, currency)),
    payments: folio.payments.map((payment) => toPaymentResponse(payment, currency)),
    deposits: folio.deposits.map((deposit) => toDepositResponse(deposit, currency)),
  };
}

/** One page of a folio's windows. */
export function toWindowsResponse(folio: Folio, limit: number, offset: number): FolioWindowsResponse {
  const { windows } = billOf(folio);
  return {
    windows: windows.slice(offset, offset + limit).map((one) => toWindowResponse(one, folio.currency)),
    total: windows.length,
  };
}

function toWindowResponse(bill: WindowBill, currency: string): FolioWindowResponse {
  const money = (minor: number) => formatMoney(minor, currency);
  const { window, totals, paidMinor, balanceMinor, depositMinor } = bill;
  return {
    number: window.number,
    payer: window.payer,
    net: money(totals.netMinor),
    tax: money(totals.taxMinor),
    gross: money(totals.grossMinor),
    paid: money(paidMinor),
    balance: money(balanceMinor),
    depositHeld: money(depositMinor),
    taxes: totals.taxes.map(({ code, rate, treatment, baseMinor, taxMinor }) => ({
      taxCode: code,
      rate,
      treatment,
      base: money(baseMinor),
      tax: money(taxMinor),
    })),
    invoicedAt: window.invoicedAt?.toISOString() ?? null,
  };
}

export function toLineResponse(line: FolioLineRow, currency: string): FolioLineResponse {
  const { amountMinor, taxTreatment: _, rootId: __, familyMinor: ___, ...rest } = line;
  return { ...rest, amount: formatMoney(amountMinor, currency) };
}

export function toPaymentResponse(payment: FolioPaymentRow, currency: string): FolioPaymentResponse {
  const { amountMinor, createdAt: _, ...rest } = payment;
  return { ...rest, amount: formatMoney(amountMinor, currency) };
}

function toDepositResponse(deposit: DepositRow, currency: string): DepositResponse {
  const { amountMinor, createdAt: _, ...rest } = deposit;
  return { ...rest, amount: formatMoney(amountMinor, currency) };
}
