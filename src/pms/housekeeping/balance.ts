/** Work to be shared out. */
export interface Load {
  minutes: number;
  /** Of two tasks of the same length, the one with the lower number is given out first. */
  priority: number;
  section: string | null;
}

export interface Worker {
  id: number;
  section: string | null;
  capacityMinutes: number;
  /** Minutes already given. */
  minutes: number;
}

/**
 * Shares work out by minutes: the longest task first, to the attendant with the fewest minutes so far who still has
 * time for it; of two with equal minutes, to the one of the room's section. A task that nobody has time for is overflow (null),
 * never dropped. (rules pms B.2, B2, B3)
 * @returns the worker's id for each load, in the order given
 */
export function balance(loads: readonly Load[], workers: readonly Worker[]): (number | null)[] {
  const minutes = new Map(workers.map((worker) => [worker.id, worker.minutes]));
  const given: (number | null)[] = loads.map(() => null);
  const order = loads
    .map((load, index) => ({ ...load, index }))
    .sort((a, b) => b.minutes - a.minutes || a.priority - b.priority || a.index - b.index);
  for (const load of order) {
    let best: Worker | undefined;
    for (const worker of workers) {
      if (minutes.get(worker.id)! + load.minutes > worker.capacityMinutes) continue;
      if (!best || better(worker, best)) best = worker;
    }
    if (!best) continue;
    minutes.set(best.id, minutes.get(best.id)! + load.minutes);
    given[load.index] = best.id;

    function better(one: Worker, other: Worker): boolean {
      const difference = minutes.get(one.id)! - minutes.get(other.id)!;
      if (difference !== 0) return difference < 0;
      const isNear = (worker: Worker) => load.section !== null && worker.section === load.section;
      return isNear(one) && !isNear(other);
    }
  }
  return given;
}
