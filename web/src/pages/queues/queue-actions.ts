import { useCallback } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client';
import { useTell } from '../../kit/toast';
import { ALL } from './queues-query';

export const queueName = (name: string): string => (name === ALL ? 'All queues' : name);

/** Pausing, which Undo takes back, and resuming. `tenant` is for an operator only: without it, everybody. */
export function useQueueActions() {
  const client = useQueryClient();
  const tell = useTell();
  const reload = useCallback(() => client.invalidateQueries({ queryKey: ['queues'] }), [client]);
  const resume = useCallback(
    async (name: string, tenant?: string | null) => {
      try {
        const body = tenant ? { tenant } : {};
        await api.POST('/api/v1/jobs/queues/{name}/resume', { params: { path: { name } }, body });
        tell.done(`${queueName(name)} ${name === ALL ? 'go' : 'goes'} on`, tenant ? `For ${tenant}` : undefined);
      } catch (error) {
        tell.failed(error);
      }
      await reload();
    },
    [reload, tell],
  );
  /** Errors are the form's, which shows them at its fields. */
  const pause = useCallback(
    async (name: string, { reason, tenant }: { reason: string; tenant: string }) => {
      const body = { ...(reason && { reason }), ...(tenant && { tenant }) };
      await api.POST('/api/v1/jobs/queues/{name}/pause', { params: { path: { name } }, body });
      await reload();
      tell.undo(`${queueName(name)} ${name === ALL ? 'are' : 'is'} paused`, () => resume(name, tenant));
    },
    [reload, resume, tell],
  );
  return { pause, resume };
}
