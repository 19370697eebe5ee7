import { createHash } from 'node:crypto';
import type { LocalDate } from '../../platform/dates/index.js';
import type { NightPrice } from '../pricing/price-calendar.js';
import type { PlannedDay } from '../room-nights/planned-nights.repository.js';

export const CHANGES = ['conflict', 'repriced', 'new', 'closed', 'unchanged'] as const;
export type Change = (typeof CHANGES)[number];

export interface PlanDay extends PlannedDay {
  /** Price of new and of repriced nights, minor units. */
  priceMinor: number;
  created: number;
  /** Nights that are sold without a room: of rooms not in service, else 1 where more is sold than there is. */
  conflicts: number;
  /** The first of CHANGES that holds. */
  change: Change;
}

export interface GenerationPlan {
  /** The same as long as a generation would do the same. */
  fingerprint: string;
  days: PlanDay[];
}

/** Joins what would happen on each date with the price the date gets. Both are by date, without a gap. */
export function planOf(calendar: readonly NightPrice[], counted: readonly PlannedDay[]): GenerationPlan {
  const days = counted.map((day, at): PlanDay => {
    const created = day.expected - day.existing;
    const conflicts = day.retired > 0 ? day.retired : Number(day.oversold);
    return {
      ...day,
      priceMinor: calendar[at]!.priceMinor,
      created,
      conflicts,
      change: changeOf(day, created, conflicts),
    };
  });
  return { fingerprint: fingerprintOf(calendar, days), days };
}

/** Sum over the dates. */
export function totalOf(
  days: readonly PlanDay[],
  key: 'created' | 'existing' | 'repriced' | 'kept' | 'closed' | 'conflicts',
): number {
  return days.reduce((sum, day) => sum + day[key], 0);
}

function changeOf(day: PlannedDay, created: number, conflicts: number): Change {
  if (conflicts > 0) return 'conflict';
  if (day.repriced > 0) return 'repriced';
  if (created > 0) return 'new';
  return day.closed > 0 ? 'closed' : 'unchanged';
}

/** Of what would be written only: a sale elsewhere in the house does not make it another plan. */
function fingerprintOf(calendar: readonly NightPrice[], days: readonly PlanDay[]): string {
  const written = days.map((day, at): (LocalDate | number | string | null)[] => [
    ...[day.date, day.created, day.repriced, day.lowestMinor, day.highestMinor, day.closed, day.conflicts],
    ...(day.created + day.repriced > 0 ? [day.priceMinor, calendar[at]!.source] : []),
  ]);
  return createHash('sha256').update(JSON.stringify(written)).digest('hex').slice(0, 32);
}
