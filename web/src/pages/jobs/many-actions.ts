import { useCallback } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';
import { useConfirm } from '../../kit/confirm';
import { useTell } from '../../kit/toast';
import { countOf, countText } from '../../lib/money';
import { lookOf } from '../../lib/states';
import type { FilterBody } from './job-filter';

type Counted = Schema<'CountedJobsResponse'>;
type Started = Schema<'StartedOnManyResponse'>;

/** From here on the number is typed before. */
const MANY = 100;

/** `31 running, 12,400 queued`: states of the same name together. */
function statesOf({ states }: Counted): string {
  const words = new Map<string, number>();
  for (const { value, count } of states) {
    const word = lookOf(value).word.toLowerCase();
    words.set(word, (words.get(word) ?? 0) + count);
  }
  return [...words].map(([word, count]) => `${countText(count)} ${word}`).join(', ');
}

/** Cancelling and retrying all jobs of a filter: counted by the server first, then done by a job whose id is told. */
export function useManyActions(onStarted: (jobId: string) => void) {
  const client = useQueryClient();
  const confirm = useConfirm();
  const tell = useTell();
  const run = useCallback(
    async (what: 'cancel' | 'retry', filter: FilterBody) => {
      const body = { ...filter, all: Object.keys(filter).length === 0 };
      const send = (dryRun: boolean) =>
        bodyOf(
          what === 'cancel'
            ? api.POST('/api/v1/jobs/cancel', { body: { ...body, dryRun } })
            : api.POST('/api/v1/jobs/retry', { body: { ...body, dryRun, failedItemsOnly: false } }),
        ) as Promise<Counted | Started>;
      try {
        const counted = await send(true);
        const { matched } = counted;
        if (matched === 0)
          return tell.done(
            what === 'cancel' ? 'No job of this filter is left to cancel' : 'No job of this filter has failed',
          );
        const verb = what === 'cancel' ? 'Cancel' : 'Retry';
        const jobs = `${counted.more ? 'more than ' : ''}${countOf(matched, 'job')}`;
        const yes = await confirm({
          title: `${verb} ${jobs}?`,
          consequence: `${statesOf(counted)}. ${
            what === 'cancel'
              ? 'What runs is told to stop: what is committed stays. A cancelled job can be retried. It is done by a job that you can stop.'
              : 'Each runs again from its first attempt, with the data it has. It is done by a job that you can stop.'
          }`,
          verb: `${verb} ${countText(matched)}`,
          danger: what === 'cancel',
          ...(matched > MANY && { type: String(matched) }),
        });
        if (!yes) return;
        const started = await send(false);
        if ('jobId' in started) onStarted(started.jobId);
        await client.invalidateQueries({ queryKey: ['jobs'] });
      } catch (error) {
        tell.failed(error);
      }
    },
    [client, confirm, tell, onStarted],
  );
  return run;
}
