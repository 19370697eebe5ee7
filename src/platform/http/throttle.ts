import { createHash } from 'node:crypto';
import { applyDecorators, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerModuleOptions } from '@nestjs/throttler';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config/config.js';
import { AppError } from '../errors/app-error.js';

const MINUTE = 60_000;
const LOGIN = 'nightshift:login-throttle';

/** Counts this route's calls per address against the stricter limit for log-ins. */
export const LoginThrottle = () => applyDecorators(SetMetadata(LOGIN, true));

/** Two limits, both a minute wide: one for every route, one for log-in. Counted in each process by itself. */
export function throttlers(config: Config): ThrottlerModuleOptions {
  const isLogin = (context: ExecutionContext) => Reflect.getMetadata(LOGIN, context.getHandler()) === true;
  return {
    throttlers: [
      { name: 'default', ttl: MINUTE, limit: config.THROTTLE_PER_MINUTE },
      {
        name: 'login',
        ttl: MINUTE,
        limit: config.LOGIN_THROTTLE_PER_MINUTE,
        skipIf: (context) => !isLogin(context),
        getTracker: (request) => (request as FastifyRequest).ip,
      },
    ],
  };
}

/** Counts by credential, or by address where there is none; all routes of a credential together. */
@Injectable()
export class CredentialThrottlerGuard extends ThrottlerGuard {
  protected override getTracker(request: Record<string, unknown>): Promise<string> {
    const { headers, ip } = request as unknown as FastifyRequest;
    const credential = headers.authorization;
    return Promise.resolve(credential ? createHash('sha256').update(credential).digest('base64url') : ip);
  }

  protected override generateKey(_context: ExecutionContext, tracker: string, limit: string): string {
    return `${limit}:${tracker}`;
  }

  protected override throwThrottlingException(
    context: ExecutionContext,
    detail: { timeToBlockExpire: number; timeToExpire: number },
  ): Promise<void> {
    const seconds = Math.max(1, detail.timeToBlockExpire || detail.timeToExpire);
    void context.switchToHttp().getResponse<FastifyReply>().header('Retry-After', String(seconds));
    throw new AppError('TOO_MANY_REQUESTS', 'Too many requests; try again later', { retryAfterSeconds: seconds });
  }
}
