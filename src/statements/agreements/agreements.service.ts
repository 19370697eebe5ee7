import { Injectable, type OnModuleInit } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { addDays, type LocalDate } from '../../platform/dates/index.js';
import { AppError, notFound } from '../../platform/errors/app-error.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { ListingsService } from '../parties/listings/listings.service.js';
import { OwnersService } from '../parties/owners/owners.service.js';
import type { OwnerListing } from '../parties/ownership/ownership.service.js';
import type {
  AgreementResponse,
  AgreementsQuery,
  AgreementsResponse,
  CreateAgreementRequest,
  TermsRequest,
} from './agreements.dto.js';
import { AgreementsRepository } from './agreements.repository.js';
import { termsOf, toTermsResponse } from './terms-money.js';
import type { AgreementVersion } from './terms.js';

/** What statements that are final, and not void, have taken of the agreements of an owner and a listing. */
export interface StatedTerms {
  /** Last day that one of them is of; null: there is none. */
  until: LocalDate | null;
  /** Versions that they were made with. */
  versionIds: readonly number[];
}

type Stated = (pair: OwnerListing) => Promise<StatedTerms>;

/** Agreements, version by version. What a final statement was made with stays as it is. */
@Injectable()
export class AgreementsService implements OnModuleInit {
  private readonly stated: Stated[] = [];

  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly owners: OwnersService,
    private readonly listings: ListingsService,
    private readonly agreements: AgreementsRepository,
  ) {}

  onModuleInit(): void {
    this.owners.keepsCurrency(async (ownerId) => ((await this.agreements.anyOf(ownerId)) ? 'agreements' : undefined));
  }

  /** The area that keeps statements says here what they have taken; it runs in the transaction that changes an agreement. */
  onStated(hook: Stated): void {
    this.stated.push(hook);
  }

  /** All versions of these owners and listings, by owner, listing and first day. */
  versionsOf(pairs: readonly OwnerListing[]): Promise<AgreementVersion[]> {
    return this.agreements.of(pairs);
  }

  /**
   * A version from a day on; the one before ends the day before, and where another follows, this one ends before that.
   * @throws AppError NOT_FOUND, VALIDATION_FAILED; CONFLICT when a version begins that day, or a final statement covers it
   */
  create({ ownerId, listingId, ...request }: CreateAgreementRequest, from: LocalDate): Promise<AgreementResponse> {
    const pair = { ownerId, listingId };
    return this.db.transaction(async () => {
      // Both are locked, listing first as everywhere: two versions at once would overlap.
      await this.listings.locked(listingId);
      const { currency, active } = await this.owners.locked(ownerId);
      if (!active) throw new AppError('CONFLICT', 'The owner is no longer active');
      const terms = termsOf(request.terms, currency);
      const versions = await this.agreements.of([pair]);
      const same = versions.find((version) => version.from === from);
      if (same) throw new AppError('CONFLICT', `Version ${same.id} begins on ${from} already: change that one`);
      const taken = await this.takenOf(pair);
      if (taken.until !== null && from <= taken.until)
        throw new AppError('CONFLICT', `Statements until ${taken.until} are final: a version may begin the day after`);
      const before = versions.find((version) => version.from < from && (version.to === null || version.to >= from));
      const next = versions.find((version) => version.from > from);
      if (before) await this.agreements.end(before.id, from);
      const by = this.context.principal?.userId ?? null;
      // A version that is cut in two gives its last day to the new one; else the next version begins where the new one ends.
      const last = (before?.to ?? null) as LocalDate | null;
      const until = before ? last && addDays(last, 1) : ((next?.from ?? null) as LocalDate | null);
      const id = await this.agreements.insert(pair, from, until, terms, by);
      return toResponse((await this.agreements.find(id))!, currency);
    });
  }

  /** @throws AppError NOT_FOUND, VALIDATION_FAILED; CONFLICT when a final statement was made with it */
  update(id: number, request: TermsRequest): Promise<AgreementResponse> {
    return this.db.transaction(async () => {
      const { ownerId, listingId } = await this.get(id);
      await this.listings.locked(listingId);
      const { currency } = await this.owners.locked(ownerId);
      const terms = termsOf(request, currency);
      const { versionIds } = await this.takenOf({ ownerId, listingId });
      if (versionIds.includes(id))
        throw new AppError(
          'CONFLICT',
          'A final statement was made with this version: add a version from a later day on',
        );
      await this.agreements.setTerms(id, terms);
      return toResponse((await this.agreements.find(id))!, currency);
    });
  }

  /** @throws AppError NOT_FOUND (owner or listing) */
  async list({ ownerId, listingId, limit, offset }: AgreementsQuery): Promise<AgreementsResponse> {
    if (ownerId !== undefined) await this.owners.get(ownerId);
    if (listingId !== undefined) await this.listings.get(listingId);
    const { rows, total } = await this.agreements.page({ ownerId, listingId }, limit, offset);
    const owners = await this.owners.byIds(rows.map((row) => row.ownerId));
    return { agreements: rows.map((row) => toResponse(row, owners.get(row.ownerId)!.currency)), total };
  }

  async answer(id: number): Promise<AgreementResponse> {
    const version = await this.get(id);
    return toResponse(version, (await this.owners.get(version.ownerId)).currency);
  }

  /** @throws AppError NOT_FOUND */
  async get(id: number): Promise<AgreementVersion> {
    const version = await this.agreements.find(id);
    if (!version) throw notFound('Agreement');
    return version;
  }

  private async takenOf(pair: OwnerListing): Promise<StatedTerms> {
    const all = await Promise.all(this.stated.map((hook) => hook(pair)));
    const days = all.flatMap(({ until }) => until ?? []).sort();
    return { until: days.at(-1) ?? null, versionIds: all.flatMap(({ versionIds }) => versionIds) };
  }
}

function toResponse({ terms, ...version }: AgreementVersion, currency: string): AgreementResponse {
  return { ...version, currency, terms: toTermsResponse(terms, currency) };
}
