import { useCallback } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client';
import { inSentence, type KindTitle, useKindTitle } from '../../api/job-kinds';
import { useTell } from '../../kit/toast';
import { ALL } from './queues-query';

export const queueName = (name: string, titleOf: KindTitle): string => (name === ALL ? 'All queues' : titleOf(name));

/** Pausing, which Undo takes back, and resuming. `tenant` is for an operator only: without it, everybody. */
export function useQueueActions() {
  const client = useQueryClient();
  const tell = useTell();
  const titleOf = useKindTitle();
  const reload = useCallback(() => client.invalidateQueries({ queryKey: ['queues'] }), [client]);
  const resume = useCallback(
    async (name: string, tenant?: string | null) => {
      try {
        const body = tenant ? { tenant } : {};
        await api.POST('/api/v1/jobs/queues/{name}/resume', { params: { path: { name } }, body });
        tell.done(
          name === ALL ? 'All queues go on' : `The queue of ${inSentence(titleOf(name))} goes on`,
          tenant ? `For ${tenant}` : undefined,
        );
      } catch (error) {
        tell.failed(error);
      }
      await reload();
    },
    [reload, tell, titleOf],
  );
  /** Errors are the form's, which shows them at its fields. */
  const pause = useCallback(
    async (name: string, { reason, tenant }: { reason: string; tenant: string }) => {
      const body = { ...(reason && { reason }), ...(tenant && { tenant }) };
      await api.POST('/api/v1/jobs/queues/{name}/pause', { params: { path: { name } }, body });
      await reload();
      tell.undo(name === ALL ? 'All queues are paused' : `The queue of ${inSentence(titleOf(name))} is paused`, () =>
        resume(name, tenant),
      );
    },
    [reload, resume, tell, titleOf],
  );
  return { pause, resume };
}
