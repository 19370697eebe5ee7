import { lookup } from 'node:dns/promises';
import http, { type IncomingMessage, type RequestOptions } from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { invalid } from '../errors/app-error.js';
import { AddressPolicy } from './address-policy.js';

/** Most of an answer that is read, bytes. */
const BODY_BYTES = 64 * 1024;

export interface OutboundAnswer {
  status: number;
  /** The first 64 KiB, as text. */
  body: string;
  /** What the other side asks to wait before the next try, ms. */
  retryAfterMs?: number;
}

/** Why no answer came. refused: we must not go there; the others may pass. */
export class OutboundError extends Error {
  override readonly name = 'OutboundError';
  constructor(
    readonly kind: 'refused' | 'connect' | 'timeout',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * The way out of the house for addresses that users give us. Names are resolved here and the connection goes to the very
 * address that was checked, so a name cannot point elsewhere a moment later; redirects are answers, not orders.
 */
@Injectable()
export class OutboundClient {
  private readonly policy: AddressPolicy;

  constructor(config: Config) {
    this.policy = new AddressPolicy(config.OUTBOUND_ALLOW);
  }

  /**
   * A user's URL, checked as far as can be without asking the network.
   * @throws AppError VALIDATION_FAILED naming the path.
   */
  parse(text: string, path = 'url'): URL {
    let url: URL;
    try {
      url = new URL(text);
    } catch (error) {
      throw Object.assign(invalid(path, `${path} must be a URL`), { cause: error });
    }
    if (url.protocol !== 'https:' && url.protocol !== 'http:') throw invalid(path, `${path} must be http or https`);
    if (url.username || url.password) throw invalid(path, `${path} must not contain a user name or password`);
    const host = bare(url);
    if (isIP(host) && !this.policy.allowsHost(host, portOf(url)) && !this.policy.allowsAddress(host))
      throw invalid(path, `${path} must not point into a private network`);
    return url;
  }

  /** @throws OutboundError */
  async post(
    target: string,
    { headers, body, timeoutMs }: { headers: Record<string, string>; body: string; timeoutMs: number },
  ): Promise<OutboundAnswer> {
    const url = new URL(target);
    const address = await this.resolve(url);
    const signal = AbortSignal.timeout(timeoutMs);
    const options: RequestOptions = {
      method: 'POST',
      headers: { ...headers, 'content-length': Buffer.byteLength(body), 'user-agent': 'Nightshift' },
      agent: false,
      signal,
      // The address that was checked, whatever the name says now.
      lookup: (_host, { all }, found) => {
        const family = isIP(address);
        if (all) found(null, [{ address, family }]);
        else found(null, address, family);
      },
    };
    try {
      return await exchange(url, options, body);
    } catch (error) {
      if (signal.aborted) throw new OutboundError('timeout', `no answer within ${timeoutMs} ms`, { cause: error });
      throw new OutboundError('connect', (error as Error).message, { cause: error });
    }
  }

  private async resolve(url: URL): Promise<string> {
    const host = bare(url);
    const trusted = this.policy.allowsHost(host, portOf(url));
    const found = isIP(host)
      ? [{ address: host }]
      : await lookup(host, { all: true }).catch((error: Error) => {
          throw new OutboundError('connect', `${host} cannot be resolved`, { cause: error });
        });
    // One bad address among several is enough: nobody public has one.
    if (!trusted && !found.every(({ address }) => this.policy.allowsAddress(address)))
      throw new OutboundError('refused', `${host} points into a private network`);
    return found[0]!.address;
  }
}

function exchange(url: URL, options: RequestOptions, body: string): Promise<OutboundAnswer> {
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? https : http).request(url, options, (answer) => {
      read(answer).then(
        (text) => resolve({ status: answer.statusCode ?? 0, body: text, retryAfterMs: retryAfter(answer) }),
        reject,
      );
    });
    request.once('error', reject);
    request.end(body);
  });
}

async function read(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= BODY_BYTES) break;
  }
  answer.destroy();
  return Buffer.concat(chunks).subarray(0, BODY_BYTES).toString('utf8');
}

/** Seconds or a date, as RFC 9110 has it. */
function retryAfter(answer: IncomingMessage): number | undefined {
  const value = answer.headers['retry-after'];
  if (!value) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

/** Host without the brackets of an IPv6 address. */
function bare(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

function portOf(url: URL): string {
  return url.port || (url.protocol === 'https:' ? '443' : '80');
}
