import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { AppError, type ErrorCode } from '../../platform/errors/app-error.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { StatementSettingsService } from '../parties/settings/statement-settings.service.js';
import { ProviderError } from '../connections/provider-reads.js';
import type { GenerationOutcome } from '../statements/statement-types.js';
import { AMOUNTS, amountsOf, type EntryAmounts } from './run-amounts.js';
import type { RunParams } from './run-params.js';
import { RunTargets, type Target } from './run-targets.js';
import type { RunEntryResponse, StatementsMadeResponse } from './runs.dto.js';
import { StatementMaking } from './statement-making.js';

/** Statements that one request makes; more are a run. */
export const MOST_AT_ONCE = 25;
/** Longest time for the providers of one owner, ms. */
const REFRESH_MS = 25_000;
const TOOK_LONG = `The providers of the owner took longer than ${REFRESH_MS / 1_000} s: a run of all owners waits for them`;

/** The statements of one owner, made while the request waits. */
@Injectable()
export class OwnerStatements {
  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly settings: StatementSettingsService,
    private readonly targets: RunTargets,
    private readonly making: StatementMaking,
  ) {}

  /**
   * Each statement is a transaction of its own: one that cannot be made takes none of the others with it.
   * @throws AppError NOT_FOUND for an owner or listing that is not there; when no statement came of it, a problem with `reason`
   */
  async make(params: RunParams): Promise<StatementsMadeResponse | 'too many'> {
    await this.settings.needed();
    await this.targets.check(params);
    const targets = await this.asked(params);
    if (targets.length > MOST_AT_ONCE) return 'too many';
    if (targets.length === 0)
      throw problem('UNPROCESSABLE', 'no_share', 'The owner has no share in a listing in this period');
    const signal = AbortSignal.timeout(REFRESH_MS);
    const made: StatementsMadeResponse = { statements: [], skipped: [], errors: [] };
    let last: GenerationOutcome | undefined;
    for (const target of targets) {
      last = await this.one(target, params, signal);
      const told = entryOf(last);
      const entry = { ...(await this.names(target)), ...told, ...amountsOf(await this.amounts(told.statementId)) };
      if (last.outcome === 'skipped') made.skipped.push(entry);
      else if (last.outcome === 'failed') made.errors.push(entry);
      else made.statements.push({ ...entry, statementUrl: `/api/v1/statements/${last.statementId}` });
    }
    if (made.statements.length === 0) throw nothing(made);
    return made;
  }

  /** Who had a share once is answered by what became of it, whatever day that was: what is corrected late is asked for like this. */
  private async asked(params: RunParams): Promise<Target[]> {
    const targets = await this.targets.of(params);
    if (targets.length > 0 || params.ownerId === null) return targets;
    const { ownerId } = params;
    const listings = await this.targets.ever(params);
    if (params.grouping === 'owner') return listings.length > 0 ? [{ ownerId, listingId: null }] : [];
    return listings.map((listingId) => ({ ownerId, listingId }));
  }

  private async one(target: Target, params: RunParams, signal: AbortSignal): Promise<GenerationOutcome> {
    const { from, to, calculationType } = params;
    try {
      // A request with an Idempotency-Key is one transaction, which must not stay open for its own sake during the calls: what
      // the provider tells is kept whatever becomes of the request.
      await this.context.asTenant(this.context.tenantId, () => this.making.refresh(target, { from, to }, signal));
    } catch (error) {
      // Any other trouble is not the provider's, and its words are for the log.
      const detail = signal.aborted ? TOOK_LONG : error instanceof ProviderError ? error.message : undefined;
      if (detail === undefined) throw error;
      return { outcome: 'failed', reason: 'provider_error', detail };
    }
    await this.context.asTenant(this.context.tenantId, () => this.making.expenses(target, { from, to }));
    const byItself = params.listingId !== null || params.grouping === 'owner';
    return this.making.make({ ...target, from, to, calculationType, byItself });
  }

  private async amounts(statementId: string | null): Promise<EntryAmounts | undefined> {
    if (statementId === null) return undefined;
    return this.db.first<EntryAmounts>(`SELECT ${AMOUNTS} FROM statement s WHERE s.id = $1`, [statementId]);
  }

  private async names({ ownerId, listingId }: Target) {
    const row = await this.db.first<{ owner: string; property: string | null }>(
      'SELECT o.name AS owner, (SELECT l.name FROM listing l WHERE l.id = $2) AS property FROM owner o WHERE o.id = $1',
      [ownerId, listingId],
    );
    return { ownerId, owner: row!.owner, propertyId: listingId, property: row!.property };
  }
}

function entryOf(outcome: GenerationOutcome) {
  if ('number' in outcome) {
    const { outcome: reason, statementId, number } = outcome;
    return { reason, detail: null, statementId, statementNumber: number };
  }
  const statementId = outcome.outcome === 'skipped' ? outcome.statementId : null;
  return { reason: outcome.reason, detail: outcome.detail, statementId, statementNumber: null };
}

/** What stands in the way of the most: an error before what was rightly left out. */
function nothing({ skipped, errors }: StatementsMadeResponse): AppError {
  const first = (errors[0] ?? skipped[0])!;
  const code = CODES[first.reason] ?? 'UNPROCESSABLE';
  const outcomes: RunEntryResponse[] = [...errors, ...skipped];
  return problem(code, first.reason, first.detail ?? first.reason, outcomes);
}

const CODES: Record<string, ErrorCode> = {
  already_final: 'CONFLICT',
  overlaps: 'CONFLICT',
  other_scope: 'CONFLICT',
  provider_error: 'UNAVAILABLE',
};

function problem(code: ErrorCode, reason: string, words: string, outcomes?: RunEntryResponse[]): AppError {
  return new AppError(code, words, { extra: { reason, ...(outcomes && { outcomes }) } });
}
