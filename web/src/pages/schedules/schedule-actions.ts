import { useCallback } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import { useKindTitle } from '../../api/job-kinds';
import { useTell } from '../../kit/toast';
import { nameOf, type Schedule } from './schedules-query';

/** Pausing (which Undo takes back), resuming, and running once now. */
export function useScheduleActions() {
  const client = useQueryClient();
  const tell = useTell();
  const titleOf = useKindTitle();
  const reload = useCallback(() => client.invalidateQueries({ queryKey: ['schedules'] }), [client]);
  const resume = useCallback(
    async (schedule: Schedule) => {
      try {
        const params = { path: { id: schedule.id } };
        await api.POST('/api/v1/schedules/{id}/resume', { params });
        tell.done(
          `The schedule ${nameOf(schedule, titleOf)} goes on`,
          'It counts from now; what fell into the pause is not made up for.',
        );
      } catch (error) {
        tell.failed(error);
      }
      await reload();
    },
    [reload, tell, titleOf],
  );
  /** Errors are the form's, which shows them at its field. */
  const pause = useCallback(
    async (schedule: Schedule, reason: string) => {
      const params = { path: { id: schedule.id } };
      await api.POST('/api/v1/schedules/{id}/pause', { params, body: reason ? { reason } : {} });
      await reload();
      tell.undo(`The schedule ${nameOf(schedule, titleOf)} is paused`, () => resume(schedule));
    },
    [reload, resume, tell, titleOf],
  );
  const run = useCallback(
    async (schedule: Schedule): Promise<string | undefined> => {
      try {
        const params = { path: { id: schedule.id } };
        const job = await bodyOf(api.POST('/api/v1/schedules/{id}/run', { params }));
        tell.done(`A run of ${nameOf(schedule, titleOf)} has been asked for`, 'Its own slots come as they would have.');
        await client.invalidateQueries({ queryKey: ['jobs'] });
        return job.id;
      } catch (error) {
        tell.failed(error);
        return undefined;
      }
    },
    [client, tell, titleOf],
  );
  return { pause, resume, run };
}
