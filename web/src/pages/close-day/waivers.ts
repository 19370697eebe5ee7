import { useState } from 'react';
import { useMe } from '../../api/session';
import { type Check, isWaivable, type Waivable } from './close-query';

/** A reason, with what the check had found when it was given. */
interface Waiver {
  reason: string;
  found: string;
}
type Kept = Partial<Record<Waivable, Waiver>>;

export interface Waivers {
  /** Reasons by check, for as long as it finds what it found when they were given. */
  waived: Partial<Record<Waivable, string>>;
  /** Checks that have found something else since they were waived: nobody has given a reason for that. */
  outdated: ReadonlySet<Waivable>;
  set: (check: Waivable, reason: string | undefined) => void;
  clear: () => void;
}

const foundBy = ({ count, examples }: Check): string => JSON.stringify([count, examples]);

/**
 * Checks of an open day that are waived. They are kept in this tab until the day is closed, also while somebody follows the links of
 * the checklist to look at what it found; nothing is waived at the server before.
 */
export function useWaivers(hotelId: number, date: string, checks: readonly Check[]): Waivers {
  const key = `ns.waived.${useMe().user.id}.${hotelId}.${date}`;
  const [kept, setKept] = useState<Kept>(() => read(key));
  const waived: Partial<Record<Waivable, string>> = {};
  const outdated = new Set<Waivable>();
  for (const one of checks) {
    const before = isWaivable(one.check) && kept[one.check];
    if (!before || !isWaivable(one.check)) continue;
    if (before.found === foundBy(one)) waived[one.check] = before.reason;
    else if (one.level === 'blocker') outdated.add(one.check);
  }
  const keep = (next: Kept) => {
    setKept(next);
    write(key, next);
  };
  return {
    waived,
    outdated,
    set: (check, reason) => {
      const now = checks.find((one) => one.check === check);
      const { [check]: _, ...others } = kept;
      keep(reason === undefined || !now ? others : { ...others, [check]: { reason, found: foundBy(now) } });
    },
    clear: () => keep({}),
  };
}

function read(key: string): Kept {
  try {
    return (JSON.parse(sessionStorage.getItem(key) ?? '{}') ?? {}) as Kept;
  } catch {
    return {};
  }
}

function write(key: string, kept: Kept): void {
  try {
    if (Object.keys(kept).length > 0) sessionStorage.setItem(key, JSON.stringify(kept));
    else sessionStorage.removeItem(key);
  } catch {
    // Storage is forbidden or full: they last as long as the page.
  }
}
