import { createHash } from 'node:crypto';
import type { Recognition } from '../../agreements/terms.js';
import { reviewInWords } from '../../reservations/review-words.js';
import { versionOn } from '../calculation/agreement-choice.js';
import type { StayTrouble } from '../calculation/stay-plan.js';
import { sharesOn } from '../calculation/shares.js';
import { daysOfShares, sharesDuring } from '../calculation/stated-shares.js';
import type { LineKind, StatementShare, StatementStay } from '../statement-types.js';
import { cleaningWarnings, expenseLine } from './expense-lines.js';
import type { Claim, DraftClaim, DraftLine, Facts, KnownPayout, KnownStay, StatementSnapshot } from './facts.js';
import { manualLines, restate } from './restatement.js';
import { ASKED, planFor, stateStay, type StayRules } from './stays-of-statement.js';
import { StayRates } from './stay-rates.js';

/** Everything that a statement will tell. */
export interface Content {
  lines: DraftLine[];
  stays: StatementStay[];
  payouts: KnownPayout[];
  claims: DraftClaim[];
  /** Claims of final statements that rest while the corrections in `claims` hold. */
  replaced: Claim[];
  warnings: string[];
  snapshot: StatementSnapshot;
  recognition: Recognition;
  currency: string;
  openingMinor: number;
  revenueMinor: number;
  feesMinor: number;
  expensesMinor: number;
  adjustmentsMinor: number;
  netMinor: number;
  payoutsMinor: number;
  closingMinor: number;
  reserveMinor: number;
  parties: Pick<Facts, 'owner' | 'manager' | 'listings'>;
}

/** Why there is no statement. */
export interface Trouble {
  trouble: StayTrouble;
  detail: string;
}

const REVENUE: readonly LineKind[] = ['rent', 'cleaning', 'extras', 'tax'];
const FEES: readonly LineKind[] = ['channel_fee', 'payment_fee', 'management_fee', 'cohost_collected'];

/** Works out a statement from all its facts. */
export function contentOf(facts: Facts): Content | Trouble {
  const { owner, request } = facts;
  const rates = new StayRates(facts.rates, owner.currency);
  const rules: StayRules = {
    ...{ ownerId: owner.id, currency: owner.currency, shares: facts.shares, calculation: facts.calculation, rates },
    period: { from: request.from, to: request.to },
    versions: (listingId) => facts.versions.get(listingId) ?? [],
  };
  const lines: DraftLine[] = [];
  const claims: DraftClaim[] = [];
  const replaced: Claim[] = [];
  const stays: StatementStay[] = [];
  const scope = new Set(facts.listings.map(({ id }) => id));
  for (const stay of facts.stays) {
    const corrected = restate(stay, facts);
    if (typeof corrected === 'string') return troubleOf(corrected, stay);
    lines.push(...corrected.lines);
    claims.push(...corrected.claims);
    replaced.push(...corrected.replaced);
    if (!scope.has(stay.listingId) || stay.checkOut < request.from || stay.checkIn > request.to) continue;
    const planned = planFor(stay, rules);
    if (planned === null) continue;
    if (typeof planned === 'string') return troubleOf(planned, stay);
    const others = [
      ...facts.claims.filter((claim) => claim.reservationId === stay.id && !corrected.replaced.includes(claim)),
      ...corrected.claims.map((claim) => ({ ...claim, ...holderOf(claim, facts) })),
    ];
    const decision = facts.decisions.find(
      (one) => one.statementId === (facts.current?.id ?? null) && one.reservationId === stay.id,
    );
    const stated = stateStay(stay, planned, rules, others, decision);
    stays.push(stated.stay);
    lines.push(...stated.lines);
    claims.push(...stated.claims);
  }
  for (const expense of facts.expenses) {
    const spent = expenseLine(expense, facts, rates);
    if (spent === null) return rateMissing(expense.description, `${expense.currency} on ${expense.day}`);
    lines.push(...spent);
  }
  lines.push(...manualLines(facts.decisions, facts.current?.id ?? null));
  return totalled(facts, { lines, claims, replaced, stays, warnings: cleaningWarnings(facts) }, rates);
}

function holderOf({ forStatementId }: DraftClaim, { targets }: Facts) {
  const target = targets.find(({ id }) => id === forStatementId)!;
  // What another owner was told is no business of this one.
  const number = target.foreignListing === null ? target.number : 'this statement as an adjustment';
  return { id: '', forStatementId: forStatementId!, number };
}

function troubleOf(trouble: StayTrouble, stay: KnownStay): Trouble {
  const { code, currency } = stay;
  if (trouble === 'fx_missing') return rateMissing(code, currency);
  if (trouble === 'no_contract') return { trouble, detail: `${code}: no agreement is valid on any of its days` };
  return { trouble, detail: `${code}: a person has to look at it first (${reviewInWords(stay)})` };
}

function rateMissing(what: string, currency: string): Trouble {
  return { trouble: 'fx_missing', detail: `${what}: there is no exchange rate for ${currency}` };
}

type Parts = Pick<Content, 'lines' | 'claims' | 'replaced' | 'stays' | 'warnings'>;

function totalled(facts: Facts, parts: Parts, rates: StayRates): Content {
  const { owner, manager, listings, payouts, openingMinor, request } = facts;
  const sum = (kinds: readonly LineKind[]) =>
    parts.lines.filter(({ kind }) => kinds.includes(kind)).reduce((so, { amountMinor }) => so + amountMinor, 0);
  const [revenueMinor, feesMinor] = [sum(REVENUE), sum(FEES)];
  const [expensesMinor, adjustmentsMinor] = [sum(['expense']), sum(['adjustment'])];
  const netMinor = revenueMinor + feesMinor + expensesMinor + adjustmentsMinor;
  const payoutsMinor = payouts.reduce((so, { amountMinor }) => so + amountMinor, 0);
  const valid = listings.flatMap(({ id }) => {
    const versions = facts.versions.get(id) ?? [];
    return versions.length > 0 ? [versionOn(versions, request.to)] : [];
  });
  return {
    ...parts,
    payouts,
    snapshot: { versions: Object.fromEntries(facts.versions), rates: rates.used, shares: sharesOf(facts, parts.stays) },
    recognition: ASKED[facts.calculation] ?? valid[0]?.terms.recognition ?? 'checkout',
    currency: owner.currency,
    ...{ openingMinor, revenueMinor, feesMinor, expensesMinor, adjustmentsMinor, netMinor, payoutsMinor },
    closingMinor: openingMinor + netMinor - payoutsMinor,
    reserveMinor: reserveOf(facts),
    parties: { owner, manager, listings },
  };
}

/** Held back by the agreements that are valid in the period, for listings that are the owner's on its last day. */
function reserveOf({ owner, listings, versions, shares, request: { from, to } }: Facts): number {
  return listings.reduce((so, { id }) => {
    const own = versions.get(id) ?? [];
    if (own.length === 0 || !sharesOn(shares.get(id) ?? [], to).owners.includes(owner.id)) return so;
    const version = versionOn(own, to);
    const valid = version.from <= to && (version.to === null || version.to >= from);
    return valid ? so + version.terms.reserveMinor : so;
  }, 0);
}

function sharesOf({ owner, listings, shares, request }: Facts, stays: readonly StatementStay[]): StatementShare[] {
  return listings.flatMap(({ id }) =>
    sharesDuring(owner.id, id, shares.get(id) ?? [], daysOfShares(id, request, stays)),
  );
}

/** Whether there is anything to tell of the period. */
export function hasActivity({ lines, stays, payouts }: Content): boolean {
  return lines.length > 0 || stays.length > 0 || payouts.length > 0;
}

/** The same for the same content, whatever order the members of its objects are in. How a line came about is no part of it. */
export function hashOf({ lines, replaced, ...content }: Content): string {
  const told = {
    ...content,
    lines: lines.map(({ reasoning: _, ...line }) => line),
    replaced: replaced.map(({ id }) => id).sort(),
  };
  return createHash('sha256').update(canonical(told)).digest('base64url');
}

export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
