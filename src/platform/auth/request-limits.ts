import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Config } from '../config/config.js';
import { AppError } from '../errors/app-error.js';
import { addressKey } from './address-key.js';
import { ConcurrencyLimit } from './concurrency-limit.js';

const MINUTE_S = 60;
/** Log-ins that may be tried for one account from all addresses, as a multiple of those from one address. */
const ADDRESSES_PER_ACCOUNT = 10;
/** How many credentials from refused addresses are verified at a time, and how many more may wait. */
const LOOKS = 2;
const WAITING_LOOKS = 200;

/** Bytes of a body that count as one more request, because parsing and checking take longer the larger it is. */
const BODY_BYTES = 16_384;

/**
 * Requests a minute, large ones as several. Counted before any work is done for a request, in each process by itself.
 *
 * A credential that has been verified has a count of its own. All other requests count for their address: those with a
 * credential in one count, those without in another, so that a sender of ever new bad credentials is refused. There may be
 * good credentials behind a refused address too: they are verified, a few at a time, and then have their own count.
 */
@Injectable()
export class RequestLimits {
  private readonly requests: RateLimiterMemory;
  private readonly logins: RateLimiterMemory;
  private readonly accounts: RateLimiterMemory;
  private readonly looks = new ConcurrencyLimit(LOOKS, WAITING_LOOKS);
  private readonly counted = new WeakSet<FastifyRequest>();

  constructor(private readonly config: Config) {
    const limiter = (points: number) => new RateLimiterMemory({ points, duration: MINUTE_S });
    this.requests = limiter(config.THROTTLE_PER_MINUTE);
    this.logins = limiter(config.LOGIN_THROTTLE_PER_MINUTE);
    this.accounts = limiter(config.LOGIN_THROTTLE_PER_MINUTE * ADDRESSES_PER_ACCOUNT);
  }

  /**
   * Counts a request as it comes.
   * @param credential what it carries, if anything
   * @param good verifies the credential; called only when its address has used up its count
   * @throws AppError TOO_MANY_REQUESTS
   */
  async admit(request: FastifyRequest, credential: string | undefined, good: () => Promise<boolean>): Promise<void> {
    // A credential has a count of its own only once it has proved good.
    if (credential !== undefined && (await this.requests.get(keyOf(credential)))) {
      this.counted.add(request);
      return consume(this.requests, keyOf(credential), this.weight(request));
    }
    const address = addressKey(request.ip);
    try {
      await consume(this.requests, credential === undefined ? address : `credentials ${address}`, this.weight(request));
    } catch (refusal) {
      if (credential === undefined || !(await this.looks.pass(good))) throw refusal;
    }
  }

  /** The request's credential has been verified: from now on it has its own count. @throws AppError TOO_MANY_REQUESTS */
  async proven(request: FastifyRequest, credential: string): Promise<void> {
    if (this.counted.has(request)) return;
    this.counted.add(request);
    await consume(this.requests, keyOf(credential), this.weight(request));
  }

  /**
   * Counts a try of a password (or of an invitation's token) before it is compared: by address, and with a larger limit by
   * account. So an account can neither be tried without limit from many addresses, nor be locked from a single one.
   * @throws AppError TOO_MANY_REQUESTS
   */
  async attempt(request: FastifyRequest, account: string): Promise<void> {
    await consume(this.logins, addressKey(request.ip));
    await consume(this.accounts, keyOf(account.toLowerCase()));
  }

  /**
   * Compares a password, counted as above. A right one, or one that could not be compared, is taken off the count again.
   * @param compare answers undefined for a wrong one
   * @throws AppError TOO_MANY_REQUESTS, without comparing
   */
  async login<T>(
    request: FastifyRequest,
    email: string,
    compare: () => Promise<T | undefined>,
  ): Promise<T | undefined> {
    await this.attempt(request, email);
    let wrong = false;
    try {
      const answer = await compare();
      wrong = answer === undefined;
      return answer;
    } finally {
      if (!wrong) {
        await this.logins.reward(addressKey(request.ip));
        await this.accounts.reward(keyOf(email.toLowerCase()));
      }
    }
  }

  /** As how many requests this one counts. A body that does not tell its length may have the largest one. */
  private weight({ headers }: FastifyRequest): number {
    const { 'content-length': length, 'transfer-encoding': chunked } = headers;
    const bytes = chunked === undefined ? Number(length) || 0 : Infinity;
    // A body that is taken as a stream may be larger, but it is not parsed.
    const parsed = Math.min(bytes, this.config.BODY_LIMIT_BYTES);
    return Math.min(1 + Math.floor(parsed / BODY_BYTES), this.config.THROTTLE_PER_MINUTE);
  }
}

function keyOf(credential: string): string {
  return createHash('sha256').update(credential).digest('base64url');
}

async function consume(limiter: RateLimiterMemory, key: string, points = 1): Promise<void> {
  try {
    await limiter.consume(key, points);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    const seconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
    throw new AppError('TOO_MANY_REQUESTS', 'Too many requests; try again later', { retryAfterSeconds: seconds });
  }
}
