/** Google's permission pages and tokens: a code at once, PKCE, refresh, revoke. */
import { createHash, randomUUID } from 'node:crypto';
import { flat, ofFault, refuse, Refusal } from './refusal.mjs';

export const READ = 'https://www.googleapis.com/auth/calendar.readonly';
export const WRITE = 'https://www.googleapis.com/auth/calendar.events';
const ALL = 'https://www.googleapis.com/auth/calendar';

const redirect = (uri, query) => {
  const url = new URL(uri);
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value);
  return new Refusal(302, '', { location: url.href });
};

export class OAuth {
  codes = new Map();
  access = new Map();
  refresh = new Map();
  /** By account: how its refresh tokens are refused. */
  ended = new Map();

  /** @param settings {account, deny, untick, tokenSeconds, rotateRefresh, noRefreshToken} */
  constructor(client, settings) {
    Object.assign(this, { client, settings });
  }

  /** The consent page, whose user does at once what the settings say. */
  authorize(query) {
    const {
      client_id: id,
      redirect_uri: uri,
      response_type: type,
      state,
      scope = '',
      code_challenge: challenge,
    } = query;
    if (id !== this.client.id) throw new Refusal(401, { error: 'invalid_client' });
    if (!URL.canParse(uri ?? '') || type !== 'code') throw new Refusal(400, { error: 'invalid_request' });
    if (query.code_challenge_method !== 'S256' || !challenge) throw new Refusal(400, { error: 'invalid_request' });
    if (this.settings.deny) throw redirect(uri, { error: 'access_denied', state });
    const untick = this.settings.untick ?? [];
    const scopes = scope.split(' ').filter((one) => one !== '' && !untick.includes(one));
    const email = query.login_hint ?? this.settings.account;
    const code = `4/0A${randomUUID()}`;
    const lasting = query.access_type === 'offline' && query.prompt === 'consent' && !this.settings.noRefreshToken;
    this.codes.set(code, { email, scopes, uri, challenge, lasting });
    throw redirect(uri, { state, code, scope: scopes.join(' '), authuser: '0', prompt: 'consent' });
  }

  token(form) {
    if (form.client_id !== this.client.id) throw flat(401, 'invalid_client', 'The OAuth client was not found.');
    if (form.client_secret !== this.client.secret) throw flat(401, 'invalid_client', 'Unauthorized');
    if (form.grant_type === 'refresh_token') return this.refreshed(form.refresh_token);
    if (form.grant_type !== 'authorization_code')
      throw flat(400, 'unsupported_grant_type', `Invalid grant_type: ${form.grant_type}`);
    const code = this.codes.get(form.code);
    // A code works once.
    this.codes.delete(form.code);
    if (!code) throw flat(400, 'invalid_grant', 'Bad Request');
    if (form.redirect_uri !== code.uri) throw flat(400, 'redirect_uri_mismatch', 'Bad Request');
    const challenge = createHash('sha256')
      .update(form.code_verifier ?? '')
      .digest('base64url');
    if (challenge !== code.challenge) throw flat(400, 'invalid_grant', 'Invalid code verifier.');
    this.ended.delete(code.email);
    const refresh = code.lasting ? { refresh_token: this.lasting(code) } : {};
    return { ...this.short(code), ...refresh, id_token: idToken(code.email, this.client.id) };
  }

  refreshed(token) {
    const grant = this.refresh.get(token);
    const end = this.ended.get(grant?.email);
    if (!grant || end) throw flat(400, 'invalid_grant', 'Token has been expired or revoked.', end?.more);
    if (!this.settings.rotateRefresh) return this.short(grant);
    this.refresh.delete(token);
    return { ...this.short(grant), refresh_token: this.lasting(grant) };
  }

  /** Ends all that the token's user has allowed. */
  revoke({ token }) {
    const grant = this.refresh.get(token) ?? this.access.get(token);
    if (!grant) throw flat(400, 'invalid_token', 'Token expired or revoked');
    for (const tokens of [this.refresh, this.access])
      for (const [key, { email }] of tokens) if (email === grant.email) tokens.delete(key);
    return {};
  }

  short({ email, scopes }) {
    const token = `ya29.${randomUUID()}`;
    const seconds = this.settings.tokenSeconds ?? 3_599;
    this.access.set(token, { email, scopes, endsAt: Date.now() + seconds * 1_000 });
    return { access_token: token, expires_in: seconds, scope: scopes.join(' '), token_type: 'Bearer' };
  }

  lasting({ email, scopes }) {
    const token = `1//0${randomUUID()}`;
    this.refresh.set(token, { email, scopes });
    return token;
  }

  /** Whose call it is. */
  caller(headers) {
    const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
    const grant = this.access.get(token);
    if (!grant) throw ofFault({ status: 401 });
    if (grant.endsAt > Date.now()) return grant;
    this.access.delete(token);
    throw ofFault({ status: 401 });
  }
}

export function demand({ scopes }, ...any) {
  if (!scopes.some((scope) => scope === ALL || any.includes(scope)))
    throw refuse(403, 'global', 'insufficientPermissions', 'Insufficient Permission');
}

function idToken(email, audience) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const sub = createHash('sha256').update(email).digest('hex').slice(0, 21);
  const claims = { iss: 'https://accounts.google.com', aud: audience, sub, email, email_verified: true };
  return `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}.c3RhbmQtaW4`;
}
