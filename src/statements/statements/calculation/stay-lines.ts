import type { LocalDate } from '../../../platform/dates/index.js';
import { earnedBefore, ownedBefore, ownedOn } from './component.js';
import { countNights, type Days, datesOf } from './nights.js';
import type { Reasoning } from './reasoning.js';
import type { Rate } from './conversion.js';
import type { PlannedComponent, StayKind, StayPlan } from './stay-plan.js';

/** What some days of a stay are worth to an owner, of one kind. */
export interface StayLine {
  kind: StayKind;
  /** Tells parts of the same kind and days apart: a fee by versions of the agreement. */
  part: number;
  days: Days;
  date: LocalDate;
  nights: { from: LocalDate; to: LocalDate; count: number; of: number } | null;
  amountMinor: number;
  originalMinor: number | null;
  rate: Rate | null;
  reasoning: Reasoning;
}

/** An owner's lines of a stay for runs of its days. Parts that come to nothing have no line. */
export function linesOf(plan: StayPlan, ownerId: number, runs: readonly Days[]): StayLine[] {
  return runs.flatMap((days) =>
    plan.components.flatMap((component, part) => {
      const amountMinor = ownedOn(component, days, plan.nights, ownerId, plan.runs);
      if (amountMinor === 0) return [];
      const { original } = component;
      return [
        {
          kind: component.kind,
          part,
          days,
          date: dateOf(plan, days),
          nights: nightsIn(plan, days),
          amountMinor,
          originalMinor: original && ownedOn(original, days, plan.nights, ownerId, plan.runs),
          rate: original && plan.rate,
          reasoning: reasoningOf(plan, component, days, ownerId),
        },
      ];
    }),
  );
}

/** What an owner gets of a stay altogether, by kind. */
export function entitlementOf(plan: StayPlan, ownerId: number): Map<StayKind, number> {
  const sums = new Map<StayKind, number>();
  for (const component of plan.components) {
    const amount = ownedBefore(component, plan.nights + 1, plan.nights, ownerId, plan.runs);
    sums.set(component.kind, (sums.get(component.kind) ?? 0) + amount);
  }
  return sums;
}

/** The day that a line counts for: that of recognition, or the last of the days that it covers. */
function dateOf({ stay, choice }: StayPlan, days: Days): LocalDate {
  if (choice.recognised === 'checkin') return stay.checkIn;
  if (choice.recognised === 'checkout') return stay.checkOut;
  return datesOf(stay, { from: days.to - 1, to: days.to }).from;
}

function nightsIn({ stay, nights }: StayPlan, { from, to }: Days) {
  const last = Math.min(to, nights);
  if (from >= last) return null;
  return { ...datesOf(stay, { from, to: last }), count: countNights([{ from, to }], nights), of: nights };
}

function reasoningOf(plan: StayPlan, component: PlannedComponent, days: Days, ownerId: number): Reasoning {
  const { nights, stay, runs, rate } = plan;
  const { fee, original, over } = component;
  const before = earnedBefore(component, days.from, nights);
  return {
    rule: component.rule,
    formula: component.formula,
    source: { reservation: stay.id, version: stay.version, channel: stay.channel, code: stay.code },
    totalMinor: component.totalMinor,
    fee: fee && {
      ...{ percent: fee.percent, base: fee.base, baseMinor: fee.baseMinor, raisedMinor: fee.raisedMinor },
      agreementId: fee.version.id,
    },
    conversion: original && rate && { ...rate, originalMinor: original.totalMinor, currency: stay.currency },
    spread: {
      over: over === 'departure' ? 'departure' : 'nights',
      nights: countNights([days], nights),
      of: over === 'departure' ? nights : over.to - over.from,
      earnedBeforeMinor: before,
      earnedMinor: earnedBefore(component, days.to, nights) - before,
    },
    shares: runs.flatMap((run) => {
      // What is earned on departure is of the last night.
      const of = over === 'departure' ? { from: nights - 1, to: nights } : days;
      const [from, to] = [Math.max(run.from, of.from), Math.min(run.to, of.to)];
      const shareBp = run.weights[run.owners.indexOf(ownerId)] ?? 0;
      return from < to && shareBp > 0 ? [{ ...datesOf(stay, { from, to }), shareBp }] : [];
    }),
  };
}
