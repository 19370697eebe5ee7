import { Injectable } from '@nestjs/common';
import { v7 as newId } from 'uuid';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { addDays, parseLocalDate, type LocalDate } from '../../platform/dates/index.js';
import { notFound } from '../../platform/errors/app-error.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { AgreementsService } from '../agreements/agreements.service.js';
import type { AgreementVersion } from '../agreements/terms.js';
import { RecurringExpensesService } from '../expenses/recurring/recurring-expenses.service.js';
import { OwnersService } from '../parties/owners/owners.service.js';
import { OwnershipService } from '../parties/ownership/ownership.service.js';
import { StatementSettingsService } from '../parties/settings/statement-settings.service.js';
import { RatesService } from '../rates/rates.service.js';
import { predecessorOf } from './chain.js';
import { contentOf, hashOf, hasActivity } from './generation/content.js';
import type { Decision, Facts, KnownStatement, KnownStay, StatementSnapshot, Target } from './generation/facts.js';
import { EVER, StatementFactsRepository } from './generation/facts.repository.js';
import { StatementWriter } from './generation/statement-writer.js';
import { isOtherKind, leftOfOtherKind } from './other-kind.js';
import type { GenerationOutcome, GenerationRequest } from './statement-types.js';

const FINAL = ['final', 'sent', 'paid'];

/** Makes statements. */
@Injectable()
export class StatementGeneration {
  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly facts: StatementFactsRepository,
    private readonly writer: StatementWriter,
    private readonly owners: OwnersService,
    private readonly ownership: OwnershipService,
    private readonly agreements: AgreementsService,
    private readonly rates: RatesService,
    private readonly settings: StatementSettingsService,
    private readonly recurring: RecurringExpensesService,
  ) {}

  /**
   * Makes the statement of an owner, scope and period, or makes it anew while it is a draft or in review, in one transaction.
   * The same facts again: `unchanged`.
   * @throws AppError NOT_FOUND for an owner or a listing that is not there, CONFLICT before the manager's settings are made
   */
  generate(request: GenerationRequest): Promise<GenerationOutcome> {
    const period = { from: parseLocalDate(request.from), to: parseLocalDate(request.to) };
    return this.db.transaction(async () => {
      const owned = await this.listingsOf(request, period);
      if (typeof owned === 'string')
        return { outcome: 'skipped', reason: 'no_activity', statementId: null, detail: owned };
      const facts = await this.read(request, period, owned);
      if ('outcome' in facts) return facts;
      return this.make(facts);
    });
  }

  /**
   * Why an open statement is not what it would be if it were made now; undefined: it is. Writes no statement, and locks what a
   * generation locks.
   */
  async staleness(request: GenerationRequest): Promise<string | undefined> {
    const period = { from: parseLocalDate(request.from), to: parseLocalDate(request.to) };
    return this.db.transaction(async () => {
      const owned = await this.listingsOf(request, period);
      if (typeof owned === 'string') return notNow(owned);
      const facts = await this.read(request, period, owned);
      if ('outcome' in facts) return 'detail' in facts ? notNow(facts.detail) : undefined;
      const content = contentOf(facts);
      if ('trouble' in content) return notNow(content.detail);
      const same = hashOf(content) === facts.current?.inputsHash;
      return same ? undefined : 'What it is made of has changed since it was made: generate it again';
    });
  }

  /** Listings that the statement is of, locked; or why there are none. */
  private async listingsOf({ ownerId, listingId }: GenerationRequest, { to }: { to: LocalDate }) {
    const owned = [
      ...new Set([
        ...(await this.ownership.listingsOf(ownerId, { from: EVER.from, to })),
        // Of which it had a share once: what was told of it may have to be corrected.
        ...(await this.ownership.changedListings(ownerId)),
      ]),
    ].sort((a, b) => a - b);
    if (listingId === null && owned.length === 0) {
      await this.owners.get(ownerId);
      return 'The owner has no listing';
    }
    const listings = await this.facts.lockListings(listingId === null ? owned : [listingId]);
    if (listings.length === 0) throw notFound('Listing');
    if (listingId !== null && !owned.includes(listingId)) {
      await this.owners.get(ownerId);
      return 'The owner has no share of the listing';
    }
    return { listings, owned };
  }

  private async read(
    request: GenerationRequest,
    period: { from: LocalDate; to: LocalDate },
    { listings, owned }: { listings: Facts['listings']; owned: readonly number[] },
  ): Promise<(Facts & { all: KnownStatement[] }) | GenerationOutcome> {
    const { ownerId, listingId } = request;
    const { id, name, address, locale, currency } = await this.owners.locked(ownerId);
    const settings = await this.settings.needed();
    const calculation = request.calculationType ?? 'agreement';
    const all = await this.facts.statements(ownerId);
    const statements = all.filter(({ state }) => state !== 'void');
    const same = statements.find((one) => isOf(one, request, calculation)) ?? null;
    if (same && FINAL.includes(same.state))
      return {
        outcome: 'skipped',
        reason: 'already_final',
        statementId: same.id,
        detail: `${same.number} of these days is ${same.state} and changes no more; what differs since goes to the next one`,
      };
    const ids = listings.map((listing) => listing.id);
    const finals = statements.filter(({ state }) => FINAL.includes(state));
    const versions = await this.agreements.versionsOf(ids.map((one) => ({ ownerId, listingId: one })));
    if (versions.length === 0)
      return {
        outcome: 'skipped',
        reason: 'no_contract',
        statementId: null,
        detail: `There is no agreement with ${name}: make one with POST /agreements`,
      };
    const opening = await this.facts.opening(ownerId, listingId);
    if (opening && period.from <= opening.day) {
      const detail = `The opening balance of ${opening.day} stands for all before: the first statement begins after it`;
      return { outcome: 'skipped', reason: 'before_opening', statementId: null, detail };
    }
    const left = finals.some((one) => isOtherKind(one, listingId))
      ? leftOfOtherKind(await this.facts.balances(ownerId), listingId)
      : undefined;
    if (left) return { outcome: 'failed', reason: 'other_scope', detail: left };
    await this.recurring.materialise(ids, period);
    const shares = await this.ownership.sharesOf(ids, EVER);
    const foreign = await this.facts.foreign(ownerId, ids, period.from, currency);
    const before = [...finals, ...foreign];
    const stays = await this.facts.stays(ids, period, before);
    const stayIds = stays.map((stay) => stay.id);
    const current = same?.id ?? null;
    const since = earliest(before);
    const expenses = await this.facts.expenses(ownerId, ids, period, since, current);
    const predecessor = predecessorOf(
      statements.filter((one) => one.id !== current),
      { ...period, listingId },
    );
    const openingMinor = predecessor ? predecessor.closingMinor : (opening?.amountMinor ?? 0);
    const begun = opening ? addDays(opening.day, 1) : null;
    const paidSince = since && (begun === null || since.day < begun) ? since.day : begun;
    const corrects = stays.length > 0 || expenses.some(({ statedOn }) => statedOn !== null);
    const snapshots = finals.length > 0 && corrects ? await this.facts.snapshots(finals.map((one) => one.id)) : [];
    const decided = [...(current ? [current] : []), ...snapshots.map((one) => one.id)];
    return {
      ...{ request, calculation, all, statements, listings, owned, current: same, stays, expenses },
      owner: { id, name, address, locale, currency },
      manager: {
        ...{ name: settings.managerName, address: settings.managerAddress, email: settings.managerEmail },
        ...{ footer: settings.footer, paper: settings.paper },
      },
      shares: grouped(shares.map(({ to, ...share }) => ({ ...share, until: to && addDays(to, 1) }))),
      versions: grouped<AgreementVersion>(versions),
      targets: [...ownTargets(finals, snapshots), ...foreign],
      claims: stayIds.length > 0 ? await this.facts.claims(ownerId, stayIds, current) : [],
      stated: stayIds.length > 0 && before.length > 0 ? await this.facts.stated(ownerId, stayIds, current) : [],
      decisions: await this.decisions(decided, same ? null : latestVoid(all, request, calculation)),
      rates: await this.rates.book([currency, ...stays, ...expenses].map(currencyOf), daysOf(stays, expenses, period)),
      payouts: await this.facts.payouts(ownerId, listingId, period, paidSince, current),
      openingMinor,
      bringsBalance: predecessor ? request.byItself === true && openingMinor < 0 : openingMinor !== 0,
    };
  }

  /** What people have set; on a statement that follows a void one, what was set on that, as its own. */
  private async decisions(of: readonly string[], before: KnownStatement | null): Promise<Decision[]> {
    const ids = [...of, ...(before ? [before.id] : [])];
    const all = ids.length > 0 ? await this.facts.decisions(ids) : [];
    return all.map((one) =>
      one.statementId === before?.id ? { ...one, id: newId(), statementId: null, copyOf: one.id } : one,
    );
  }

  private async make(facts: Facts & { all: KnownStatement[] }): Promise<GenerationOutcome> {
    const content = contentOf(facts);
    const { current, all } = facts;
    if ('trouble' in content) {
      const { trouble, detail } = content;
      return trouble === 'no_contract'
        ? { outcome: 'skipped', reason: trouble, statementId: current?.id ?? null, detail }
        : { outcome: 'failed', reason: trouble, detail };
    }
    if (!current && !hasActivity(content) && !facts.bringsBalance)
      return { outcome: 'skipped', reason: 'no_activity', statementId: null, detail: 'Nothing happened in the period' };
    const hash = hashOf(content);
    if (current?.inputsHash === hash) return { outcome: 'unchanged', statementId: current.id, number: current.number };
    const before = latestVoid(all, facts.request, facts.calculation);
    const series = Math.max(0, ...all.map((one) => one.series)) + 1;
    const by = this.context.store.principal?.userId ?? null;
    const { id, number } = await this.writer.write(facts, content, hash, { series, before, by });
    return { outcome: 'generated', statementId: id, number };
  }
}

const notNow = (detail: string) => `It could not be made now: ${detail}`;

/** The latest void statement of the same, whose number goes on. */
function latestVoid(all: readonly KnownStatement[], request: GenerationRequest, calculation: string) {
  return all.filter((one) => one.state === 'void' && isOf(one, request, calculation)).at(-1) ?? null;
}

function ownTargets(
  finals: readonly KnownStatement[],
  snapshots: readonly { id: string; snapshot: StatementSnapshot }[],
): Target[] {
  return finals.flatMap((one): Target[] => {
    const kept = snapshots.find(({ id }) => id === one.id);
    return kept ? [{ ...one, snapshot: kept.snapshot, foreignListing: null }] : [];
  });
}

function isOf(one: KnownStatement, { listingId, from, to }: GenerationRequest, calculation: string): boolean {
  return one.listingId === listingId && one.from === from && one.to === to && one.calculation === calculation;
}

/** Since when what is told late has to be looked for. */
function earliest(finals: readonly KnownStatement[]): { day: LocalDate; at: Date } | null {
  if (finals.length === 0) return null;
  const day = finals.map(({ from }) => from).sort()[0]!;
  const at = finals.map(({ calculatedAt }) => calculatedAt).sort((a, b) => a.getTime() - b.getTime())[0]!;
  return { day, at };
}

const currencyOf = (one: string | { currency: string }) => (typeof one === 'string' ? one : one.currency);

function daysOf(stays: readonly KnownStay[], expenses: Facts['expenses'], period: { from: LocalDate; to: LocalDate }) {
  const days = [
    period.from,
    period.to,
    ...stays.map(({ checkIn }) => checkIn),
    ...expenses.flatMap(({ day, statedDay }) => (statedDay === null ? [day] : [day, statedDay])),
  ].sort();
  return { from: days[0]!, to: days.at(-1)! };
}

function grouped<T extends { listingId: number }>(rows: readonly T[]): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const row of rows) groups.set(row.listingId, [...(groups.get(row.listingId) ?? []), row]);
  return groups;
}
