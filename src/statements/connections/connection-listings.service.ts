import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { AppError, invalid, notFound } from '../../platform/errors/app-error.js';
import { ListingAliases } from '../parties/listings/listing-aliases.js';
import { ListingsService } from '../parties/listings/listings.service.js';
import { ConnectionSessions } from './connection-sessions.js';
import { ConnectionsService } from './connections.service.js';
import type {
  ConnectionTestResponse,
  MatchRequest,
  MatchResponse,
  ProviderListingResponse,
} from './connections.dto.js';
import type { ProviderListing } from './provider/provider.js';
import { ProviderError } from './provider/provider-error.js';
import { ProviderRegistry } from './provider-registry.js';

/** A person waits for the answer: so long the provider may take, ms. */
const PATIENCE_MS = 20_000;

/** What a provider calls listings, beside ours. */
@Injectable()
export class ConnectionListings {
  constructor(
    private readonly db: TenantDatabase,
    private readonly connections: ConnectionsService,
    private readonly sessions: ConnectionSessions,
    private readonly providers: ProviderRegistry,
    private readonly listings: ListingsService,
    private readonly aliases: ListingAliases,
  ) {}

  /** Asks the provider for its listings. @throws AppError NOT_FOUND */
  async test(id: string): Promise<ConnectionTestResponse> {
    await this.connections.get(id);
    try {
      return { ok: true, listings: (await this.ask(id)).length, error: null };
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      return { ok: false, listings: null, error: { code: error.code, message: error.message } };
    }
  }

  /** @throws AppError NOT_FOUND; UNPROCESSABLE for what has to be changed here, UNAVAILABLE for what may pass */
  async list(id: string): Promise<ProviderListingResponse[]> {
    const { name: source } = await this.connections.get(id);
    const told = await this.ask(id).catch((error: unknown) => {
      if (!(error instanceof ProviderError)) throw error;
      const words = `The provider did not tell its listings (${error.code}): ${error.message}`;
      throw new AppError(error.permanent ? 'UNPROCESSABLE' : 'UNAVAILABLE', words, { cause: error });
    });
    const matches = await this.matches(source);
    const ours = await this.listings.byIds(matches.map(({ listingId }) => listingId));
    const matched = new Map(matches.map(({ externalId, listingId }) => [externalId, ours.get(listingId)]));
    const names = new Set(told.map(({ externalId }) => externalId));
    const gone = matches
      .filter(({ externalId }) => !names.has(externalId))
      .map(({ externalId }) => ({ externalId, name: externalId, currency: null, active: false }));
    const answer = ({ externalId, name, currency, active }: ProviderListing, isTold: boolean) => {
      const listing = matched.get(externalId);
      const mine = { listingId: listing?.id ?? null, listingName: listing?.name ?? null };
      return { externalId, name, currency, active, told: isTold, ...mine };
    };
    return [...told.map((one) => answer(one, true)), ...gone.map((one) => answer(one, false))];
  }

  /** Says which of our listings the provider means. @throws AppError NOT_FOUND, VALIDATION_FAILED */
  async match(id: string, requested: readonly MatchRequest[]): Promise<MatchResponse[]> {
    const named = new Map(requested.map(({ externalId, listingId }) => [externalId, listingId]));
    if (named.size < requested.length) throw invalid('listings', 'The same listing stands there twice');
    return this.db.transaction(async (tx) => {
      const { name: source } = await this.connections.get(id);
      const set = [...named].filter((one): one is [string, number] => one[1] !== null);
      await this.aliases.learn(source, new Map(set));
      const none = [...named].filter(([, listingId]) => listingId === null).map(([externalId]) => externalId);
      await tx.run('DELETE FROM listing_alias WHERE source = $1 AND external_id = ANY ($2::text[])', [source, none]);
      return this.matches(source);
    });
  }

  private matches(source: string): Promise<MatchResponse[]> {
    return this.db.rows<MatchResponse>(
      `SELECT external_id AS "externalId", listing_id AS "listingId" FROM listing_alias WHERE source = $1
       ORDER BY external_id`,
      [source],
    );
  }

  private async ask(id: string): Promise<ProviderListing[]> {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const session = await this.sessions.open(id, signal);
    if (!session) throw notFound('Connection');
    try {
      return await this.providers.get(session.provider).listings(session);
    } catch (error) {
      if (!signal.aborted) throw error;
      throw new ProviderError('unavailable', `no whole answer within ${PATIENCE_MS} ms`, { cause: error });
    }
  }
}
