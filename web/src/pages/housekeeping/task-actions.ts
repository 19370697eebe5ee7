import { useCallback } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client';
import { useTell } from '../../kit/toast';
import type { Attendant, Task } from './house-query';

export type Step = 'start' | 'finish' | 'passed';

/** What an attendant does with a task. Giving it to somebody can be taken back at once. */
export function useTaskActions() {
  const client = useQueryClient();
  const tell = useTell();
  const refresh = useCallback(() => client.invalidateQueries({ queryKey: ['housekeeping'] }), [client]);
  const give = useCallback(
    async (task: Task, attendantId: number | null) => {
      const params = { path: { id: task.id } };
      await api.POST('/api/v1/housekeeping/tasks/{id}/assign', { params, body: { attendantId } });
      await refresh();
    },
    [refresh],
  );
  const assign = useCallback(
    async (task: Task, to: Attendant | null) => {
      try {
        await give(task, to?.id ?? null);
        tell.undo(to ? `Room ${task.room} is ${to.name}'s` : `Room ${task.room} is nobody's`, () =>
          give(task, task.attendantId).catch((error: unknown) => tell.failed(error)),
        );
      } catch (error) {
        tell.failed(error);
      }
    },
    [give, tell],
  );
  /** What was ended a moment ago is to be done again. */
  const reopen = useCallback(
    async (task: Task) => {
      try {
        const params = { path: { id: task.id } };
        await api.POST('/api/v1/housekeeping/tasks/{id}/reopen', { params, body: { reason: 'Ended by mistake' } });
      } catch (error) {
        tell.failed(error);
      }
      await refresh();
    },
    [refresh, tell],
  );
  const step = useCallback(
    async (task: Task, what: Step) => {
      const params = { path: { id: task.id } };
      try {
        if (what === 'start') await api.POST('/api/v1/housekeeping/tasks/{id}/start', { params });
        else if (what === 'finish') await api.POST('/api/v1/housekeeping/tasks/{id}/finish', { params });
        else await api.POST('/api/v1/housekeeping/tasks/{id}/inspect', { params, body: { passed: true } });
        await refresh();
        if (what !== 'start')
          tell.undo(`Room ${task.room} is ${what === 'finish' ? 'clean' : 'inspected'}`, () => reopen(task));
      } catch (error) {
        tell.failed(error);
        await refresh();
      }
    },
    [refresh, reopen, tell],
  );
  return { assign, step, refresh, reopen };
}
