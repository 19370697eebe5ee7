import { createHmac, timingSafeEqual } from 'node:crypto';
import type {} from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config/config.js';
import { AppError } from '../errors/app-error.js';

/** Cookie that holds a browser's session (sessions.service.ts), or its access token after POST /auth/login. */
export const SESSION_COOKIE = 'ns_session';
/** Cookie that the scripts of this site read and send back as a header: pages of other sites can do neither. */
export const CSRF_COOKIE = 'ns_csrf';
export const CSRF_HEADER = 'x-csrf-token';
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Sent by browsers to this site only, unreadable to scripts; over TLS only when the public address is https. */
function options(config: Config, maxAge: number, httpOnly: boolean) {
  const secure = config.publicUrl.startsWith('https:');
  return { path: '/', httpOnly, sameSite: 'strict', secure, maxAge } as const;
}

/** Gives the browser a session and the token that its changes must carry. @param maxAge seconds */
export function setSessionCookies(reply: FastifyReply, config: Config, session: string, maxAge: number): void {
  void reply.setCookie(SESSION_COOKIE, session, options(config, maxAge, true));
  setCsrfCookie(reply, config, session, maxAge);
}

export function setCsrfCookie(reply: FastifyReply, config: Config, session: string, maxAge: number): void {
  void reply.setCookie(CSRF_COOKIE, csrfTokenOf(session), options(config, maxAge, false));
}

export function clearSessionCookies(reply: FastifyReply, config: Config): void {
  void reply.clearCookie(SESSION_COOKIE, options(config, 0, true));
  void reply.clearCookie(CSRF_COOKIE, options(config, 0, false));
}

/** Follows from the session, so that one session's token is no good with another, and nothing needs to be stored. */
export function csrfTokenOf(session: string): string {
  return createHmac('sha256', session).update('csrf').digest('base64url');
}

/**
 * Browsers send cookies also with requests that other sites make. A change by cookie must come from this site, and must carry what
 * only a page of this site can read.
 * @throws AppError FORBIDDEN
 */
export function requireOwnPage(request: FastifyRequest, session: string): void {
  if (SAFE.has(request.method)) return;
  requireSameOrigin(request);
  const given = request.headers[CSRF_HEADER];
  const [wanted, told] = [csrfTokenOf(session), typeof given === 'string' ? given : ''].map((text) =>
    Buffer.from(text),
  );
  if (wanted!.length !== told!.length || !timingSafeEqual(wanted!, told!))
    throw new AppError(
      'FORBIDDEN',
      `A change by session cookie must carry X-CSRF-Token, the value of the cookie ${CSRF_COOKIE}`,
    );
}

/**
 * Browsers also send cookies (and Basic credentials) with requests that other sites make; a change must come from this site.
 * @throws AppError FORBIDDEN
 */
export function requireSameOrigin(request: FastifyRequest): void {
  if (SAFE.has(request.method)) return;
  const { origin, 'sec-fetch-site': site } = request.headers;
  const same = site ? site === 'same-origin' : hostOf(origin) === request.headers.host;
  if (!same) throw new AppError('FORBIDDEN', 'A change by session cookie must come from this site');
}

function hostOf(origin: string | undefined): string | undefined {
  return origin && URL.canParse(origin) ? new URL(origin).host : '';
}

export function sessionOf(request: FastifyRequest): string | undefined {
  return request.cookies?.[SESSION_COOKIE];
}
