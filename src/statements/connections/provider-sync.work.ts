import { Injectable } from '@nestjs/common';
import { type Completed, type JobContext, PermanentJobError } from '../../jobs/index.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { addDays, type LocalDate, today } from '../../platform/dates/index.js';
import { dateOf } from '../../platform/http/date-fields.js';
import { StatementSettingsService } from '../parties/settings/statement-settings.service.js';
import type { Period } from '../reservations/reservation-row.js';
import { ConnectionSessions } from './connection-sessions.js';
import { ListingReader, type MappedListing } from './listing-reader.js';
import type { ProviderListing } from './provider/provider.js';
import { ProviderError } from './provider/provider-error.js';
import type { ProviderSession } from './provider/provider-session.js';
import { ProviderRegistry } from './provider-registry.js';
import type { ProviderSyncPayload, ProviderSyncResult } from './provider-sync.job.js';

/** Listings that are read at a time; the limiter decides how many requests that makes. */
const AT_ONCE = 3;
const BACK_DAYS = 400;
const AHEAD_DAYS = 550;
/** Unknown listings that a result names. */
const NAMED = 200;

/** Reads all matched listings of a connection. A listing is one item of the job: what has been read is not read again after a crash. */
@Injectable()
export class ProviderSyncWork {
  constructor(
    private readonly db: TenantDatabase,
    private readonly settings: StatementSettingsService,
    private readonly sessions: ConnectionSessions,
    private readonly providers: ProviderRegistry,
    private readonly reader: ListingReader,
  ) {}

  async run(payload: ProviderSyncPayload, ctx: JobContext): Promise<Completed<ProviderSyncResult>> {
    const { connectionId } = payload;
    try {
      const session = await this.sessions.open(connectionId, ctx.signal);
      if (!session) throw new PermanentJobError('CONNECTION_GONE', 'The connection was removed');
      if (!session.active) throw new PermanentJobError('CONNECTION_OFF', 'The connection is switched off');
      await ctx.transaction((tx) => tx.run(STARTED, [connectionId, ctx.jobId]));
      const period = await this.period(payload, ctx.scheduledFor);
      const told = await this.providers.get(session.provider).listings(session);
      const mapped = await this.mapped(session.source);
      await this.readAll(session, mapped, period, ctx);
      const unknown = await this.unknown(session, told, mapped);
      return await ctx.complete(async (tx) => {
        await tx.run(SUCCEEDED, [connectionId]);
        const counts = await tx.first<Counts>(COUNTS, [connectionId, ctx.jobId]);
        const unknownListings = unknown.slice(0, NAMED).map(({ externalId, name }) => ({ externalId, name }));
        return { connectionId, ...period, ...counts!, unknown: unknown.length, unknownListings };
      });
    } catch (error) {
      await this.noteFailure(connectionId, error);
      if (error instanceof ProviderError && error.permanent)
        throw new PermanentJobError(error.code.toUpperCase(), error.message, { cause: error });
      throw error;
    }
  }

  private async period({ from, to }: ProviderSyncPayload, instant: Date): Promise<Period> {
    const day: LocalDate = today((await this.settings.find())?.timezone ?? 'UTC', instant);
    return {
      from: dateOf('from', from) ?? addDays(day, -BACK_DAYS),
      to: dateOf('to', to) ?? addDays(day, AHEAD_DAYS),
    };
  }

  private mapped(source: string): Promise<MappedListing[]> {
    return this.db.rows<MappedListing>(
      `SELECT a.external_id AS "externalId", l.id AS "listingId", l.currency
       FROM listing_alias a JOIN listing l ON l.id = a.listing_id WHERE a.source = $1 ORDER BY a.external_id`,
      [source],
    );
  }

  /** A listing that fails does not keep the others from being read; trouble of the whole account ends the attempt. */
  private async readAll(
    session: ProviderSession,
    mapped: readonly MappedListing[],
    period: Period,
    ctx: JobContext,
  ): Promise<void> {
    const listings = new Map(mapped.map((listing) => [listing.externalId, listing]));
    const todo = await ctx.todo([...listings.keys()]);
    let done = mapped.length - todo.length;
    const failures: ProviderError[] = [];
    const next = async (): Promise<void> => {
      for (let key = todo.shift(); key !== undefined; key = todo.shift()) {
        const failure = await this.readOne(session, listings.get(key)!, period, ctx);
        if (failure) failures.push(failure);
        if (failure?.ofTheAccount) todo.length = 0;
        ctx.progress((100 * ++done) / (mapped.length + 1));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, next));
    const worst = failures.find(({ ofTheAccount }) => ofTheAccount) ?? failures[0];
    if (worst) throw worst;
  }

  private async readOne(
    session: ProviderSession,
    listing: MappedListing,
    period: Period,
    ctx: JobContext,
  ): Promise<ProviderError | undefined> {
    const { externalId } = listing;
    try {
      await this.reader.read(session, listing, period, (fn) => ctx.transaction(fn), {
        jobId: ctx.jobId,
        done: (counts) => ctx.item(externalId, 'ok', { data: { ...counts } }),
      });
      return undefined;
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      ctx.item(externalId, 'failed', { code: error.code, message: error.message });
      return error;
    }
  }

  /** Listings of the provider that nobody has matched: those it lists, and those only its stays name. */
  private async unknown(
    session: ProviderSession,
    told: readonly ProviderListing[],
    mapped: readonly MappedListing[],
  ): Promise<ProviderListing[]> {
    const parts = await this.db.rows<{ id: string }>(
      `SELECT DISTINCT jsonb_array_elements_text(counts -> 'parts') AS id FROM provider_read WHERE connection_id = $1`,
      [session.connectionId],
    );
    const ours = new Set([...mapped.map(({ externalId }) => externalId), ...parts.map(({ id }) => id)]);
    const known = new Set([...ours, ...told.map(({ externalId }) => externalId)]);
    const hidden = await this.providers.get(session.provider).unlisted(session, known);
    return [...told.filter(({ externalId }) => !ours.has(externalId)), ...hidden];
  }

  /** So that people see it beside the connection. A process that stops hands the job on, which is no failure. */
  private async noteFailure(connectionId: string, error: unknown): Promise<void> {
    const isKnown = error instanceof ProviderError || error instanceof PermanentJobError;
    if (!isKnown) return;
    const { code, message } = error;
    await this.db.rows(FAILED, [connectionId, JSON.stringify({ code: code.toLowerCase(), message })]);
  }
}

type Counts = Omit<ProviderSyncResult, 'connectionId' | 'from' | 'to' | 'unknown' | 'unknownListings'>;

const STARTED = `
  UPDATE provider_connection SET last_state = 'running', last_state_at = clock_timestamp(), last_job_id = $2 WHERE id = $1`;
const SUCCEEDED = `
  UPDATE provider_connection SET last_state = 'ok', last_state_at = clock_timestamp(), last_ok_at = clock_timestamp(),
    last_error = NULL WHERE id = $1`;
const FAILED = `
  UPDATE provider_connection SET last_state = 'failed', last_state_at = clock_timestamp(), last_error = $2::jsonb
  WHERE id = $1`;
const SUM = (member: string) => `COALESCE(sum((counts ->> '${member}')::int), 0)::int AS "${member}"`;
const COUNTS = `
  SELECT count(*)::int AS listings, ${['read', 'added', 'changed', 'same', 'needsReview', 'ignored'].map(SUM).join(', ')}
  FROM provider_read WHERE connection_id = $1 AND job_id = $2`;
