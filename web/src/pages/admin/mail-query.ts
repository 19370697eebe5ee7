import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';

export type Mail = Schema<'MailMessageResponse'>;
export type Suppression = Schema<'SuppressionResponse'>;
export const MAIL_STATES = ['queued', 'sending', 'sent', 'failed', 'ambiguous', 'suppressed'] as const;
export type MailState = (typeof MAIL_STATES)[number];
export const MAILS = 100;
/** How often the list is looked at again, ms. */
const EVERY_MS = 10_000;

/** Word and look of each state of a mail. */
export const MAIL_LOOKS: Record<MailState, [of: string, word: string]> = {
  queued: ['queued', 'Queued'],
  sending: ['running', 'Being sent'],
  sent: ['sent', 'Sent'],
  failed: ['failed', 'Failed'],
  ambiguous: ['unknown', 'Unknown'],
  suppressed: ['skipped', 'Held back'],
};

export function mailsQuery({ state, address, offset }: { state: '' | MailState; address: string; offset: number }) {
  const query = { limit: MAILS, offset, ...(state && { state }), ...(address.trim() && { address: address.trim() }) };
  return queryOptions({
    queryKey: ['admin', 'mail', 'list', query],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/mail/messages', { params: { query }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: EVERY_MS,
  });
}

export function mailQuery(id: string) {
  return queryOptions({
    queryKey: ['admin', 'mail', 'one', id],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/mail/messages/{id}', { params: { path: { id } }, signal })),
  });
}

export function suppressionsQuery(offset: number) {
  const query = { limit: MAILS, offset };
  return queryOptions({
    queryKey: ['admin', 'mail', 'suppressions', query],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/mail/suppressions', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}
