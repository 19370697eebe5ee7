import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, bodyOf } from '../../api/client';
import { useLocale } from '../../api/hotels';
import { useConfirm } from '../../kit/confirm';
import { useTell } from '../../kit/toast';
import { moneyText } from '../../lib/money';
import { priceQuote } from './pricing';
import type { Quote } from './quoting-query';

/** The steps of one quote. What nobody outside has seen is done at once; what goes to the customer is asked first. */
export function useQuoteActions({ id, number, recipient, total, currency, link }: Quote) {
  const client = useQueryClient();
  const confirm = useConfirm();
  const tell = useTell();
  const navigate = useNavigate();
  const locale = useLocale();
  const params = { path: { id } };
  const step = async <T>(work: () => Promise<T>, failed: string): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      tell.failed(error, failed);
      return undefined;
    } finally {
      await client.invalidateQueries({ queryKey: ['quoting'] });
    }
  };
  const price = total ? moneyText(total, currency, locale) : '';
  return {
    calculate: () => step(() => priceQuote(client, id), 'It could not be priced'),
    /** Takes the price by hand of an item back. */
    byRules: async (position: number) => {
      const taken = await step(
        () => bodyOf(api.PATCH('/api/v1/quotes/{id}', { params, body: { byRules: [position] } })),
        'It keeps its price',
      );
      if (taken) await step(() => priceQuote(client, id), 'Its price by hand is gone, and it could not be priced');
    },
    async send() {
      const yes = await confirm({
        title: `Send ${number} to ${recipient.name}?`,
        consequence: `A mail goes to ${recipient.email} with the PDF, ${price}, and the link to accept it. What was sent is not changed any more: a revision takes its place.`,
        verb: 'Send',
        danger: false,
        keep: 'Do not send',
      });
      if (!yes) return;
      const done = await step(() => bodyOf(api.POST('/api/v1/quotes/{id}/send', { params })), 'It could not be sent');
      if (done) tell.done(`${number} is on its way to ${recipient.name}`);
    },
    async revise() {
      if (link !== null) {
        const yes = await confirm({
          title: `Make a revision of ${number}?`,
          consequence: `The link that ${recipient.name} has shows no price any more: it says that a newer revision comes. Nobody can accept the old one.`,
          verb: 'Make a revision',
        });
        if (!yes) return;
      }
      const next = await step(
        () => bodyOf(api.POST('/api/v1/quotes/{id}/revise', { params })),
        'It could not be revised',
      );
      if (next) await navigate({ to: `/quotes/${next.id}` });
    },
    async cancel() {
      const yes = await confirm({
        title: `Cancel ${number}?`,
        consequence:
          link === null
            ? 'It stays in the list as cancelled. A revision can be made of it.'
            : `The link that ${recipient.name} has opens it no longer. A revision can be made of it.`,
        verb: 'Cancel the quote',
      });
      if (!yes) return;
      const done = await step(() => bodyOf(api.POST('/api/v1/quotes/{id}/cancel', { params })), 'It is as it was');
      if (done) tell.done(`${number} is cancelled`);
    },
    accept: (name: string, note: string, quantities: { position: number; quantity: number }[]) =>
      api
        .POST('/api/v1/quotes/{id}/accept', { params, body: { name, quantities, ...(note && { note }) } })
        .then(() => client.invalidateQueries({ queryKey: ['quoting'] })),
    decline: (reason: string) =>
      api
        .POST('/api/v1/quotes/{id}/decline', { params, body: reason ? { reason } : {} })
        .then(() => client.invalidateQueries({ queryKey: ['quoting'] })),
  };
}
