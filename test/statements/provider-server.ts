import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ProviderError } from '../../src/statements/connections/provider/provider-error.js';

/** A provider on a real socket: listings that it answers for, how often it was asked, and what it says instead. */
export class ProviderServer {
  /** Requests by listing. */
  readonly asked = new Map<number, number>();
  /** Statuses that a listing is answered with, one a request, before all is well; `always`: for good. */
  readonly trouble = new Map<number, { statuses: number[]; always?: number }>();
  /** Listings whose reading fails by trouble of our own. */
  readonly broken = new Set<number>();
  private server!: Server;
  private held: (() => void)[] | undefined;

  static async start(): Promise<ProviderServer> {
    const provider = new ProviderServer();
    provider.server = createServer((request, response) => {
      const listing = Number(new URL(request.url!, 'http://x').searchParams.get('listing'));
      provider.asked.set(listing, (provider.asked.get(listing) ?? 0) + 1);
      const { statuses = [], always } = provider.trouble.get(listing) ?? {};
      const answer = () => response.writeHead(statuses.shift() ?? always ?? 200).end('{}');
      if (provider.held) provider.held.push(answer);
      else answer();
    });
    await new Promise<void>((ready) => provider.server.listen(0, '127.0.0.1', ready));
    return provider;
  }

  /** Answers nobody until release(). */
  hold(): void {
    this.held ??= [];
  }

  release(): void {
    const held = this.held ?? [];
    this.held = undefined;
    for (const answer of held) answer();
  }

  /** As ProviderReads.refresh: a provider that asks for patience is asked again, any other trouble is the caller's. */
  readonly refresh = async (listingId: number, _period: unknown, signal?: AbortSignal) => {
    const { port } = this.server.address() as AddressInfo;
    if (this.broken.has(listingId)) throw new Error('column "x" does not exist');
    for (;;) {
      const answer = await fetch(`http://127.0.0.1:${port}/?listing=${listingId}`, { signal });
      await answer.text();
      if (answer.status === 429) continue;
      if (!answer.ok) throw new ProviderError('refused', `The provider answered ${answer.status}`);
      return { read: 1, fresh: 0 };
    }
  };

  async stop(): Promise<void> {
    this.release();
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}
