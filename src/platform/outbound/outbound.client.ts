import type { OutgoingHttpHeaders, RequestOptions } from 'node:http';
import { isIP, type LookupFunction } from 'node:net';
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { invalid } from '../errors/app-error.js';
import { AddressPolicy } from './address-policy.js';
import { type Download, type DownloadRequest, DownloadError, follow, fileOf } from './download.js';
import { ask, ConnectTimeoutError, exchange, type OutboundAnswer } from './exchange.js';
import { HostResolver } from './host-resolver.js';
import { OutboundError } from './outbound-error.js';

export { OutboundError } from './outbound-error.js';
export { DownloadError, type Download, type DownloadRequest } from './download.js';

/** How long one of several addresses is tried before the next, ms. */
const NEXT_ADDRESS_MS = 2_000;

export interface OutboundRequest {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'PROPFIND' | 'REPORT';
  headers: Record<string, string>;
  body?: string;
  /** For everything from the name's look-up to the last byte, ms. */
  timeoutMs: number;
  /** Most of the answer that is read; a longer one is cut off there. Default: 64 KiB. */
  limitBytes?: number;
  /** Plain http only to hosts of OUTBOUND_ALLOW. Default: http as well. */
  httpsOnly?: boolean;
  /** Ends the request; its reason is thrown. */
  signal?: AbortSignal;
}

/**
 * HTTP requests to addresses that users give. Names are resolved and checked first, and the connection goes to exactly those
 * addresses, so that a name cannot resolve to another one in between. Redirects are answered, not followed.
 */
@Injectable()
export class OutboundClient {
  private readonly policy: AddressPolicy;

  constructor(
    config: Config,
    private readonly resolver: HostResolver,
  ) {
    this.policy = new AddressPolicy(config.OUTBOUND_ALLOW);
  }

  /**
   * A user's URL, checked as far as can be without asking the network.
   * @param httpsOnly plain http only to hosts of OUTBOUND_ALLOW
   * @throws AppError VALIDATION_FAILED naming the path.
   */
  parse(text: string, path = 'url', httpsOnly = false): URL {
    let url: URL;
    try {
      url = new URL(text);
    } catch (error) {
      throw Object.assign(invalid(path, `${path} must be a URL`), { cause: error });
    }
    const objection = this.objection(url, httpsOnly);
    if (objection) throw invalid(path, `${path} ${objection}`);
    return url;
  }

  /** @throws OutboundError */
  post(target: string, request: Omit<OutboundRequest, 'method'>): Promise<OutboundAnswer> {
    return this.request(target, { ...request, method: 'POST' });
  }

  /** @throws OutboundError */
  async request(
    target: string,
    { method = 'GET', headers, body, timeoutMs, limitBytes, httpsOnly, signal: stop }: OutboundRequest,
  ): Promise<OutboundAnswer> {
    const time = AbortSignal.timeout(timeoutMs);
    const signal = stop ? AbortSignal.any([time, stop]) : time;
    const length: OutgoingHttpHeaders = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    try {
      return await this.reach(
        target,
        { method, headers: { ...headers, ...length } },
        signal,
        timeoutMs,
        (url, options, sent) => exchange(url, options, body, sent, limitBytes),
        httpsOnly,
      );
    } catch (error) {
      throw stop?.aborted ? stop.reason : error;
    }
  }

  /**
   * GETs a file as a stream. Redirects are followed, each to an address that is checked as the first one was; the headers given
   * go to the origin that they were given for and to no other.
   * @throws OutboundError; kind `refused` is permanent, of the address itself or of one it leads to
   * @throws DownloadError for an answer that is no such file. The stream fails with either as well.
   */
  async download(target: string, request: DownloadRequest): Promise<Download> {
    const { limitBytes, timeoutMs, maxRedirects = 3, headers = {}, httpsOnly = false, signal: stop } = request;
    const time = AbortSignal.timeout(timeoutMs);
    const signal = stop ? AbortSignal.any([time, stop]) : time;
    const ends = (error: unknown): unknown => {
      if (stop?.aborted) return stop.reason;
      if (error instanceof OutboundError || error instanceof DownloadError) return error;
      const words = time.aborted ? `the file did not come within ${timeoutMs} ms` : describe(error);
      return new OutboundError(time.aborted ? 'timeout' : 'connect', words, { cause: error, unsent: false });
    };
    let url = target;
    let own: Record<string, string> = headers;
    for (let hops = 0; ; hops++) {
      const sent = { accept: '*/*', 'accept-encoding': 'identity', ...own };
      const answer = await this.reach(
        url,
        { method: 'GET', headers: sent },
        signal,
        timeoutMs,
        (at, options, connected) => ask(at, options, undefined, connected),
        httpsOnly,
      ).catch((error: unknown) => Promise.reject(ends(error) as Error));
      const next = follow(url, answer);
      if (next === undefined) return fileOf(url, answer, limitBytes, signal, ends);
      answer.destroy();
      if (hops >= maxRedirects) throw new DownloadError('redirects', `more than ${maxRedirects} redirects`);
      if (!URL.canParse(next) || new URL(next).origin !== new URL(url).origin) own = {};
      url = next;
    }
  }

  /** Checks the address and makes one request to it. @throws OutboundError */
  private async reach<T>(
    target: string,
    { method, headers }: Pick<RequestOptions, 'method'> & { headers: OutgoingHttpHeaders },
    signal: AbortSignal,
    timeoutMs: number,
    send: (url: URL, options: RequestOptions, connected: () => void) => Promise<T>,
    httpsOnly = false,
  ): Promise<T> {
    // It was checked when it was given, but the rules may have changed since.
    const url = URL.canParse(target) ? new URL(target) : undefined;
    const objection = url ? this.objection(url, httpsOnly) : 'must be a URL';
    if (objection) throw new OutboundError('refused', `the address ${objection}`);
    let unsent = true;
    try {
      const options: RequestOptions = {
        method,
        headers: { 'user-agent': 'Nightshift', ...headers },
        agent: false,
        signal,
        lookup: pinned(await this.resolve(url!, signal)),
        ...{ autoSelectFamily: true, autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_MS },
      };
      return await send(url!, options, () => (unsent = false));
    } catch (error) {
      if (error instanceof OutboundError) throw error;
      const details = { cause: error, unsent };
      if (signal.aborted) throw new OutboundError('timeout', `no answer within ${timeoutMs} ms`, details);
      throw new OutboundError(error instanceof ConnectTimeoutError ? 'timeout' : 'connect', describe(error), details);
    }
  }

  private objection(url: URL, httpsOnly = false): string | undefined {
    if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'must be http or https';
    if (url.username || url.password) return 'must not contain a user name or password';
    const host = bare(url);
    if (this.policy.allowsHost(host, portOf(url))) return undefined;
    if (httpsOnly && url.protocol === 'http:') return 'must be https';
    const local = isIP(host) ? !this.policy.allowsAddress(host) : /^localhost\.?$|\.localhost\.?$/i.test(host);
    return local ? 'must not point into a private network' : undefined;
  }

  /** The host's addresses, every one of them checked. */
  private async resolve(url: URL, signal: AbortSignal): Promise<string[]> {
    const host = bare(url);
    if (isIP(host)) return [host];
    const trusted = this.policy.allowsHost(host, portOf(url));
    const found = await this.addresses(host, trusted, signal);
    // One private address among several is enough to refuse the name: a public service has none.
    if (!trusted && !found.every((address) => this.policy.allowsAddress(address)))
      throw new OutboundError('refused', `${host} points into a private network`);
    return found;
  }

  private async addresses(host: string, trusted: boolean, signal: AbortSignal): Promise<string[]> {
    try {
      return await this.resolver.addresses(host, trusted, signal);
    } catch (error) {
      const code = (error as { code?: string }).code;
      throw new OutboundError(signal.aborted ? 'timeout' : 'connect', `${host} cannot be resolved (${code ?? '?'})`, {
        cause: error,
      });
    }
  }
}

/** A lookup that answers the addresses that were checked, even if the name has others by now. */
function pinned(addresses: string[]): LookupFunction {
  const found = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_host, { all }, answer) => {
    if (all) answer(null, found);
    else answer(null, found[0]!.address, found[0]!.family);
  };
}

/** What went wrong, in words for people; with several addresses, for each of them. */
function describe(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(describe).join('; ');
  return (error as Error).message || 'no connection';
}

/** Host without the brackets of an IPv6 address. */
function bare(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

function portOf(url: URL): string {
  return url.port || (url.protocol === 'https:' ? '443' : '80');
}
