import { useCallback, useEffect, useRef, useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import { useConfirm } from '../../kit/confirm';
import { useTell } from '../../kit/toast';
import { countOf, countText } from '../../lib/money';
import { rangesOf } from './nights';
import { hasEnded, type Slot, slotId, watchQuery } from './slots-query';

/** From here on the number is typed before. */
const MANY = 100;

/** Running missed slots after all: counted first, then watched until each is done. */
export function useBackfill(all: readonly Slot[]) {
  const client = useQueryClient();
  const confirm = useConfirm();
  const tell = useTell();
  const [watched, setWatched] = useState<ReadonlySet<string>>(new Set());
  const backfill = useCallback(
    async (chosen: readonly Slot[]): Promise<boolean> => {
      const ranges = rangesOf(chosen, all);
      const send = async (dryRun: boolean) => {
        let sum = 0;
        for (const range of ranges) {
          const answer = await bodyOf(api.POST('/api/v1/schedules/slots/backfill', { body: { ...range, dryRun } }));
          sum += dryRun ? answer.matched : answer.backfilled;
        }
        return sum;
      };
      try {
        const count = await send(true);
        if (count === 0) {
          tell.done('None of them is missed any more');
          return true;
        }
        const yes = await confirm({
          title: `Run ${countOf(count, 'missed slot')} now?`,
          consequence:
            'Each runs exactly once, oldest first, with the data its schedule has now. A job that runs can be cancelled.',
          verb: `Run ${countText(count)}`,
          danger: false,
          keep: 'Leave them missed',
          ...(count > MANY && { type: String(count) }),
        });
        if (!yes) return false;
        const done = await send(false);
        setWatched(new Set(chosen.map(slotId)));
        tell.done(`${countOf(done, 'missed slot')} will run`);
        return true;
      } catch (error) {
        tell.failed(error);
        return false;
      } finally {
        await client.invalidateQueries({ queryKey: ['schedules'] });
      }
    },
    [all, client, confirm, tell],
  );
  const { data: started } = useQuery(watchQuery(watched));
  const endedBefore = useRef(0);
  const ended = started?.filter(hasEnded).length ?? 0;
  useEffect(() => {
    // The list below follows as soon as one of them has ended.
    if (ended > endedBefore.current)
      void client.invalidateQueries({
        predicate: ({ queryKey: [of, what] }) => of === 'schedules' && what !== 'watch',
      });
    endedBefore.current = ended;
  }, [client, ended]);
  return {
    backfill,
    /** What has been started here, and how much of it has ended. */
    watch: watched.size > 0 ? { total: watched.size, ended, slots: started ?? [] } : undefined,
    close: () => setWatched(new Set()),
  };
}
