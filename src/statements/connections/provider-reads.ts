import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { addDays } from '../../platform/dates/index.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import type { Period } from '../reservations/reservation-row.js';
import { ConnectionSessions } from './connection-sessions.js';
import { ListingReader, type MappedListing } from './listing-reader.js';

export { ProviderError } from './provider/provider-error.js';

interface Source extends MappedListing {
  connectionId: string;
  fresh: boolean;
}

/** Days before a period that are read with it: what has changed since of stays already stated becomes an adjustment. */
const BACK_DAYS = 92;

/** Brings a listing's stays up to date before they are stated. */
@Injectable()
export class ProviderReads {
  /** Readings under way in this process: those who ask meanwhile wait for the same one. */
  private readonly running = new Map<string, Promise<unknown>>();

  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly config: Config,
    private readonly sessions: ConnectionSessions,
    private readonly reader: ListingReader,
  ) {}

  /**
   * Reads the stays of the period from every active connection that knows the listing, unless they were read within the last
   * PROVIDER_FRESH_SECONDS. Nothing for a listing without a connection. Not inside a transaction: it waits for the provider.
   * @throws ProviderError when a provider does not tell all of it; what is kept of the listing must not be stated then
   */
  async refresh(
    listingId: number,
    { from, to }: Period,
    signal?: AbortSignal,
  ): Promise<{ read: number; fresh: number }> {
    if (this.db.open) throw new Error('A provider is not asked inside a transaction: it would stay open meanwhile');
    const wide = { from: addDays(from, -BACK_DAYS), to };
    const sources = await this.db.rows<Source>(SOURCES, [listingId, wide.from, to, this.config.PROVIDER_FRESH_SECONDS]);
    const stale = sources.filter(({ fresh }) => !fresh);
    for (const source of stale) await this.once(source, wide, signal);
    return { read: stale.length, fresh: sources.length - stale.length };
  }

  private async once(source: Source, period: Period, signal?: AbortSignal): Promise<void> {
    const key = [this.context.tenantId, source.connectionId, source.externalId, period.from, period.to].join(' ');
    const running = this.running.get(key);
    if (running) return void (await running);
    const reading = this.read(source, period, signal).finally(() => this.running.delete(key));
    this.running.set(key, reading);
    await reading;
  }

  private async read(source: Source, period: Period, signal?: AbortSignal): Promise<void> {
    const session = await this.sessions.open(source.connectionId, signal);
    // Removed or switched off since: then it is no source of the listing any more.
    if (!session?.active) return;
    await this.reader.read(session, source, period, (fn) => this.db.transaction(fn));
  }
}

const SOURCES = `
  SELECT c.id AS "connectionId", a.external_id AS "externalId", l.id AS "listingId", l.currency,
    COALESCE(r.covers_from <= $2 AND r.covers_to >= $3 AND r.listing_id = l.id
      AND r.read_at > clock_timestamp() - make_interval(secs => $4::float8), false) AS fresh
  FROM listing_alias a
  JOIN listing l ON l.id = a.listing_id
  JOIN provider_connection c ON c.name = a.source AND c.active
  LEFT JOIN provider_read r ON r.connection_id = c.id AND r.external_id = a.external_id
  WHERE a.listing_id = $1
  ORDER BY c.id, a.external_id`;
