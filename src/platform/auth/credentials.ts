import { createHash, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Config } from '../config/config.js';
import type { Principal } from '../tenancy/context.js';
import { ApiKeysService } from './api-keys.service.js';
import { RequestLimits } from './request-limits.js';
import { requireOwnPage, sessionOf } from './session-cookie.js';
import { SessionsService } from './sessions.service.js';
import { TokensService } from './tokens.service.js';

/** Finds out who sent a request, from the credential it carries. */
@Injectable()
export class Credentials {
  constructor(
    private readonly tokens: TokensService,
    private readonly apiKeys: ApiKeysService,
    private readonly sessions: SessionsService,
    private readonly config: Config,
    private readonly limits: RequestLimits,
  ) {}

  /**
   * Counts a request as it comes, before any work is done for it.
   * @throws AppError TOO_MANY_REQUESTS
   */
  async admit(request: FastifyRequest): Promise<void> {
    await this.limits.admit(request, carriedBy(request), async () => {
      return this.isCron(request) || this.isScraper(request) || (await this.principal(request)) !== undefined;
    });
  }

  /**
   * The caller, from a bearer token, an API key or the session cookie; undefined when there is none or it is bad.
   * @throws AppError FORBIDDEN when a browser's cookie comes with a change asked for by another site, or without its CSRF token,
   *   TOO_MANY_REQUESTS when the credential has been used too often
   */
  async principal(request: FastifyRequest): Promise<Principal | undefined> {
    const bearer = bearerOf(request);
    const session = bearer === undefined ? sessionOf(request) : undefined;
    const credential = bearer ?? session;
    if (!credential) return undefined;
    if (session) requireOwnPage(request, session);
    const principal = await this.verify(credential, bearer === undefined);
    if (principal) await this.limits.proven(request, carriedBy(request)!);
    return principal;
  }

  private verify(credential: string, cookie: boolean): Promise<Principal | undefined> {
    // A session is good as a cookie only, a key as a bearer only.
    if (cookie && this.sessions.isSession(credential)) return this.sessions.verify(credential);
    return !cookie && credential.startsWith('ns_') ? this.apiKeys.verify(credential) : this.tokens.verify(credential);
  }

  /** The cron caller, or undefined. Hashes are compared, so the time taken says nothing about the secret. @throws as principal */
  async cron(request: FastifyRequest): Promise<Principal | undefined> {
    if (!this.isCron(request)) return undefined;
    await this.limits.proven(request, carriedBy(request)!);
    return { kind: 'cron', role: 'CRON', tenantId: null };
  }

  /** True for a scraper with METRICS_TOKEN, if one is set. @throws as principal */
  async scraper(request: FastifyRequest): Promise<boolean> {
    if (!this.isScraper(request)) return false;
    await this.limits.proven(request, carriedBy(request)!);
    return true;
  }

  private isCron(request: FastifyRequest): boolean {
    return sameSecret(bearerOf(request), this.config.CRON_SECRET);
  }

  private isScraper(request: FastifyRequest): boolean {
    return this.config.METRICS_TOKEN !== undefined && sameSecret(bearerOf(request), this.config.METRICS_TOKEN);
  }
}

/** The credential a request carries, if any: without what may be spelled in many ways around it, or it would have many counts. */
function carriedBy(request: FastifyRequest): string | undefined {
  return bearerOf(request) ?? sessionOf(request) ?? request.headers.authorization;
}

function bearerOf(request: FastifyRequest): string | undefined {
  return /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
}

function sameSecret(given: string | undefined, secret: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return given !== undefined && timingSafeEqual(hash(given), hash(secret));
}
