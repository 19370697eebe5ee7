import { useQueryClient } from '@tanstack/react-query';
import { isFinal } from '../../lib/states';
import type { JobEvent } from '../../live/events';
import { usePaused } from '../../live/live';
import { useLiveQueries } from '../../live/live-queries';
import type { JobRow } from './jobs-query';

const LISTS = ['jobs', 'list'];

/** Changes rows of the list in place as their jobs go on; for new ones, and for what an ended one has brought, the list is loaded again. */
export function useLiveRows(paused: boolean): void {
  const client = useQueryClient();
  usePaused(paused);
  useLiveQueries(
    [LISTS],
    ({ kind, data }) => {
      if (kind !== 'job') return false;
      let isListed = false;
      client.setQueriesData({ queryKey: LISTS }, (list: { jobs: JobRow[] } | undefined) => {
        if (!list?.jobs.some(({ id }) => id === data.id)) return list;
        isListed = true;
        return { ...list, jobs: list.jobs.map((row) => (row.id === data.id ? { ...row, ...changesOf(data) } : row)) };
      });
      return !isListed || isFinal(data.status);
    },
    paused,
  );
}

function changesOf({ ledgerStatus, progress, attempts, runAt, startedAt, completedAt }: JobEvent): Partial<JobRow> {
  return { status: ledgerStatus, progress, attempts, runAt, startedAt, completedAt };
}
