import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';
import { integer, type Member, oneOf } from '../../lib/url-state';

export type Order = Schema<'OrderResponse'>;
export type OrderState = Order['state'];

export const STATES = ['accepted', 'in_production', 'shipped', 'delivered', 'cancelled'] as const;

/** Shape and colour, and the word of the workshop. */
export const LOOKS: Record<OrderState, { of: string; word: string }> = {
  accepted: { of: 'owed', word: 'To be made' },
  in_production: { of: 'running', word: 'In production' },
  shipped: { of: 'sent', word: 'Shipped' },
  delivered: { of: 'done', word: 'Delivered' },
  cancelled: { of: 'cancelled', word: 'Cancelled' },
};

const uuid: Member<string> = {
  read: (raw) => (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(raw ?? '') ? raw! : ''),
  write: (value) => value || undefined,
};
/** What the address of the list says; `quote` is the quote that orders were made of. */
export const ADDRESS = { state: oneOf(['', ...STATES], ''), quote: uuid, offset: integer(0) };
export const PAGE = 50;
/** How often orders are looked at again, ms. */
const AGAIN_MS = 30_000;

export function ordersQuery({ state, quote, offset }: { state: '' | OrderState; quote: string; offset: number }) {
  const query = { limit: PAGE, offset, ...(state && { state }), ...(quote && { quoteId: quote }) };
  return queryOptions({
    queryKey: ['orders', 'list', query],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/orders', { params: { query }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: AGAIN_MS,
  });
}

export function orderQuery(id: string) {
  return queryOptions({
    queryKey: ['orders', 'one', id],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/orders/{id}', { params: { path: { id } }, signal })),
    refetchInterval: AGAIN_MS,
  });
}
