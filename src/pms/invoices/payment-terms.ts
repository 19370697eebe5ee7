import { addDays, type LocalDate } from '../../platform/dates/index.js';
import type { InvoiceDraft, InvoicePayment, Seller } from './invoice-row.js';

/** What an invoice says of its payment: facts of the day of issue. */
export interface PaymentTerms {
  /** Open at the issue, minor units; below zero: owed to the guest. Of an invoice. */
  openMinor: number;
  /** By when it is to be paid; null where nothing is open. */
  dueDate: LocalDate | null;
  /** In words; null where nothing is open. */
  words: string | null;
  bank: { iban: string; bic: string | null; name: string | null } | null;
}

/** Terms and bank details belong on an invoice with an open balance; a credit note, and a bill that is paid, need neither. */
export function paymentTermsOf(invoice: {
  kind: InvoiceDraft['kind'];
  grossMinor: number;
  issueDate: LocalDate;
  seller: Seller;
  payments: readonly (Pick<InvoicePayment, 'amountMinor'> & { atIssue?: boolean })[];
}): PaymentTerms {
  const { seller, issueDate, grossMinor } = invoice;
  const paid = invoice.payments.filter(({ atIssue }) => atIssue !== false);
  const openMinor = invoice.kind === 'invoice' ? paid.reduce((rest, one) => rest - one.amountMinor, grossMinor) : 0;
  if (openMinor <= 0) return { openMinor, dueDate: null, words: null, bank: null };
  const days = seller.paymentDays ?? 0;
  const dueDate = addDays(issueDate, days);
  return {
    openMinor,
    dueDate,
    words: days === 0 ? 'Payable on receipt' : `Payable within ${days} ${days === 1 ? 'day' : 'days'}, by ${dueDate}`,
    bank: seller.iban ? { iban: seller.iban, bic: seller.bic ?? null, name: seller.bankName ?? null } : null,
  };
}
