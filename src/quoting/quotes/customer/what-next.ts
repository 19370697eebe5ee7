import { workingDaysText } from '../lead-days.js';
import type { QuoteState } from '../quote-state.js';
import type { CustomerOrder } from './customer-orders.js';

export interface Decided {
  state: QuoteState;
  /** Of the quote. */
  number: string;
  shop: string;
  /** The shop has got a mail about a refusal: it was the customer's, and the shop has given an address. */
  told: boolean;
  /** Of the chosen quantities; null: not known. */
  leadDays: number | null;
  order?: CustomerOrder;
}

/** What comes after a customer's answer, sentence by sentence. Dates stand in them as YYYY-MM-DD. */
export function whatNext({ state, number, shop, told, leadDays, order }: Decided): string[] {
  if (state === 'declined')
    return [
      'Nothing is made, and there is nothing to pay.',
      ...(told ? [`${shop} has been told.`] : []),
      `If you want the parts after all, or something else, ask ${shop} for a new quote and name ${number}.`,
    ];
  return state === 'accepted' && order ? ofOrder(order, shop, leadDays) : [];
}

function ofOrder(order: CustomerOrder, shop: string, leadDays: number | null): string[] {
  const { number, state, carrier, tracking } = order;
  const named = `Your order is ${number}.`;
  const later = 'When it is shipped you get a mail that names the carrier, with the invoice.';
  switch (state) {
    case 'accepted':
      return [
        `${named} You get a mail that confirms it.`,
        `${shop} plans it and makes the parts.`,
        promise(order, shop, leadDays),
        later,
      ];
    case 'in_production':
      return [named, `${shop} is making the parts now.`, promise(order, shop, leadDays), later];
    case 'shipped':
      return [
        named,
        `It was handed to ${carrier ?? 'a carrier'}${tracking ? `; its tracking number is ${tracking}` : ''}.`,
        ...(order.invoice === null ? [] : [INVOICE[order.invoice]]),
      ];
    case 'delivered':
      return [`Your order ${number} was delivered.`, `If something is wrong with it, tell ${shop} and name ${number}.`];
    case 'cancelled':
      return [
        `Your order ${number} was cancelled: nothing is made or shipped any more.`,
        `If you did not expect that, ask ${shop}.`,
      ];
  }
}

const INVOICE: Record<NonNullable<CustomerOrder['invoice']>, string> = {
  with_shipping: 'The invoice came with the mail about it.',
  by_itself: 'The invoice came with a mail of its own.',
  follows: 'The invoice follows with a mail of its own.',
};

function promise({ promisedOn, promiseChanged }: CustomerOrder, shop: string, leadDays: number | null): string {
  if (promisedOn === null)
    return `There is no day yet by which it is shipped; ${shop} tells you as soon as there is one.`;
  if (promiseChanged) return `It is planned to be shipped by ${promisedOn}: the day was changed after you had ordered.`;
  return `It is planned to be shipped by ${promisedOn}${leadDays ? `: ${workingDaysText(leadDays)} after your acceptance` : ''}.`;
}
