import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../../../platform/config/config.js';
import { OutboundClient, OutboundError } from '../../../platform/outbound/outbound.client.js';
import { SourceError } from '../calendar-source.js';
import { tokenTrouble } from './google-errors.js';
import { SCOPES } from './google-scopes.js';

/** Tokens as Google gives them; never logged. */
export interface GoogleTokenSet {
  accessToken: string;
  expiresAt: Date;
  /** Only with the first consent, or when it replaces the one before. */
  refreshToken?: string;
  /** What the user has allowed, which may be less than was asked; undefined when Google does not say. */
  scopes?: string[];
  /** Of the account. */
  email?: string;
}

export const CALLBACK_PATH = '/api/v1/catchup/google/callback';

/** Google's pages and endpoints for permission: RFC 6749 with PKCE (RFC 7636). */
@Injectable()
export class GoogleOAuth {
  constructor(
    private readonly config: Config,
    private readonly outbound: OutboundClient,
  ) {}

  /** Whether the operator has registered us at Google. */
  get isSetUp(): boolean {
    return this.config.GOOGLE_CLIENT_ID !== undefined && this.config.GOOGLE_CLIENT_SECRET !== undefined;
  }

  /** Where the user says what we may read. Consent is asked every time, because only then Google gives a refresh token. */
  authorizationUrl(state: string, verifier: string, loginHint?: string): string {
    const url = new URL(this.config.GOOGLE_AUTH_URL);
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const query = {
      client_id: this.config.GOOGLE_CLIENT_ID!,
      redirect_uri: this.redirectUri,
      response_type: 'code',
      scope: SCOPES.join(' '),
      state,
      code_challenge: challenge,
      code_challenge_method: 'S256',
      access_type: 'offline',
      prompt: 'consent',
      include_granted_scopes: 'true',
      ...(loginHint !== undefined && { login_hint: loginHint }),
    };
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return url.href;
  }

  /** @throws SourceError needs_reauth when the code is not taken (used, old, of somebody else) */
  redeem(code: string, verifier: string): Promise<GoogleTokenSet> {
    const redirectUri = this.redirectUri;
    return this.token({
      grant_type: 'authorization_code',
      code,
      code_verifier: verifier,
      redirect_uri: redirectUri,
    });
  }

  /** @throws SourceError */
  refresh(refreshToken: string): Promise<GoogleTokenSet> {
    return this.token({ grant_type: 'refresh_token', refresh_token: refreshToken });
  }

  /** Takes back all that the user has allowed. True also when it was over already. @throws SourceError when Google is away */
  async revoke(token: string, signal?: AbortSignal): Promise<boolean> {
    const { status } = await this.post(this.config.GOOGLE_REVOKE_URL, { token }, signal);
    // 400 invalid_token: nothing is left to take back.
    return status === 200 || status === 400;
  }

  private get redirectUri(): string {
    return this.config.publicUrl.replace(/\/+$/, '') + CALLBACK_PATH;
  }

  private async token(form: Record<string, string>): Promise<GoogleTokenSet> {
    if (!this.isSetUp) throw new SourceError('misconfigured', 'Google is not set up on this server');
    const client = { client_id: this.config.GOOGLE_CLIENT_ID!, client_secret: this.config.GOOGLE_CLIENT_SECRET! };
    const { status, body } = await this.post(this.config.GOOGLE_TOKEN_URL, { ...form, ...client });
    if (status !== 200) throw tokenTrouble(status, body);
    return tokensOf(body);
  }

  private async post(url: string, form: Record<string, string>, signal?: AbortSignal) {
    try {
      return await this.outbound.post(url, {
        headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
        body: new URLSearchParams(form).toString(),
        timeoutMs: this.config.GOOGLE_TIMEOUT_MS,
        httpsOnly: true,
        signal,
      });
    } catch (error) {
      if (!(error instanceof OutboundError)) throw error;
      const trouble = error.kind === 'refused' ? 'misconfigured' : 'away';
      throw new SourceError(trouble, `Google cannot be reached: ${error.kind}`);
    }
  }
}

function tokensOf(body: string): GoogleTokenSet {
  const answer = parsed(body);
  const text = (name: string) => (typeof answer[name] === 'string' && answer[name] !== '' ? answer[name] : undefined);
  const accessToken = text('access_token');
  if (accessToken === undefined) throw new SourceError('away', 'Google answered something else than a token');
  const seconds = Number(answer['expires_in']);
  const email = emailOf(text('id_token'));
  return {
    accessToken,
    expiresAt: new Date(Date.now() + (Number.isFinite(seconds) && seconds > 0 ? seconds : 3_600) * 1_000),
    refreshToken: text('refresh_token'),
    scopes: text('scope')?.split(/\s+/).filter(Boolean),
    ...(email !== undefined && { email }),
  };
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value = JSON.parse(text) as unknown;
    return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** It came from Google itself over TLS, which vouches for it as its signature would (OpenID Connect Core 3.1.3.7, 6). */
function emailOf(idToken: string | undefined): string | undefined {
  const claims = parsed(Buffer.from(idToken?.split('.')[1] ?? '', 'base64url').toString('utf8'));
  const { email } = claims;
  return typeof email === 'string' && email.length > 0 && email.length <= 320 ? email.toLowerCase() : undefined;
}
