import { AppError } from '../../../platform/errors/app-error.js';
import { chosenTiers, toTier, totalsNow, toTotals } from '../quote-answers.js';
import { longestLead } from '../lead-days.js';
import type { Looks } from '../part-reader.js';
import type { QuoteWithItems } from '../quote-row.js';
import { isShown } from '../quote-state.js';
import type { CustomerOrder } from './customer-orders.js';
import type { CustomerQuoteResponse } from './customer-quotes.dto.js';
import { whatNext } from './what-next.js';

/** What is not of the quote itself. */
export interface Around {
  /** Of the shop, now. */
  email: string | null;
  order?: CustomerOrder;
  /** What can be shown of its parts, by file. */
  looks: ReadonlyMap<string, Looks>;
}

const NOTHING: Around = { email: null, looks: new Map() };

/** A quote as its customer may see it at an instant. A revision or a cancellation takes the prices away. */
export function customerView(
  quote: QuoteWithItems,
  now: Date,
  { email, order, looks }: Around = NOTHING,
): CustomerQuoteResponse {
  const { number, revision, state, letterhead, price, snapshot, currency } = quote;
  const over = state === 'sent' && quote.expiresAt!.getTime() <= now.getTime();
  // A day that is over is over, whether or not the job that ends quotes has run.
  const seen = quote.nextId !== null && state !== 'accepted' ? 'superseded' : over ? 'expired' : state;
  const head = { number, revision, state: seen, open: seen === 'sent', message: messageOf(seen, quote, now) };
  if (!isShown(seen) || !letterhead || !price || !snapshot) return head;
  const chosen = chosenTiers(price, quote.decision);
  const leadDays = longestLead(price.lines.map(({ position, tiers }) => tiers[chosen.get(position)!]!));
  const { shopName: shop, shopAddress: address } = letterhead;
  const told = quote.decision?.by === 'customer' && email !== null;
  return {
    ...head,
    shop,
    contact: { email, address },
    next: whatNext({ state: seen, number, shop, told, leadDays, order }),
    ...(order && { order: toOrder(order) }),
    recipient: quote.recipient.name,
    validUntil: quote.validUntil!,
    currency,
    note: quote.note,
    terms: letterhead.terms,
    lines: price.lines.map(({ position, tiers }) => {
      const { file, process, material, finish } = snapshot.lines.find((line) => line.position === position)!;
      return {
        position,
        part: file.name,
        process: process.name,
        material: material.name,
        finish: finish?.name ?? null,
        picture: looks.get(file.id)?.thumbnail ?? false,
        mesh: looks.get(file.id)?.mesh ?? false,
        tiers: tiers.map((tier) => toTier(tier, currency)),
        quantity: tiers[chosen.get(position)!]!.quantity,
      };
    }),
    totals: toTotals(totalsNow(quote)!, snapshot, currency),
  };
}

function toOrder({ promiseChanged: _, invoice: __, ...order }: CustomerOrder): CustomerQuoteResponse['order'] {
  return order;
}

/** The quote, if its customer may see its prices. @throws AppError CONFLICT */
export function shownQuote(quote: QuoteWithItems, now: Date): QuoteWithItems {
  if (customerView(quote, now).lines === undefined) throw new AppError('CONFLICT', 'The quote is no longer valid');
  return quote;
}

function messageOf(state: string, { validUntil, expiresAt, letterhead }: QuoteWithItems, now: Date): string {
  const shop = letterhead?.shopName ?? 'the shop';
  switch (state) {
    case 'sent':
      return `Valid until ${validUntil}`;
    case 'accepted':
      return 'You have accepted this quote. Thank you!';
    case 'declined':
      return 'This quote was declined.';
    case 'expired':
      // Its shop may have ended it before its last day.
      if (expiresAt && now < expiresAt) return `This quote is no longer offered. Ask ${shop} for a new one.`;
      return `This quote was valid until ${validUntil}. Ask ${shop} for a new one.`;
    case 'superseded':
      return 'A newer revision takes the place of this quote; it comes with a link of its own.';
    default:
      return 'This quote is no longer valid.';
  }
}
