import { useCallback, useMemo, useState } from 'react';
import { byUrgency, isOver, type Task } from './house-query';

interface Held {
  key: string;
  latest: readonly Task[];
  /** Ids in the order in which they are shown. */
  order: readonly number[];
  /** Ids of those that were seen before they were over. */
  seen: ReadonlySet<number>;
}

const idsOf = (tasks: readonly Task[]): number[] => tasks.toSorted(byUrgency).map(({ id }) => id);
const openOf = (tasks: readonly Task[]): number[] => tasks.filter((task) => !isOver(task)).map(({ id }) => id);

/**
 * Keeps tasks in their places while somebody works on them, whoever changes them: no row moves from under the finger that starts or
 * finishes it, and none below moves to its place. New ones come last; what is over stays until the board is sorted anew, or another
 * one (`key`) is shown.
 */
export function useSteadyTasks(key: string, tasks: readonly Task[]) {
  const [held, setHeld] = useState<Held>();
  const anew = useCallback(
    () => setHeld({ key, latest: tasks, order: idsOf(tasks), seen: new Set(openOf(tasks)) }),
    [key, tasks],
  );
  // Set while drawing, as React advises for what follows from other values.
  if (held?.key !== key) anew();
  else if (held.latest !== tasks) {
    const known = new Set(held.order);
    const added = tasks.filter(({ id }) => !known.has(id));
    setHeld({
      ...{ key, latest: tasks, order: [...held.order, ...idsOf(added)] },
      seen: new Set([...held.seen, ...openOf(tasks)]),
    });
  }
  return useMemo(() => {
    const place = new Map(held?.order.map((id, n) => [id, n]));
    const inOrder = tasks.toSorted((a, b) => (place.get(a.id) ?? Infinity) - (place.get(b.id) ?? Infinity));
    const sorted = idsOf(tasks);
    const stays = (task: Task) => !isOver(task) || (held?.seen.has(task.id) ?? false);
    return {
      tasks: inOrder,
      /** Whether it is shown where what is over is not. */
      stays,
      isSorted:
        inOrder.every(({ id }, n) => id === sorted[n]) && inOrder.every((task) => !stays(task) || !isOver(task)),
      sort: anew,
    };
  }, [held, tasks, anew]);
}
