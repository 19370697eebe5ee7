import type { LocalDate } from '../../platform/dates/index.js';
import { InvalidMoneyError } from '../../platform/money/index.js';
import type { Payer } from '../folios/folio-row.js';
import type { Tax } from '../taxes/tax.js';
import { totalsOf } from '../taxes/tax.js';
import type { InvoiceDraft, InvoicePayment, Seller, Stay } from './invoice-row.js';

/** A line of a folio window, as the invoice will show it. */
export interface WindowLine {
  id: number;
  serviceDate: LocalDate;
  description: string;
  quantity: number;
  amountMinor: number;
  priceMode: 'gross' | 'net';
  tax: Tax;
}

/** A folio window that has no invoice yet. */
export interface OpenWindow {
  folioId: string;
  window: number;
  hotelId: number;
  bookingId: string;
  bookingStatus: string;
  currency: string;
  payer: Partial<Payer>;
  stay: Stay;
  /** Nights of the stay that are not charged yet. */
  missingNights: LocalDate[];
  lines: WindowLine[];
  payments: InvoicePayment[];
}

export const SKIPS = ['ZERO_VALUE', 'NO_SERIES', 'NOT_CHARGED', 'FAILED'] as const;
export interface Skip {
  reason: (typeof SKIPS)[number];
  message: string;
}

/**
 * The invoice of a window, or why there is none. An open balance does not keep a window from being invoiced. (rules pms
 * B.2 Invoice)
 * @param asCharged true: a person has seen the bill, so it does not wait for nights that are not on it yet
 */
export function draftOf(window: OpenWindow, seller: Seller, id: string, asCharged = false): InvoiceDraft | Skip {
  const nightsToCome = nightsOf(window, asCharged);
  if (nightsToCome) return { reason: 'NOT_CHARGED', message: nightsToCome };
  try {
    return checked(window, seller, id);
  } catch (error) {
    // An amount too large to be counted exactly keeps only this window from being invoiced, not the others.
    if (error instanceof InvalidMoneyError) return { reason: 'FAILED', message: error.message };
    throw error;
  }
}

export function isSkip(draft: InvoiceDraft | Skip): draft is Skip {
  return 'message' in draft;
}

const OVER = ['checked_out', 'cancelled', 'no_show'];

/** Nights are charged to the first window: it is not complete before the stay is over and all of them are there. */
function nightsOf({ window, bookingStatus, missingNights }: OpenWindow, asCharged: boolean): string | undefined {
  if (window !== 1) return undefined;
  if (!OVER.includes(bookingStatus)) return `The booking is ${bookingStatus}: nights are still to be charged`;
  if (asCharged || bookingStatus !== 'checked_out' || missingNights.length === 0) return undefined;
  const nights = missingNights.slice(0, 10).join(', ');
  return `Nights not charged: ${nights}. Charge them and issue the invoice by hand`;
}

function checked(open: OpenWindow, seller: Seller, id: string): InvoiceDraft | Skip {
  const { payer, stay, lines } = open;
  const { netMinor, taxMinor, grossMinor, taxes } = totalsOf(lines);
  if (!Number.isSafeInteger(grossMinor)) throw new InvalidMoneyError('the amount is too large');
  if (grossMinor === 0) return { reason: 'ZERO_VALUE', message: 'Nothing is charged to this window' };
  if (grossMinor < 0)
    return { reason: 'FAILED', message: 'The window is below zero: credit the invoice it belongs to' };
  if (typeof payer.name !== 'string' || payer.name.trim() === '')
    return { reason: 'FAILED', message: 'The window has no payer' };
  if (taxes.some(({ treatment }) => treatment === 'reverse_charge') && !payer.vatNumber)
    return { reason: 'FAILED', message: 'Reverse charge: the payer of the window needs a VAT number' };
  return {
    id,
    kind: 'invoice',
    hotelId: open.hotelId,
    folioId: open.folioId,
    window: open.window,
    bookingId: open.bookingId,
    correctsInvoiceId: null,
    reason: null,
    supplyDate: supplyDateOf(open),
    currency: open.currency,
    netMinor,
    taxMinor,
    grossMinor,
    seller,
    buyer: { ...payer, name: payer.name },
    stay,
    lines: lines.map(({ id: folioLineId, ...line }) => ({ folioLineId, correctsLineId: null, ...line })),
    taxes,
    payments: open.payments,
  };
}

/** A stay is supplied when it ends; anything else when the last of it was. */
function supplyDateOf({ bookingStatus, stay, lines }: OpenWindow): LocalDate {
  const last = lines.map(({ serviceDate }) => serviceDate).reduce((a, b) => (a > b ? a : b));
  return bookingStatus === 'checked_out' && stay.departure > last ? stay.departure : last;
}
