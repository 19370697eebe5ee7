import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, bodyOf } from '../../api/client';
import { useConfirm } from '../../kit/confirm';
import { useTell } from '../../kit/toast';
import type { Secret } from './secret-once';
import type { WebhookBody } from './webhook-form';
import type { Webhook } from './webhooks-query';

/** What an administrator does with a webhook. */
export function useWebhookActions({ id, url }: Webhook) {
  const client = useQueryClient();
  const confirm = useConfirm();
  const navigate = useNavigate();
  const tell = useTell();
  const params = { path: { id } };
  const reload = () => client.invalidateQueries({ queryKey: ['admin', 'webhooks'] });
  const told = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      tell.failed(error);
    }
    await reload();
  };
  const turn = (enabled: boolean) => api.PATCH('/api/v1/webhooks/{id}', { params, body: { enabled } });
  return {
    change: async (body: WebhookBody) => {
      await api.PATCH('/api/v1/webhooks/{id}', { params, body });
      tell.done('The webhook is changed');
      await reload();
    },
    test: () =>
      told(async () => {
        await api.POST('/api/v1/webhooks/{id}/test', { params });
        tell.done('A ping is on its way', 'See the deliveries.');
      }),
    switch: (enabled: boolean) =>
      told(async () => {
        await turn(enabled);
        if (enabled) return tell.done('The webhook is on');
        tell.undo(
          'The webhook is off',
          () => told(async () => void (await turn(true))),
          'How jobs end meanwhile is not told later.',
        );
      }),
    rotate: async (show: (secret: Secret) => void) => {
      const yes = await confirm({
        title: 'Make a new secret?',
        consequence: `Messages to ${url} are signed with both secrets for a day; from then on the old one is worth nothing.`,
        verb: 'Make a new secret',
      });
      if (!yes) return;
      await told(async () => {
        const { secret } = await bodyOf(api.POST('/api/v1/webhooks/{id}/rotate-secret', { params }));
        show({
          title: 'New signing secret',
          text: secret,
          words: 'Give it to the receiver within a day: until then both secrets sign.',
        });
      });
    },
    remove: async () => {
      const yes = await confirm({
        title: `Remove the webhook ${url}?`,
        consequence:
          'Its log of deliveries goes with it, and what waits to be delivered is not sent. It does not come back.',
        verb: 'Remove the webhook',
      });
      if (!yes) return;
      await told(async () => {
        await api.DELETE('/api/v1/webhooks/{id}', { params });
        tell.done('The webhook is removed');
        await navigate({ to: '/admin/webhooks' });
      });
    },
  };
}
