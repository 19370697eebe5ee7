import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import { RequestContext } from '../../src/platform/tenancy/context.js';
import { ProviderReads } from '../../src/statements/connections/provider-reads.js';
import type { Period } from '../../src/statements/reservations/reservation-row.js';
import { type Answer, Platform, type Tenant } from '../platform/harness.js';
import { StandIn } from '../support/stand-in.js';

const STAND_INS = resolve(import.meta.dirname, '../../stand-ins');
export const KEY = `key-${randomUUID()}`;
export const SECRET = `secret-${randomUUID()}`;

export interface LoggedRequest {
  method: string;
  path: string;
  query: Record<string, string>;
  status: number;
}

/** A stand-in and the routes that control it. */
export class FakeProvider {
  private constructor(private readonly standIn: StandIn) {}

  static async start(name: 'hostify' | 'guesty', args: string[]): Promise<FakeProvider> {
    return new FakeProvider(await StandIn.start(join(STAND_INS, name, 'server.mjs'), args));
  }

  get url(): string {
    return `http://127.0.0.1:${this.standIn.port}`;
  }

  stop(): Promise<void> {
    return this.standIn.stop();
  }

  /** Replaces all it tells; without faults and with an empty log. */
  async tell(listings: object[], reservations: object[]): Promise<void> {
    await this.control('PUT', 'data', { listings, reservations });
    await this.faults();
    await this.control('DELETE', 'log');
  }

  faults(...faults: object[]): Promise<unknown> {
    return this.control('PUT', 'faults', faults);
  }

  async log(): Promise<LoggedRequest[]> {
    return ((await this.control('GET', 'log')) as { requests: LoggedRequest[] }).requests;
  }

  async control(method: string, path: string, body?: object): Promise<unknown> {
    const answer = await fetch(`${this.url}/control/${path}`, { method, body: body && JSON.stringify(body) });
    return answer.json();
  }
}

type Body = Record<string, unknown>;

/** The whole application with a worker, beside one stand-in of each kind. */
export class ProviderWorld {
  private constructor(
    readonly platform: Platform,
    readonly hostify: FakeProvider,
    readonly guesty: FakeProvider,
  ) {}

  /** Everything that was answered. */
  answered = '';

  static async start(): Promise<ProviderWorld> {
    const hostify = await FakeProvider.start('hostify', ['--key', KEY]);
    const guesty = await FakeProvider.start('guesty', ['--client', `client-1:${SECRET}`]);
    const platform = await Platform.start({
      ROLES: 'api,worker',
      OUTBOUND_ALLOW: '127.0.0.1',
      PROVIDER_RETRY_MS: '20',
      PROVIDER_SPACING_MS: '0',
      JOBS_TICK_MS: '200',
    });
    return new ProviderWorld(platform, hostify, guesty);
  }

  async stop(): Promise<void> {
    await this.platform?.stop();
    await Promise.all([this.hostify?.stop(), this.guesty?.stop()]);
  }

  get tenant(): Tenant {
    return this.platform.a;
  }

  async call(method: string, path: string, body?: object, tenant = this.tenant): Promise<Answer> {
    const answer = await this.platform.call(method, `/api/v1${path}`, { token: tenant.MANAGER.token, body });
    this.answered += answer.text;
    return answer;
  }

  async ask(method: string, path: string, body?: object): Promise<Body> {
    const answer = await this.call(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
    return answer.body;
  }

  async sql<Row = Body>(text: string, parameters: unknown[] = []): Promise<Row[]> {
    return (await this.platform.sql.query(text, parameters)).rows as Row[];
  }

  async listing(currency = 'EUR'): Promise<number> {
    const code = randomUUID().slice(0, 8);
    const listing = { name: `Listing ${code}`, code, currency, timezone: 'Europe/Lisbon' };
    return (await this.ask('POST', '/listings', listing))['id'] as number;
  }

  /** A connection with these listings of the provider matched, each with a new one of ours; answers their ids. */
  async connect(
    provider: 'hostify' | 'guesty',
    externalIds: string[],
  ): Promise<{ id: string; name: string; ours: number[] }> {
    const name = `c${randomUUID().slice(0, 8)}`;
    const account =
      provider === 'hostify'
        ? { baseUrl: this.hostify.url, apiKey: KEY }
        : { baseUrl: this.guesty.url, apiKey: SECRET, clientId: 'client-1' };
    const id = (await this.ask('POST', '/connections', { provider, name, ...account }))['id'] as string;
    const ours: number[] = [];
    for (const _ of externalIds) ours.push(await this.listing());
    const listings = externalIds.map((externalId, n) => ({ externalId, listingId: ours[n]! }));
    if (listings.length > 0) await this.ask('PUT', `/connections/${id}/listings`, { listings });
    return { id, name, ours };
  }

  async refresh(listingId: number, from: string, to: string): Promise<{ read: number; fresh: number }> {
    return this.platform.app
      .get(RequestContext)
      .asTenant(this.tenant.id, () =>
        this.platform.app.get(ProviderReads, { strict: false }).refresh(listingId, { from, to } as Period),
      );
  }

  /** Starts a synchronisation and waits for its end. */
  async sync(id: string, range: object = {}): Promise<Body> {
    const { jobId } = await this.ask('POST', `/connections/${id}/sync`, range);
    return this.final(String(jobId));
  }

  async final(jobId: string): Promise<Body> {
    for (let n = 0; n < 1_200; n++) {
      const job = await this.ask('GET', `/jobs/${jobId}`);
      if (['completed', 'failed', 'cancelled'].includes(String(job['status']))) return job;
      await new Promise((later) => setTimeout(later, 25));
    }
    throw new Error(`the job did not end: ${JSON.stringify(await this.ask('GET', `/jobs/${jobId}`))}`);
  }

  stays(source: string): Promise<{ code: string; status: string; version: number; rent: number; review: string[] }[]> {
    return this.sql(
      `SELECT code, status, version, rent_minor::int AS rent, review FROM rental_reservation
       WHERE tenant_id = $1 AND source = $2 ORDER BY code`,
      [this.tenant.id, source],
    );
  }
}

/** Reservations of a listing of Hostify, one after another, oldest first. */
export function hostifyStays(listing: number, count: number, first = 1): Record<string, unknown>[] {
  return Array.from({ length: count }, (_, n) => {
    const at = Date.UTC(2025, 0, 1) + n * 86_400_000;
    const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
    const id = listing * 10_000 + first + n;
    return {
      id,
      listing_id: listing,
      listing_nickname: `Nickname ${listing}`,
      status: 'accepted',
      source: 'Airbnb',
      confirmation_code: `HM${id}`,
      checkIn: day(at),
      checkOut: day(at + 86_400_000),
      guest_name: `Guest ${id}`,
      currency: 'EUR',
      base_price: 100.1,
      cleaning_fee: 0,
      channel_commission: 3,
      payout_price: 97.1,
    };
  });
}
