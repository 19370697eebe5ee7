import { useCallback } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client';
import { inSentence, useKindTitle } from '../../api/job-kinds';
import { useConfirm } from '../../kit/confirm';
import { useTell } from '../../kit/toast';
import { isFinal } from '../../lib/states';
import { countOf } from '../../lib/money';
import type { Job, JobRow } from './jobs-query';

/** Requests that are under way at a time when many jobs are changed. */
const AT_ONCE = 4;

export const mayCancel = (job: Pick<JobRow | Job, 'status' | 'cancelRequested'>): boolean =>
  !isFinal(job.status) && !job.cancelRequested;
export const mayRetry = (job: Pick<JobRow | Job, 'status'>): boolean =>
  ['failed', 'dead', 'cancelled'].includes(job.status.toLowerCase());

async function each(
  ids: readonly string[],
  work: (id: string) => Promise<unknown>,
): Promise<{ done: number; errors: unknown[] }> {
  const waiting = [...ids];
  const errors: unknown[] = [];
  const worker = async () => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift())
      await work(id).catch((error: unknown) => errors.push(error));
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, ids.length) }, worker));
  return { done: ids.length - errors.length, errors };
}

/** Cancelling and retrying, of one job or of several that were chosen; asks first, tells what came of it. */
export function useJobActions() {
  const client = useQueryClient();
  const confirm = useConfirm();
  const tell = useTell();
  const titleOf = useKindTitle();
  const finish = useCallback(
    async ({ done, errors }: { done: number; errors: unknown[] }, what: string) => {
      await client.invalidateQueries({ queryKey: ['jobs'] });
      if (done > 0) tell.done(`${countOf(done, 'job')} ${what}`);
      if (errors.length > 0) tell.failed(errors[0], `${countOf(errors.length, 'job')} could not be ${what}`);
    },
    [client, tell],
  );
  const cancel = useCallback(
    async (jobs: readonly (JobRow | Job)[]) => {
      const able = jobs.filter(mayCancel);
      const running = able.filter(({ status }) => ['running', 'active'].includes(status.toLowerCase())).length;
      const name =
        able.length === 1 ? `this job (${inSentence(titleOf(able[0]!.jobName))})` : countOf(able.length, 'job');
      const yes = await confirm({
        title: `Cancel ${name}?`,
        consequence:
          running > 0
            ? `${running === able.length ? 'It is' : `${running} of them are`} running and told to stop: what is committed stays, what is not is taken back. A cancelled job can be retried.`
            : 'It does not run any more. A cancelled job can be retried.',
        verb: able.length === 1 ? 'Cancel the job' : `Cancel ${able.length} jobs`,
        keep: 'Keep running',
        ...(able.length > 100 && { type: String(able.length) }),
      });
      if (!yes) return;
      await finish(
        await each(
          able.map(({ id }) => id),
          (id) => api.DELETE('/api/v1/jobs/{id}', { params: { path: { id } } }),
        ),
        'cancelled',
      );
    },
    [confirm, finish, titleOf],
  );
  const retry = useCallback(
    async (jobs: readonly (JobRow | Job)[], failedItemsOnly = false) => {
      // A job that completed may have left failed items.
      const ids = jobs.filter((job) => failedItemsOnly || mayRetry(job)).map(({ id }) => id);
      const body = { failedItemsOnly };
      await finish(
        await each(ids, (id) => api.POST('/api/v1/jobs/{id}/retry', { params: { path: { id } }, body })),
        'started again',
      );
    },
    [finish],
  );
  return { cancel, retry };
}
