import { formatMoney } from '../../../platform/money/index.js';
import { holdsBack } from '../../reservations/reservation-checks.js';
import { type Days, datesOf, without } from '../calculation/nights.js';
import { linesOf } from '../calculation/stay-lines.js';
import type { StayTrouble } from '../calculation/stay-plan.js';
import type { Claim, Decision, DraftClaim, DraftLine, Facts, KnownStay, Target } from './facts.js';
import { planFor, type StayRules, takenOf } from './stays-of-statement.js';
import { StayRates } from './stay-rates.js';

/** Transactions that were open when a statement was calculated may have changed a stay before and committed after. */
const OPEN_MS = 60 * 60 * 1000;

export interface Restatement {
  lines: DraftLine[];
  /** Claims that rest while the new ones hold. */
  replaced: Claim[];
  claims: DraftClaim[];
}

/**
 * What final statements would say of a stay that was changed since they were calculated, less what they and their corrections have
 * said: lines of the statement that is being made. Each final statement follows its own agreement, rates and decisions.
 */
export function restate(stay: KnownStay, facts: Facts): Restatement | StayTrouble {
  const claims = facts.claims.filter(({ reservationId }) => reservationId === stay.id);
  const affected = once(
    stay,
    facts.targets.filter((target) => isAffected(stay, target, facts, claims)),
  );
  if (affected.length === 0) return { lines: [], replaced: [], claims: [] };
  const ids = new Set(affected.map(({ id }) => id));
  const taken = takenOf(
    stay,
    claims.filter(({ forStatementId }) => !ids.has(forStatementId)),
  );
  const result: Restatement = { lines: [], replaced: [], claims: [] };
  for (const target of affected) {
    // What was told stands until a person has looked: also where the stay would be taken back by what it says now.
    if (holdsBack(stay) && stands(target, stay, facts, claims)) return 'needs_review';
    const rules = rulesOf(target, facts);
    const scope = (target.foreignListing ?? target.listingId ?? stay.listingId) === stay.listingId;
    const planned = scope ? planFor(stay, rules) : null;
    // Without an agreement the final statement would not have stated it either.
    if (typeof planned === 'string' && planned !== 'no_contract') return planned;
    const stated = planned && planned !== 'no_contract' ? planned : null;
    const free: Days[] = stated ? without(stated.days, taken) : [];
    taken.push(...free);
    const now = new Map<string, number>();
    const decision = facts.decisions.find((one) => one.statementId === target.id && one.reservationId === stay.id);
    if (stated && decision?.kind !== 'exclude')
      for (const line of linesOf(stated.plan, rules.ownerId, free)) add(now, line.kind, line.amountMinor);
    if (stated && decision?.kind === 'override') {
      const computed = [...now.values()].reduce((sum, amount) => sum + amount, 0);
      add(now, 'override', decision.amountMinor! - computed);
    }
    result.lines.push(...differences(stay, target, now, facts));
    const dates = free.map((run) => ({ reservationId: stay.id, ...datesOf(stay, run), forStatementId: target.id }));
    const own = claims.filter(({ forStatementId }) => forStatementId === target.id);
    if (!sameDays(own, dates)) {
      result.replaced.push(...own);
      result.claims.push(...dates);
    }
  }
  return result;
}

/** A statement of many listings that is another's is a target for each of them. */
function once(stay: KnownStay, targets: readonly Target[]): Target[] {
  const byId = new Map<string, Target>();
  for (const target of targets)
    if (!byId.has(target.id) || target.foreignListing === stay.listingId) byId.set(target.id, target);
  return [...byId.values()];
}

function isAffected(stay: KnownStay, target: Target, facts: Facts, claims: readonly Claim[]): boolean {
  if (stay.changedAt.getTime() < target.calculatedAt.getTime() - OPEN_MS) return false;
  const stated =
    claims.some(({ forStatementId }) => forStatementId === target.id) ||
    facts.stated.some((one) => one.statementId === target.id && one.reservationId === stay.id);
  if (!stated && (target.foreignListing ?? stay.listingId) !== stay.listingId) return false;
  const { listingId } = facts.request;
  // A statement of one listing corrects what was stated of that listing, also of a stay that was moved to another one since.
  const mine = listingId === null || stay.listingId === listingId || (stated && isFrom(listingId, stay, target, facts));
  return mine && (stated || (stay.checkOut >= target.from && stay.checkIn <= target.to));
}

/** Whether the statement, with what corrects it, states anything of the stay. */
function stands({ id }: Target, stay: KnownStay, { stated }: Facts, claims: readonly Claim[]): boolean {
  return (
    claims.some(({ forStatementId }) => forStatementId === id) ||
    stated.some((one) => one.statementId === id && one.reservationId === stay.id && one.amountMinor !== 0)
  );
}

/**
 * Whether what was stated is of the listing: on a statement of it alone, or on one of all the owner's listings where the stay has been
 * moved to a listing that the owner never had, so that no statement of that one takes it back.
 */
function isFrom(listingId: number, stay: KnownStay, target: Target, facts: Facts): boolean {
  if (target.listingId !== null) return target.listingId === listingId;
  const from = facts.stated.some(
    (one) => one.statementId === target.id && one.reservationId === stay.id && one.listingIds.includes(listingId),
  );
  return from && target.foreignListing === null && !facts.owned.includes(stay.listingId);
}

function rulesOf(target: Target, facts: Facts): StayRules {
  const { owner, shares, versions } = facts;
  return {
    ...{ ownerId: owner.id, currency: owner.currency, shares, calculation: target.calculation },
    period: { from: target.from, to: target.to },
    versions: (listingId) => target.snapshot.versions[listingId] ?? versions.get(listingId) ?? [],
    rates: new StayRates(facts.rates, owner.currency, target.snapshot.rates),
  };
}

function add(sums: Map<string, number>, kind: string, amount: number): void {
  sums.set(kind, (sums.get(kind) ?? 0) + amount);
}

function differences(stay: KnownStay, target: Target, now: Map<string, number>, facts: Facts): DraftLine[] {
  const before = new Map<string, number>();
  for (const one of facts.stated)
    if (one.statementId === target.id && one.reservationId === stay.id) add(before, one.kind, one.amountMinor);
  const { currency } = facts.owner;
  return [...new Set([...before.keys(), ...now.keys()])].sort().flatMap((kind): DraftLine[] => {
    const [statedMinor, nowMinor] = [before.get(kind) ?? 0, now.get(kind) ?? 0];
    const amountMinor = nowMinor - statedMinor;
    if (amountMinor === 0) return [];
    const figures = `${formatMoney(statedMinor, currency)} was stated, it is ${formatMoney(nowMinor, currency)}`;
    const where =
      target.foreignListing === null
        ? `on ${target.number}`
        : `of ${target.from} to ${target.to}, by a change of ownership`;
    return [
      {
        ...{ key: `restated:${facts.owner.id}:${target.id}:${stay.id}:${kind}:*`, kind: 'adjustment' as const },
        ...{ adjustedKind: kind, listingId: stay.listingId, reservationId: stay.id, expenseId: null },
        ...{ day: facts.request.from, nights: null, amountMinor, original: null },
        description: `${stay.code}, ${kind.replaceAll('_', ' ')} ${where}: ${figures}`,
        correctsStatementId: target.id,
        reasoning: {
          ...{ rule: 'restatement', formula: 'amount by the facts of today − amount stated', totalMinor: amountMinor },
          source: { reservation: stay.id, version: stay.version, channel: stay.channel, code: stay.code },
          restated: { statedMinor, nowMinor, number: target.foreignListing === null ? target.number : null },
        },
      },
    ];
  });
}

function sameDays(a: readonly Pick<Claim, 'from' | 'to'>[], b: readonly Pick<Claim, 'from' | 'to'>[]): boolean {
  const text = (claims: typeof a) =>
    claims
      .map(({ from, to }) => `${from} ${to}`)
      .sort()
      .join();
  return text(a) === text(b);
}

/** What is set by hand as an amount of its own. */
export function manualLines(decisions: readonly Decision[], statementId: string | null): DraftLine[] {
  return decisions
    .filter((one) => one.statementId === statementId && one.kind === 'amount')
    .map((one) => ({
      ...{ key: `manual:${one.id}`, kind: 'adjustment', adjustedKind: 'manual', listingId: one.listingId },
      ...{ reservationId: null, expenseId: null, day: one.day, nights: null, amountMinor: one.amountMinor! },
      ...{ original: null, description: one.description, correctsStatementId: null },
      reasoning: {
        ...{ rule: 'manual', formula: 'amount set by a person', totalMinor: one.amountMinor! },
        source: { adjustment: one.id, reason: one.reason },
      },
    }));
}
