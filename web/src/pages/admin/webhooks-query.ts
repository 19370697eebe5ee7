import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';

export type Webhook = Schema<'WebhookResponse'>;
export type Delivery = Schema<'DeliveryResponse'>;
export const EVENTS = ['job.completed', 'job.failed', 'job.cancelled'] as const;
export const STATES = ['pending', 'delivered', 'failed'] as const;
export type DeliveryState = (typeof STATES)[number];
/** Rows of a page of deliveries. */
export const DELIVERIES = 50;
/** How often deliveries are looked at again, ms. */
const EVERY_MS = 5_000;

export const webhooksQuery = queryOptions({
  queryKey: ['admin', 'webhooks', 'list'],
  queryFn: ({ signal }) =>
    bodyOf(api.GET('/api/v1/webhooks', { params: { query: { limit: 200, offset: 0 } }, signal })),
});

export function webhookQuery(id: string) {
  return queryOptions({
    queryKey: ['admin', 'webhooks', 'one', id],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/webhooks/{id}', { params: { path: { id } }, signal })),
  });
}

export interface DeliveryFilter {
  state: '' | DeliveryState;
  /** An instant; empty: all of them. */
  since: string;
  after: string;
  webhookId?: string;
}

export function deliveriesQuery({ state, since, after, webhookId }: DeliveryFilter) {
  const query = {
    limit: DELIVERIES,
    ...(state && { state }),
    ...(since && { since }),
    ...(after && { after }),
    ...(webhookId && { webhookId }),
  };
  return queryOptions({
    queryKey: ['admin', 'webhooks', 'deliveries', query],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/webhooks/deliveries', { params: { query }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: EVERY_MS,
  });
}

export function deliveryQuery(webhookId: string, deliveryId: string) {
  return queryOptions({
    queryKey: ['admin', 'webhooks', 'delivery', webhookId, deliveryId],
    queryFn: ({ signal }) =>
      bodyOf(
        api.GET('/api/v1/webhooks/{id}/deliveries/{deliveryId}', {
          params: { path: { id: webhookId, deliveryId } },
          signal,
        }),
      ),
    refetchInterval: EVERY_MS,
  });
}

/** How many deliveries would be sent again; nothing is sent. */
export function countFailedQuery(since: string, webhookId: string | undefined) {
  const body = { since, dryRun: true, ...(webhookId && { webhookId }) };
  return queryOptions({
    queryKey: ['admin', 'webhooks', 'failed-count', body],
    queryFn: ({ signal }) => bodyOf(api.POST('/api/v1/webhooks/deliveries/redeliver', { body, signal })),
    gcTime: 0,
    staleTime: 0,
  });
}
