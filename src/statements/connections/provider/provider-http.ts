import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Config } from '../../../platform/config/config.js';
import { OutboundClient, OutboundError } from '../../../platform/outbound/outbound.client.js';
import type { OutboundAnswer } from '../../../platform/outbound/exchange.js';
import { KeyLimiter } from './limiter.js';
import type { ProviderLimits } from './provider.js';
import { ProviderError } from './provider-error.js';
import type { ProviderSession } from './provider-session.js';

export interface ProviderRequest {
  /** Below the connection's base URL. */
  path: string;
  query?: Record<string, string | number>;
  headers: Record<string, string>;
  method?: 'GET' | 'POST';
  body?: string;
  limits: ProviderLimits;
}

/** How often one request is made before it is given up. */
const TRIES = 4;
/** A provider that asks for a longer wait is asked again by a later attempt of the job, which keeps no worker waiting. */
const LONGEST_WAIT_MS = 120_000;
/** Largest answer: a hundred stays with all that belongs to them are a fraction of it. */
const ANSWER_BYTES = 16 * 1024 * 1024;
/** Limiters that are remembered. */
const KEYS = 1_000;

/** Requests to providers: guarded addresses, a limiter for each connection, patience after 429, errors and cut connections. */
@Injectable()
export class ProviderHttp {
  private readonly limiters = new Map<string, KeyLimiter>();

  constructor(
    private readonly outbound: OutboundClient,
    private readonly config: Config,
  ) {}

  /** The JSON object that is answered; undefined for 404. @throws ProviderError; the signal's reason */
  async json(session: ProviderSession, request: ProviderRequest): Promise<Record<string, unknown> | undefined> {
    const { status, body } = await this.ask(session, request);
    if (status === 404) return undefined;
    if (status === 401 || status === 403)
      throw new ProviderError('unauthorized', `the provider refused the key (${status})`);
    if (status < 200 || status > 299) throw new ProviderError('refused', `${request.path} was answered with ${status}`);
    try {
      const value = JSON.parse(body) as unknown;
      if (value !== null && typeof value === 'object') return value as Record<string, unknown>;
    } catch {
      // Said below; the parser's message would quote what came.
    }
    throw new ProviderError('bad_answer', `${request.path} was answered with something else than JSON`);
  }

  private async ask(session: ProviderSession, request: ProviderRequest): Promise<OutboundAnswer> {
    const limiter = this.limiterOf(session, request.limits);
    for (let attempt = 1; ; attempt++) {
      const answer = await limiter.run(() => this.once(session, request), session.signal);
      const retry = answer instanceof OutboundError ? 'unavailable' : trouble(answer.status);
      if (retry === undefined && !(answer instanceof OutboundError)) {
        limiter.succeeded();
        return answer;
      }
      const wait = this.wait(answer, attempt);
      if (retry === 'rate_limited') limiter.slowDown(wait);
      if (attempt >= TRIES || wait > LONGEST_WAIT_MS) throw failure(answer, attempt, request.path);
      // The limiter itself waits after a 429, and with it all other requests of the key.
      if (retry !== 'rate_limited') await this.pause(wait, session.signal);
    }
  }

  private async once(session: ProviderSession, request: ProviderRequest): Promise<OutboundAnswer | OutboundError> {
    const { path, query = {}, method = 'GET', headers, body } = request;
    const url = new URL(session.baseUrl.replace(/\/+$/, '') + path);
    for (const [name, value] of Object.entries(query)) url.searchParams.append(name, String(value));
    try {
      return await this.outbound.request(url.href, {
        method,
        headers: { accept: 'application/json', 'accept-encoding': 'identity', ...headers },
        body,
        timeoutMs: this.config.PROVIDER_TIMEOUT_MS,
        limitBytes: ANSWER_BYTES,
        httpsOnly: true,
        signal: session.signal,
      });
    } catch (error) {
      if (!(error instanceof OutboundError)) throw error;
      if (error.kind === 'refused') throw new ProviderError('address_refused', error.message);
      return error;
    }
  }

  /** 10, 20, 40 s after a 429, a tenth of that after other trouble, and up to a fifth more, so that many do not come back at once. */
  private wait(answer: OutboundAnswer | OutboundError, attempt: number): number {
    if (!(answer instanceof OutboundError) && answer.retryAfterMs !== undefined) return answer.retryAfterMs;
    const limited = !(answer instanceof OutboundError) && answer.status === 429;
    const base = (this.config.PROVIDER_RETRY_MS / (limited ? 1 : 10)) * 2 ** (attempt - 1);
    return base * (1 + Math.random() / 5);
  }

  private async pause(ms: number, signal?: AbortSignal): Promise<void> {
    await sleep(ms, undefined, { signal }).catch((error: unknown) => {
      throw signal?.aborted ? signal.reason : error;
    });
  }

  private limiterOf({ tenantId, connectionId }: ProviderSession, limits: ProviderLimits): KeyLimiter {
    const key = `${tenantId} ${connectionId}`;
    const known = this.limiters.get(key);
    if (known) return known;
    if (this.limiters.size >= KEYS) this.limiters.delete(this.limiters.keys().next().value!);
    const limiter = new KeyLimiter(limits.concurrency, this.config.PROVIDER_SPACING_MS, limits.perMinute);
    this.limiters.set(key, limiter);
    return limiter;
  }
}

/** What the same request may get past later. */
function trouble(status: number): 'rate_limited' | 'unavailable' | undefined {
  if (status === 429) return 'rate_limited';
  return status >= 500 || status === 408 ? 'unavailable' : undefined;
}

function failure(answer: OutboundAnswer | OutboundError, tries: number, path: string): ProviderError {
  if (answer instanceof OutboundError)
    return new ProviderError('unavailable', `${path}: ${answer.message}, in ${tries} tries`, { cause: answer });
  const code = trouble(answer.status)!;
  return new ProviderError(code, `${path} was answered with ${answer.status}, in ${tries} tries`);
}
