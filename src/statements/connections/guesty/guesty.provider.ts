import { Injectable } from '@nestjs/common';
import type { Period } from '../../reservations/reservation-row.js';
import type { ListingStays, ListingToRead, Provider, ProviderListing } from '../provider/provider.js';
import { ProviderError } from '../provider/provider-error.js';
import { ProviderHttp } from '../provider/provider-http.js';
import type { ProviderSession } from '../provider/provider-session.js';
import { type IssuedToken, ProviderTokens } from '../provider/provider-tokens.js';
import { following, type Page, readAll } from '../provider/read-all.js';
import { ProviderRecord, touches } from '../provider/record.js';
import { GUESTY_FIELDS, guestyStay } from './guesty-stay.js';

type Raw = Record<string, unknown>;

const LIMIT = 100;
/** Tokens that Guesty gives a key in 24 hours; each lasts as long. */
const TOKENS_A_DAY = 5;

/**
 * Guesty: client credentials for a token that lasts a day, `limit` and `skip`. Without a filter the list holds only stays to come,
 * so dates are always sent, and applied here again.
 */
@Injectable()
export class GuestyProvider implements Provider {
  readonly name = 'guesty';
  readonly defaultUrl = 'https://open-api.guesty.com';
  readonly needsClientId = true;
  readonly limits = { concurrency: 5, perMinute: 120 };

  constructor(
    private readonly http: ProviderHttp,
    private readonly tokens: ProviderTokens,
  ) {}

  async listings(session: ProviderSession): Promise<ProviderListing[]> {
    const query = { fields: '_id nickname title active isListed prices.currency', sort: '_id' };
    const all = await this.list(session, '/v1/listings', query);
    return all.map((raw) => {
      const record = new ProviderRecord(raw, 'listing', '_id');
      const currency = (raw['prices'] as Raw | undefined)?.['currency'];
      return {
        externalId: record.id,
        name: record.text('nickname') ?? record.text('title') ?? record.id,
        currency: typeof currency === 'string' ? currency.slice(0, 3) : null,
        active: raw['active'] !== false,
      };
    });
  }

  async stays(session: ProviderSession, listing: ListingToRead, period: Period): Promise<ListingStays> {
    const filters = [
      { field: 'listingId', operator: '$eq', value: listing.externalId },
      { field: 'checkOutDateLocalized', operator: '$gte', value: period.from },
      { field: 'checkInDateLocalized', operator: '$lte', value: period.to },
    ];
    const query = { filters: JSON.stringify(filters), fields: GUESTY_FIELDS, sort: '_id' };
    const all = await this.list(session, '/v1/reservations', query);
    const stays = all
      .filter((raw) => raw['listingId'] === listing.externalId)
      .map((raw) => guestyStay(raw, session.source, listing.currency))
      .filter(({ facts }) => touches(facts, period));
    return { stays, others: [], parts: [listing.externalId] };
  }

  async stay(session: ProviderSession, externalId: string, currency: string) {
    const path = `/v1/reservations/${encodeURIComponent(externalId)}`;
    const raw = await this.get(session, path, { fields: GUESTY_FIELDS });
    return raw && { stay: guestyStay(raw, session.source, currency), listing: String(raw['listingId']) };
  }

  /** None: its list of listings is whole. */
  unlisted(): Promise<ProviderListing[]> {
    return Promise.resolve([]);
  }

  private list(session: ProviderSession, path: string, query: Record<string, string>): Promise<Raw[]> {
    return readAll<Raw>(
      (cursor, seen) => this.page(session, path, query, Number(cursor ?? 0), seen),
      (raw) => new ProviderRecord(raw, 'record', '_id').id,
    );
  }

  private async page(
    session: ProviderSession,
    path: string,
    query: Record<string, string>,
    skip: number,
    before: number,
  ): Promise<Page<Raw>> {
    const answer = await this.get(session, path, { ...query, limit: LIMIT, skip });
    const { results, count } = answer ?? {};
    if (!Array.isArray(results) || !Number.isSafeInteger(count))
      throw new ProviderError('bad_answer', `${path} has no results or no count`);
    const [got, total] = [results.length, count as number];
    return { records: results as Raw[], total, next: following(skip + got, got, LIMIT, before + got, total) };
  }

  /** With the kept token; one that is refused is replaced once. */
  private async get(session: ProviderSession, path: string, query: Record<string, string | number>) {
    const ask = (token: string) =>
      this.http.json(session, { path, query, headers: { authorization: `Bearer ${token}` }, limits: this.limits });
    const issue = () => this.issue(session);
    const token = await this.tokens.get(session, TOKENS_A_DAY, issue);
    try {
      return await ask(token);
    } catch (error) {
      if (!(error instanceof ProviderError) || error.code !== 'unauthorized') throw error;
      return ask(await this.tokens.get(session, TOKENS_A_DAY, issue, token));
    }
  }

  private async issue(session: ProviderSession): Promise<IssuedToken> {
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      scope: 'open-api',
      client_id: session.clientId ?? '',
      client_secret: session.apiKey,
    }).toString();
    const answer = await this.http.json(session, {
      path: '/oauth2/token',
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body,
      limits: this.limits,
    });
    const { access_token: token, expires_in: seconds } = answer ?? {};
    if (typeof token !== 'string' || typeof seconds !== 'number')
      throw new ProviderError('bad_answer', 'the answer to the request for a token holds none');
    return { token, expiresInSeconds: seconds };
  }
}
