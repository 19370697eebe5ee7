import { SourceError } from '../calendar-source.js';
import type { OutboundAnswer } from '../../../platform/outbound/exchange.js';
import type { OutboundClient, OutboundRequest } from '../../../platform/outbound/outbound.client.js';
import { outboundTrouble } from '../outbound-trouble.js';
import { digestAnswer, type DigestChallenge, digestChallenge } from './digest-auth.js';

/** Most bytes of an answer, and longest time of a request, ms. */
const MOST_BYTES = 16 * 1024 * 1024;
const REQUEST_MS = 30_000;
const MOST_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 307, 308]);

export interface DavLogin {
  username: string;
  password: string;
}

type Method = NonNullable<OutboundRequest['method']>;

/**
 * The `fetch` that tsdav works with, for one account: every request, and every redirect of one, goes through the guarded client. The
 * log-in goes to the server that the user has named, and to servers beside it (caldav.example.com, p34-caldav.example.com).
 */
export class DavHttp {
  private challenge?: DigestChallenge;
  private uses = 0;

  /** @param server where the user says that her calendars are */
  constructor(
    private readonly outbound: OutboundClient,
    private readonly server: URL,
    private readonly login: DavLogin,
    private readonly signal?: AbortSignal,
  ) {}

  /** @throws SourceError for what no WebDAV request can do anything about: log-in, network, limits */
  readonly fetch = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    let url = new URL(input instanceof Request ? input.url : String(input));
    for (let hops = 0; ; hops++) {
      const answer = await this.authorized(url, init);
      const location = answer.headers.location;
      if (!REDIRECTS.has(answer.status) || location === undefined || init.redirect === 'manual')
        return responseOf(url, answer);
      if (hops >= MOST_REDIRECTS || !URL.canParse(location, url.href))
        throw new SourceError('refused', 'The server leads nowhere');
      url = new URL(location, url);
    }
  };

  private async authorized(url: URL, init: RequestInit): Promise<OutboundAnswer> {
    const known = this.mayKnow(url);
    const answer = await this.send(url, init, known ? this.authorization(url, init) : undefined);
    if (answer.status !== 401) return passed(answer);
    const header = answer.headers['www-authenticate'];
    const challenge = known ? digestChallenge(header) : undefined;
    // A nonce that has been used for some time is replaced; an answer that was refused is wrong.
    if (challenge && (!this.challenge || challenge.stale)) {
      this.challenge = challenge;
      this.uses = 0;
      const again = await this.send(url, init, this.authorization(url, init));
      if (again.status !== 401) return passed(again);
    }
    throw new SourceError('needs_reauth', 'The server does not accept the user name and password');
  }

  private authorization(url: URL, init: RequestInit): string {
    const { username, password } = this.login;
    // Given before it is asked for: some servers answer strangers with a list that is empty.
    if (!this.challenge) return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
    const request = { method: init.method ?? 'GET', uri: `${url.pathname}${url.search}`, count: ++this.uses };
    return digestAnswer(this.challenge, { ...request, username, password });
  }

  /** The named server and its neighbours, over no less than it was named with. */
  private mayKnow(url: URL): boolean {
    if (this.server.protocol === 'https:' && url.protocol !== 'https:') return false;
    if (url.hostname === this.server.hostname)
      return this.server.protocol === 'https:' || url.port === this.server.port;
    const labels = this.server.hostname.split('.');
    const parent = labels.length > 2 ? labels.slice(1).join('.') : this.server.hostname;
    return parent.includes('.') && !/^[\d.:[\]]+$/.test(parent) && url.hostname.endsWith(`.${parent}`);
  }

  private async send(url: URL, init: RequestInit, authorization: string | undefined): Promise<OutboundAnswer> {
    const headers = Object.fromEntries(new Headers(init.headers).entries());
    if (authorization) headers['authorization'] = authorization;
    let answer: OutboundAnswer;
    try {
      answer = await this.outbound.request(url.href, {
        ...{ method: (init.method ?? 'GET') as Method, headers, timeoutMs: REQUEST_MS, limitBytes: MOST_BYTES },
        ...{ body: typeof init.body === 'string' ? init.body : undefined, httpsOnly: true, signal: this.signal },
      });
    } catch (error) {
      throw outboundTrouble(error);
    }
    if (answer.body.length >= MOST_BYTES)
      throw new SourceError('refused', 'The server answers with more than can be read');
    return answer;
  }
}

/** @throws SourceError where the server is busy or broken. 507 says something about what was asked. */
function passed(answer: OutboundAnswer): OutboundAnswer {
  const { status, retryAfterMs } = answer;
  if (status === 429 || (status === 503 && retryAfterMs !== undefined))
    throw new SourceError('busy', 'The server asks to wait', retryAfterMs);
  if (status >= 500 && status !== 507 && status !== 501) throw new SourceError('away', `The server answered ${status}`);
  return answer;
}

const WITHOUT_BODY = new Set([101, 204, 205, 304]);

function responseOf(url: URL, { status, headers, body }: OutboundAnswer): Response {
  const response = new Response(WITHOUT_BODY.has(status) ? null : body, { status: Math.max(200, status) });
  for (const [name, value] of Object.entries(headers)) {
    for (const one of [value ?? []].flat()) response.headers.append(name, one);
  }
  return Object.defineProperty(response, 'url', { value: url.href });
}
