import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CalendarAccounts } from '../../src/catchup/sources/accounts/calendar-accounts.js';
import type { RemoteEvent, RemoteTombstone, SourceAccount } from '../../src/catchup/sources/calendar-source.js';
import { RequestContext } from '../../src/platform/tenancy/context.js';
import type { Answer, Person, Platform } from '../platform/harness.js';

type Handler = (request: IncomingMessage, body: Buffer, response: ServerResponse) => unknown;

/** A server on 127.0.0.1 whose answers a test decides. */
export class Scripted {
  readonly seen: IncomingMessage[] = [];
  answer: Handler = (_request, _body, response) => response.writeHead(404).end();

  private constructor(private readonly server: Server) {}

  static async start(): Promise<Scripted> {
    const server = createServer();
    const scripted = new Scripted(server);
    server.on('request', (request, response) => {
      scripted.seen.push(request);
      void request
        .toArray()
        .then((chunks) => scripted.answer(request, Buffer.concat(chunks as Buffer[]), response))
        .catch(() => response.destroy());
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    return scripted;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}

/** What a user does over HTTP, and what is done for her in the background. */
export class Her {
  constructor(
    private readonly platform: Platform,
    readonly person: Person,
  ) {}

  call(method: string, path: string, body?: object): Promise<Answer> {
    return this.platform.call(method, `/api/v1${path}`, { token: this.person.token, body });
  }

  as<T>(fn: () => Promise<T>): Promise<T> {
    return this.platform.app.get(RequestContext).asPerson(this.platform.a.id, this.person.id, fn);
  }

  account(id: string): Promise<SourceAccount> {
    const accounts = this.platform.app.get(CalendarAccounts, { strict: false });
    return this.as(async () => accounts.sourceAccount(await accounts.get(id)));
  }
}

/** Pages as one: events, ids of tombstones and the token. */
export async function gathered(
  pages: AsyncIterable<{ items: readonly (RemoteEvent | RemoteTombstone)[]; syncToken?: string; leftOut?: number }>,
) {
  const events: RemoteEvent[] = [];
  const gone: string[] = [];
  let token: string | undefined;
  let all = 0;
  for await (const { items, syncToken, leftOut = 0 } of pages) {
    all += leftOut;
    for (const item of items) {
      if (item.deleted) gone.push(item.externalId);
      else events.push(item);
    }
    token = syncToken ?? token;
  }
  return {
    events,
    gone,
    token,
    leftOut: all,
    begins: events.map(({ start }) => start.toISOString().replace(':00.000Z', 'Z')).sort(),
  };
}
