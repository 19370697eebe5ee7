import { createHash } from 'node:crypto';
import { type CanActivate, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Config } from '../config/config.js';
import { AppError } from '../errors/app-error.js';

const MINUTE_S = 60;
const THROTTLE = 'nightshift:throttle';

/** Counts this route's calls per address against the stricter limit for log-ins as well. */
export const LoginThrottle = () => SetMetadata(THROTTLE, 'login');
/** Leaves a route or controller out: probes must not be turned away. */
export const SkipThrottle = () => SetMetadata(THROTTLE, 'none');

/** Requests a minute by credential, or by address where there is none. Counted in each process by itself. */
@Injectable()
export class ThrottleGuard implements CanActivate {
  private readonly requests: RateLimiterMemory;
  private readonly logins: RateLimiterMemory;

  constructor(
    private readonly reflector: Reflector,
    config: Config,
  ) {
    this.requests = new RateLimiterMemory({ points: config.THROTTLE_PER_MINUTE, duration: MINUTE_S });
    this.logins = new RateLimiterMemory({ points: config.LOGIN_THROTTLE_PER_MINUTE, duration: MINUTE_S });
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const kind = this.reflector.getAllAndOverride<string>(THROTTLE, [context.getHandler(), context.getClass()]);
    if (kind === 'none') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    await consume(this.requests, callerOf(request));
    if (kind === 'login') await consume(this.logins, request.ip);
    return true;
  }
}

function callerOf({ headers, ip }: FastifyRequest): string {
  const credential = headers.authorization;
  return credential ? createHash('sha256').update(credential).digest('base64url') : ip;
}

async function consume(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    const seconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
    throw new AppError('TOO_MANY_REQUESTS', 'Too many requests; try again later', { retryAfterSeconds: seconds });
  }
}
