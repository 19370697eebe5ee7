import { addDays, addMonths, daysBetween, type LocalDate } from '../../platform/dates/index.js';
import { inSeason, intoSeason, type Season } from './season.js';

export type PlanUnit = 'day' | 'week' | 'month';

/** When work is due: every so often, by the calendar and perhaps by use, whichever comes first. */
export interface Plan {
  /** fixed: counted from the anchor, whenever it is done. floating: counted from when it was done. */
  mode: 'fixed' | 'floating';
  everyN: number;
  unit: PlanUnit;
  anchorDate: LocalDate;
  /** Due after so much use; null: by the calendar alone. */
  everyUsage: number | null;
  /** Orders are made so many days ahead. */
  leadDays: number;
  /** Due in this part of the year only; null: all the year. */
  season: Season | null;
}

/** The state of a plan on a date. */
export interface PlanState {
  /** Due date of the last order, whatever became of it. */
  lastDue: LocalDate | null;
  lastDoneOn: LocalDate | null;
  /** What the meter showed when it was done. */
  lastDoneReading: number | null;
  /** Due date of the order that is open. */
  openDue: LocalDate | null;
  /** What the meter shows now. */
  reading: number | null;
}

export type Verdict =
  | { kind: 'create'; dueDate: LocalDate; dueReading: number | null; cause: 'calendar' | 'meter' }
  | { kind: 'open'; missed: number }
  | { kind: 'wait'; dueDate: LocalDate };

/**
 * The k-th due date of a fixed plan: counted from the anchor each time, so that its day of the month is kept and only
 * clamped where a month is too short. (rules pms B6)
 */
export function occurrence({ anchorDate, everyN, unit }: Plan, k: number): LocalDate {
  return unit === 'month' ? addMonths(anchorDate, k * everyN) : addDays(anchorDate, k * everyN * DAYS[unit]);
}

const DAYS = { day: 1, week: 7 };

/** The first due date of a fixed plan after a date; the anchor itself, if that is later. */
export function fixedAfter(plan: Plan, after: LocalDate): LocalDate {
  // No month is longer than 31 days: this is never past the date looked for, and few steps before it.
  const longest = plan.everyN * (plan.unit === 'month' ? 31 : DAYS[plan.unit]);
  let k = Math.max(0, Math.floor(daysBetween(plan.anchorDate, after) / longest));
  while (occurrence(plan, k) <= after) k++;
  let date = occurrence(plan, k);
  while (!inSeason(plan.season, date) && date < SEARCHED_UNTIL) date = occurrence(plan, ++k);
  return date;
}

/** A plan that has no due date in its season until then never has one that matters. */
const SEARCHED_UNTIL = '2100-01-01';

/** Whether a due date of the plan ever lies in its season. */
export function meetsSeason(plan: Plan): boolean {
  return plan.mode === 'floating' || inSeason(plan.season, fixedAfter(plan, addDays(plan.anchorDate, -1)));
}

/** When it is due next, by the calendar. (rules pms B.2 Maintenance, B5) */
export function nextDue(plan: Plan, { lastDue, lastDoneOn }: PlanState): LocalDate {
  if (plan.mode === 'floating')
    return intoSeason(
      plan.season,
      lastDoneOn === null ? plan.anchorDate : occurrence({ ...plan, anchorDate: lastDoneOn }, 1),
    );
  const last = [lastDue, lastDoneOn]
    .filter((date) => date !== null)
    .sort()
    .at(-1);
  return fixedAfter(plan, last ?? addDays(plan.anchorDate, -1));
}

/** The shortest time between two due dates, days. */
export function shortestInterval({ everyN, unit }: Pick<Plan, 'everyN' | 'unit'>): number {
  return everyN * (unit === 'month' ? 28 : DAYS[unit]);
}

/** The meter reading at which it is due; null without one. */
export function dueReading({ everyUsage }: Plan, { lastDoneReading }: PlanState): number | null {
  return everyUsage === null ? null : (lastDoneReading ?? 0) + everyUsage;
}

/**
 * What is to be done about a plan on a date. There is never more than one open order: while one is open, a fixed plan
 * counts the due dates that passed meanwhile; a floating one has none. (rules pms B7, B8)
 */
export function judge(plan: Plan, state: PlanState, today: LocalDate): Verdict {
  if (state.openDue !== null)
    return { kind: 'open', missed: plan.mode === 'fixed' ? passed(plan, state.openDue, today) : 0 };
  const dueDate = nextDue(plan, state);
  const reading = dueReading(plan, state);
  const isUsed = reading !== null && state.reading !== null && state.reading >= reading;
  if (dueDate <= addDays(today, plan.leadDays))
    return { kind: 'create', dueDate, dueReading: reading, cause: 'calendar' };
  if (!isUsed) return { kind: 'wait', dueDate };
  const begins = intoSeason(plan.season, today);
  if (begins > today) return { kind: 'wait', dueDate: begins < dueDate ? begins : dueDate };
  return { kind: 'create', dueDate: today, dueReading: reading, cause: 'meter' };
}

export interface ExpectedDue {
  nextDue: LocalDate;
  /** order: the work order that is open. */
  nextDueBy: 'calendar' | 'meter' | 'order';
}

/** When work is expected to be due next: the open order, or the earlier of the calendar and what the meter is expected to show. */
export function expectedDue(plan: Plan, state: PlanState & { readOn: LocalDate | null }): ExpectedDue {
  if (state.openDue !== null) return { nextDue: state.openDue, nextDueBy: 'order' };
  const calendar = nextDue(plan, state);
  const used = meterDue(plan, state);
  const meter = used && intoSeason(plan.season, used);
  return meter !== null && meter < calendar
    ? { nextDue: meter, nextDueBy: 'meter' }
    : { nextDue: calendar, nextDueBy: 'calendar' };
}

/** When the meter shows, or is expected to show, the reading at which it is due; null without a meter or a pace. */
export function meterDue(plan: Plan, state: PlanState & { readOn: LocalDate | null }): LocalDate | null {
  const due = dueReading(plan, state);
  const { reading, readOn, lastDoneOn, lastDoneReading } = state;
  if (due === null || reading === null || readOn === null) return null;
  if (reading >= due) return readOn;
  if (lastDoneOn === null || lastDoneReading === null) return null;
  return projectedDue(due, { reading: lastDoneReading, on: lastDoneOn }, { reading, on: readOn });
}

/** Due dates after one, and before today. */
function passed(plan: Plan, due: LocalDate, today: LocalDate): number {
  let count = 0;
  for (let next = fixedAfter(plan, due); next < today; next = fixedAfter(plan, next)) count++;
  return count;
}

/**
 * The date the meter is expected to reach a reading, at the rate of use since it was done last; null when there was no use.
 * (rules pms B7)
 */
export function projectedDue(
  due: number,
  from: { reading: number; on: LocalDate },
  to: { reading: number; on: LocalDate },
): LocalDate | null {
  const days = daysBetween(from.on, to.on);
  const perDay = days > 0 ? (to.reading - from.reading) / days : 0;
  return perDay > 0 ? addDays(to.on, Math.max(0, Math.ceil((due - to.reading) / perDay))) : null;
}
