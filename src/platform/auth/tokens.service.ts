import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { createRemoteJWKSet, type JWTPayload, jwtVerify, type JWTVerifyGetKey, SignJWT } from 'jose';
import { Config, ConfigError } from '../config/config.js';
import { storableText } from '../database/storable-text.js';
import { validate as isUuid } from 'uuid';
import type { Principal } from '../tenancy/context.js';
import { isTenantRole } from './role-rank.js';
import { type User, UsersService } from './users.service.js';

/** The form of a tenant's short name. */
const SLUG = /^[a-z0-9-]{2,40}$/;
/** Longest e-mail address (RFC 5321). */
const MAX_EMAIL = 254;
const ISSUER = 'nightshift';
const AUDIENCE = 'nightshift-api';
const TYPE = 'at+jwt';
/** Last second a Date can hold. */
const LAST_SECOND = 8_640_000_000_000;
/** Longest subject a provider may give (OpenID Connect Core 1.0, section 2). */
const MAX_SUBJECT = 255;

/** Access tokens: our own (HS256) and those of a configured identity provider (asymmetric, by its JWKS). */
@Injectable()
export class TokensService {
  private readonly key: Uint8Array;
  private readonly jwks?: JWTVerifyGetKey;
  /** A provider's subjects are its own: with another issuer the same one is somebody else. */
  private readonly issuerHash: string;

  constructor(
    private readonly config: Config,
    private readonly users: UsersService,
  ) {
    this.key = new TextEncoder().encode(config.JWT_SECRET);
    this.issuerHash = createHash('sha256')
      .update(config.OIDC_ISSUER ?? '')
      .digest('hex')
      .slice(0, 8);
    // Keys are fetched from the configured address only; a token's own jku or x5u is ignored.
    const { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience, OIDC_JWKS_URL: keys } = config;
    if (issuer && audience && keys)
      this.jwks = createRemoteJWKSet(new URL(keys), { cooldownDuration: 30_000, timeoutDuration: 3_000 });
    // Without an audience, tokens the provider issued for other applications would be good here.
    else if (issuer || audience || keys)
      throw new ConfigError('OIDC_ISSUER, OIDC_AUDIENCE and OIDC_JWKS_URL belong together: set all or none');
  }

  sign(user: User): Promise<string> {
    return new SignJWT({ role: user.role, tenant: user.tenant, email: user.email, ver: user.tokenVersion ?? 0 })
      .setProtectedHeader({ alg: 'HS256', typ: TYPE })
      .setSubject(user.id)
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setIssuedAt()
      .setExpirationTime(`${this.config.JWT_EXPIRES_IN}s`)
      .sign(this.key);
  }

  /** Who the token speaks for, or undefined when it is not good (expired, foreign, forged, user disabled). */
  async verify(token: string): Promise<Principal | undefined> {
    return (await this.verifyOwn(token)) ?? (await this.verifyForeign(token));
  }

  private async verifyOwn(token: string): Promise<Principal | undefined> {
    const payload = await jwtVerify(token, this.key, {
      algorithms: ['HS256'],
      issuer: ISSUER,
      audience: AUDIENCE,
      typ: TYPE,
      requiredClaims: ['sub', 'exp'],
    }).then(
      (result) => result.payload,
      () => undefined,
    );
    // jose checks that there is a subject, but not that it is a string.
    const sub: unknown = payload?.sub;
    const user = payload && isUuid(sub) ? await this.users.find(sub as string) : undefined;
    if (!user || (payload!['ver'] ?? 0) !== user.tokenVersion) return undefined;
    const { id, role, tenantId, tenant, email, tokenVersion } = user;
    return {
      kind: 'user',
      role,
      tenantId,
      tenantSlug: tenant ?? undefined,
      userId: id,
      email,
      tokenVersion,
      expiresAt: end(payload!),
    };
  }

  private async verifyForeign(token: string): Promise<Principal | undefined> {
    if (!this.jwks) return undefined;
    const payload = await jwtVerify(token, this.jwks, {
      algorithms: ['RS256', 'PS256', 'ES256', 'EdDSA'],
      issuer: this.config.OIDC_ISSUER,
      audience: this.config.OIDC_AUDIENCE,
      requiredClaims: ['sub', 'exp'],
      clockTolerance: 5,
    }).then(
      (result) => result.payload,
      () => undefined,
    );
    const slug = payload?.[this.config.OIDC_TENANT_CLAIM];
    const role = payload?.[this.config.OIDC_ROLE_CLAIM];
    const sub: unknown = payload?.sub;
    if (typeof sub !== 'string' || sub === '' || sub.length > MAX_SUBJECT) return undefined;
    // A token of another provider never makes its caller an operator.
    if (typeof slug !== 'string' || !isTenantRole(role)) return undefined;
    const tenant = SLUG.test(slug) ? await this.users.findTenant(slug) : undefined;
    if (!tenant || tenant.disabledAt) return undefined;
    const subject = `oidc:${this.issuerHash}:${storableText(sub)}`;
    const email = emailOf(payload!);
    return { kind: 'oidc', role, tenantId: tenant.id, tenantSlug: slug, subject, email, expiresAt: end(payload!) };
  }
}

/** Not one that the provider itself has not checked: anybody could have entered a colleague's. */
function emailOf({ email, email_verified: verified }: JWTPayload): string | undefined {
  return typeof email === 'string' && verified !== false ? storableText(email, MAX_EMAIL) : undefined;
}

function end({ exp }: { exp?: number }): Date {
  return new Date(Math.min(exp!, LAST_SECOND) * 1000);
}
