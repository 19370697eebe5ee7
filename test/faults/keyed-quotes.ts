import type { Owned } from '../platform/isolation-fixtures.js';
import { QUOTE_ITEM, QUOTE_PRICE } from '../platform/isolation-quoting.js';
import { type Place, post } from './keyed-place.js';

const itemOf = ({ partFile: fileId }: Owned) => ({ ...QUOTE_ITEM, fileId });

/** Bodies for quotes of a part file that the fixtures have made. */
export const QUOTES_AGAIN: Record<string, (own: Owned) => object> = {
  'POST /quotes': (own) => ({ customerId: own.customer, items: [itemOf(own)] }),
  'POST /quotes/compare': ({ partFile: fileId }) => ({ fileId, quantity: 1 }),
};

/** Makes a quote of its own and brings it so far. It is priced by hand, because no worker runs here. */
async function quote(place: Place, ...steps: ('price' | 'send' | 'accept')[]): Promise<void> {
  const { ids } = place;
  ids.quote = (await post(place, '/quotes', QUOTES_AGAIN['POST /quotes']!(ids)))['id'] as string;
  const bodies = { price: QUOTE_PRICE, send: undefined, accept: { name: 'Repeat' } };
  for (const step of steps) await post(place, `/quotes/${ids.quote}/${step}`, bodies[step]);
}

async function order(place: Place, ...steps: ('start' | 'ship')[]): Promise<void> {
  await quote(place, 'price', 'send', 'accept');
  const { platform, ids } = place;
  const sql = 'SELECT id FROM sales_order WHERE quote_id = $1';
  ids.order = (await platform.sql.query<{ id: string }>(sql, [ids.quote])).rows[0]!.id;
  for (const step of steps)
    await post(place, `/orders/${ids.order}/${step}`, step === 'ship' ? { carrier: 'repeat' } : undefined);
}

/** The state in which each route finds its quote or order. */
export const QUOTES_BEFORE: Record<string, (place: Place) => Promise<unknown>> = {
  'POST /quotes/{id}/calculate': (place) => quote(place),
  'POST /quotes/{id}/price': (place) => quote(place),
  'POST /quotes/{id}/send': (place) => quote(place, 'price'),
  'POST /quotes/{id}/accept': (place) => quote(place, 'price', 'send'),
  'POST /quotes/{id}/decline': (place) => quote(place, 'price', 'send'),
  'POST /quotes/{id}/expire': (place) => quote(place, 'price', 'send'),
  'POST /quotes/{id}/revise': (place) => quote(place, 'price', 'send'),
  'POST /quotes/{id}/cancel': (place) => quote(place),
  'POST /orders/{id}/start': (place) => order(place),
  'POST /orders/{id}/ship': (place) => order(place, 'start'),
  'POST /orders/{id}/deliver': (place) => order(place, 'start', 'ship'),
  'POST /orders/{id}/cancel': (place) => order(place),
};
