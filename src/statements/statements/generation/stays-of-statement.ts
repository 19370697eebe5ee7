import { formatMoney } from '../../../platform/money/index.js';
import type { Recognition } from '../../agreements/terms.js';
import { recognisedDays } from '../calculation/recognition.js';
import { countNights, type Days, datesOf, daysWithin, without } from '../calculation/nights.js';
import { linesOf, type StayLine } from '../calculation/stay-lines.js';
import { planStay, type Stay, type StayPlan, type StayTrouble } from '../calculation/stay-plan.js';
import { chooseVersions } from '../calculation/agreement-choice.js';
import type { AgreementVersion } from '../../agreements/terms.js';
import { shareRuns, type Share } from '../calculation/shares.js';
import type { Period } from '../../reservations/reservation-row.js';
import type { StatementStay } from '../statement-types.js';
import type { Calculation, Claim, Decision, DraftClaim, DraftLine, KnownStay } from './facts.js';
import type { StayRates } from './stay-rates.js';

export const ASKED: Record<Calculation, Recognition | null> = {
  agreement: null,
  checkout: 'checkout',
  checkin: 'checkin',
  calendar: 'nightly',
  nightly_over_n: 'nightly_over_n',
};

/** What a statement follows when it states stays. */
export interface StayRules {
  ownerId: number;
  currency: string;
  period: Period;
  calculation: Calculation;
  shares: Map<number, Share[]>;
  versions: (listingId: number) => readonly AgreementVersion[];
  rates: StayRates;
}

/** A stay that a period states: all days that are recognised in it. Trouble: why none can be stated. Null: nothing of it. */
export function planFor(stay: Stay, rules: StayRules): { plan: StayPlan; days: Days } | StayTrouble | null {
  const shares = rules.shares.get(stay.listingId) ?? [];
  const runs = shareRuns(stay, shares);
  if (!runs.some(({ owners }) => owners.includes(rules.ownerId))) return null;
  if (stay.status === 'needs_review') return 'needs_review';
  const asked = ASKED[rules.calculation];
  const versions = rules.versions(stay.listingId);
  const choice = chooseVersions(versions, stay, asked);
  if (!choice) return 'no_contract';
  const days = recognisedDays(choice.recognised, stay, rules.period);
  if (!days || !ownsAny(runs, days, rules.ownerId)) return null;
  const plan = planStay(stay, { currency: rules.currency, versions, shares, asked, rate: rules.rates.of(stay) });
  if (typeof plan === 'string') return plan;
  return plan.listed ? { plan, days } : null;
}

function ownsAny(runs: StayPlan['runs'], days: Days, ownerId: number): boolean {
  const last = runs.at(-1)!.to;
  return runs.some(
    ({ from, to, owners }) => owners.includes(ownerId) && from < days.to && (days.from < to || to === last),
  );
}

/** Days of a stay, counted from its arrival as it is now, that claims hold. */
export function takenOf(stay: Stay, claims: readonly Pick<Claim, 'from' | 'to'>[]): Days[] {
  return claims.flatMap(({ from, to }) => daysWithin(stay, from, to) ?? []);
}

export interface StatedStay {
  stay: StatementStay;
  lines: DraftLine[];
  claims: DraftClaim[];
}

/** A stay on a statement: its lines for the days that nobody has stated yet, and what is set by hand. */
export function stateStay(
  known: KnownStay,
  planned: { plan: StayPlan; days: Days },
  rules: StayRules,
  claims: readonly Claim[],
  decision: Decision | undefined,
): StatedStay {
  const { plan, days } = planned;
  const taken = takenOf(known, claims);
  const free = without(days, taken);
  const computed = decision?.kind === 'exclude' ? [] : linesOf(plan, rules.ownerId, free);
  const lines = computed.map((line) => draftOf(line, plan, rules.ownerId));
  const holders = claims.filter((claim) =>
    takenOf(known, [claim]).some(({ from, to }) => from < days.to && to > days.from),
  );
  const notes = [
    plan.note,
    holders.length > 0
      ? `${free.length > 0 ? 'in part ' : ''}already stated on ${[...new Set(holders.map(({ number }) => number))].sort().join(', ')}`
      : null,
    decision?.kind === 'exclude' ? `left out: ${decision.reason}` : null,
    decision?.kind === 'override'
      ? `set to ${formatMoney(decision.amountMinor!, rules.currency)}: ${decision.reason}`
      : null,
  ];
  const note = notes.filter((one) => one !== null).join('; ') || null;
  const set = decision?.kind === 'override' ? overrideLine(known, decision, sumOf(lines), rules.period.to) : [];
  return {
    stay: { ...summary(known, plan, days, lines), note },
    lines: [...lines, ...set],
    claims: free.map((run) => ({ reservationId: known.id, ...datesOf(known, run), forStatementId: null })),
  };
}

const sumOf = (lines: readonly { amountMinor: number }[]) => lines.reduce((sum, line) => sum + line.amountMinor, 0);

function overrideLine(stay: Stay, decision: Decision, computed: number, day: DraftLine['day']): DraftLine[] {
  const amountMinor = decision.amountMinor! - computed;
  if (amountMinor === 0) return [];
  return [
    {
      ...{ key: `override:${decision.id}`, kind: 'adjustment', adjustedKind: 'override', listingId: stay.listingId },
      ...{ reservationId: stay.id, expenseId: null, day, nights: null, amountMinor, original: null },
      ...{ description: `${stay.code}: ${decision.description}`, correctsStatementId: null },
      reasoning: {
        ...{ rule: 'override', formula: 'amount set − amount by the rules', totalMinor: amountMinor },
        source: { adjustment: decision.id, reason: decision.reason },
        restated: { statedMinor: computed, nowMinor: decision.amountMinor!, number: null },
      },
    },
  ];
}

function draftOf(line: StayLine, { stay }: StayPlan, ownerId: number): DraftLine {
  const dates = datesOf(stay, line.days);
  return {
    key: `stay:${ownerId}:${stay.id}:${line.kind}:${line.part}:${dates.from}:${dates.to}`,
    ...{ kind: line.kind, adjustedKind: null, listingId: stay.listingId, reservationId: stay.id, expenseId: null },
    ...{ day: line.date, nights: line.nights, amountMinor: line.amountMinor },
    original:
      line.originalMinor === null || line.rate === null
        ? null
        : {
            ...{ amountMinor: line.originalMinor, currency: line.rate.base, rate: line.rate.rate },
            ...{ rateDate: line.rate.day, rateSource: line.rate.source },
          },
    ...{ description: stay.code, correctsStatementId: null, reasoning: line.reasoning },
  };
}

function summary(stay: KnownStay, plan: StayPlan, days: Days, lines: DraftLine[]): Omit<StatementStay, 'note'> {
  const of = (kind: string) => sumOf(lines.filter((line) => line.kind === kind));
  return {
    ...{ reservationId: stay.id, code: stay.code, channel: stay.channel, guest: stay.guest, listingId: stay.listingId },
    ...{ checkIn: stay.checkIn, checkOut: stay.checkOut, nights: plan.nights },
    nightsInPeriod: countNights([days], plan.nights),
    ...{ rentMinor: of('rent'), cleaningMinor: of('cleaning'), extrasMinor: of('extras'), taxMinor: of('tax') },
    ...{ channelFeeMinor: of('channel_fee'), paymentFeeMinor: of('payment_fee') },
    ...{ managementFeeMinor: of('management_fee'), netMinor: sumOf(lines) },
  };
}
