import { createHash, randomBytes } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { v4 as randomId, validate } from 'uuid';
import { linkKey, readLink, signLink, TOKEN_LENGTH } from '../../../platform/auth/signed-link.js';
import { Config } from '../../../platform/config/config.js';
import { PersonalDatabase } from '../../../platform/database/personal-database.js';
import { AppError } from '../../../platform/errors/app-error.js';
import { SealedColumns } from '../../../platform/secrets/sealed-columns.js';
import { SecretBox } from '../../../platform/secrets/secret-box.js';
import { RequestContext } from '../../../platform/tenancy/context.js';
import { CalendarAccounts } from '../accounts/calendar-accounts.js';
import { SourceError } from '../calendar-source.js';
import { EndedPermissions } from './ended-permissions.js';
import type { GoogleTokenSet } from './google-oauth.js';
import { GoogleOAuth } from './google-oauth.js';
import { mayRead, mayWrite } from './google-scopes.js';

/** With what Google sends the user back. */
export interface Callback {
  state?: string;
  code?: string;
  error?: string;
  /** What the browser has kept from the begin. */
  browser?: string;
}

/** What became of it. `state`: the link is over, was used, or is none. `away`: she can try again with the same page later. */
export type Outcome =
  | { kind: 'connected'; account: string; user: string; mayWrite: boolean }
  | { kind: 'state' | 'denied' | 'scopes' | 'code' | 'no-lasting-permission' | 'too-many' | 'away' | 'misconfigured' };

/** How long the user has at Google. */
const LIFE_MS = 600_000;
const PURPOSE = 'calendar-authorization verifier';

interface Begun {
  tenantId: string;
  userId: string;
  sealed: string;
  email: string;
}

/**
 * Connects Google accounts. The state that goes to Google and back names the tenant and the user under our signature, and a row of
 * hers that is deleted when it comes back: it works once, for some minutes, and for nobody else. Begun in a browser it is finished there:
 * somebody who is sent the address of another user's page at Google does not give her calendars to that user.
 */
@Injectable()
export class GoogleConnections {
  private readonly logger = new Logger('Google');
  private readonly key: Buffer;

  constructor(
    private readonly db: PersonalDatabase,
    private readonly context: RequestContext,
    private readonly accounts: CalendarAccounts,
    private readonly oauth: GoogleOAuth,
    private readonly box: SecretBox,
    private readonly ended: EndedPermissions,
    columns: SealedColumns,
    config: Config,
  ) {
    this.key = linkKey(config.JWT_SECRET, 'google-authorization');
    columns.add({
      table: 'calendar_authorization',
      column: 'verifier_sealed',
      purpose: PURPOSE,
      personal: true,
    });
  }

  /**
   * Where the user goes to allow us to read her calendars.
   * @param accountId one of hers that is to be connected again
   * @param browser a secret that her browser keeps meanwhile; undefined where no browser asks
   * @throws AppError NOT_FOUND; CONFLICT when the server is not registered at Google
   */
  async begin(accountId?: string, browser?: string): Promise<{ authorizationUrl: string; expiresAt: Date }> {
    const { tenantId, userId } = this.context;
    const hint = accountId === undefined ? undefined : (await this.accounts.get(accountId)).name;
    if (!this.oauth.isSetUp) throw new AppError('CONFLICT', 'Google is not set up on this server');
    const id = randomId();
    const verifier = randomBytes(32).toString('base64url');
    const expiresAt = new Date(Date.now() + LIFE_MS);
    const sealed = this.box.seal(verifier, { purpose: PURPOSE, tenantId, userId, id });
    await this.db.rows(
      'INSERT INTO calendar_authorization (id, verifier_sealed, expires_at, browser_hash) VALUES ($1, $2, $3, $4)',
      [id, sealed, expiresAt, hashOf(browser)],
    );
    const state = `${signLink({ tenantId, id: userId, expiresAt }, this.key)}.${id}`;
    return { authorizationUrl: this.oauth.authorizationUrl(state, verifier, hint), expiresAt };
  }

  /** The user is back. Needs no log-in: the state says who she is. */
  async finish({ state, code, error, browser }: Callback): Promise<Outcome> {
    const begun = await this.take(state, browser);
    if (!begun) return { kind: 'state' };
    if (error !== undefined) return { kind: error === 'access_denied' ? 'denied' : 'away' };
    if (code === undefined) return { kind: 'state' };
    return this.context.asPerson(begun.tenantId, begun.userId, () => this.redeem(code, begun));
  }

  /** What the state stands for, which is gone with that. */
  private async take(
    state: string | undefined,
    browser: string | undefined,
  ): Promise<(Begun & { verifier: string }) | undefined> {
    const [token, id] = [state?.slice(0, TOKEN_LENGTH) ?? '', state?.slice(TOKEN_LENGTH + 1) ?? ''];
    const link = state?.[TOKEN_LENGTH] === '.' && validate(id) ? readLink(token, this.key, new Date()) : undefined;
    if (!link) return undefined;
    const { tenantId, id: userId } = link;
    const row = await this.context.asPerson(tenantId, userId, () =>
      this.db.first<{ sealed: string; email: string }>(
        `DELETE FROM calendar_authorization a USING app_user u, tenant t
         WHERE a.id = $1 AND a.expires_at > now() AND (a.browser_hash IS NULL OR a.browser_hash = $2) AND u.id = a.user_id AND u.disabled_at IS NULL
           AND t.id = a.tenant_id AND t.disabled_at IS NULL
         RETURNING a.verifier_sealed AS sealed, u.email`,
        [id, hashOf(browser)],
      ),
    );
    if (!row) return undefined;
    const verifier = this.box.open(row.sealed, { purpose: PURPOSE, tenantId, userId, id });
    return { tenantId, userId, ...row, verifier };
  }

  private async redeem(code: string, { verifier, email: user }: Begun & { verifier: string }): Promise<Outcome> {
    try {
      const tokens = await this.oauth.redeem(code, verifier);
      return await this.keep(tokens, user);
    } catch (error) {
      if (error instanceof AppError && error.code === 'CONFLICT') return { kind: 'too-many' };
      if (!(error instanceof SourceError)) throw error;
      this.logger.warn(`an account could not be connected: ${error.message}`);
      const kinds = { needs_reauth: 'code', misconfigured: 'misconfigured' } as const;
      return { kind: kinds[error.trouble as keyof typeof kinds] ?? 'away' };
    }
  }

  private async keep(tokens: GoogleTokenSet, user: string): Promise<Outcome> {
    const { accessToken, refreshToken, expiresAt, scopes = [], email } = tokens;
    if (!mayRead(scopes) || email === undefined) {
      await this.giveBack(tokens);
      return { kind: 'scopes' };
    }
    const known = (await this.accounts.list()).some(({ source, name }) => source === 'google' && name === email);
    // Without one the calendars could be read for an hour. An account that is there keeps the one it has.
    if (refreshToken === undefined && !known) {
      await this.giveBack(tokens);
      return { kind: 'no-lasting-permission' };
    }
    await this.accounts.connect({
      source: 'google',
      name: email,
      scopes,
      secrets: { access_token: accessToken, ...(refreshToken !== undefined && { refresh_token: refreshToken }) },
      accessTokenExpiresAt: expiresAt,
    });
    return { kind: 'connected', account: email, user, mayWrite: mayWrite(scopes) };
  }

  /** What is not kept is not to stay valid either. */
  private async giveBack({ accessToken, refreshToken, email }: GoogleTokenSet): Promise<void> {
    // It would end with it whatever else this address has allowed. Without an address nobody knows what that is.
    if (email === undefined || (await this.ended.isShared(email))) return;
    await this.oauth.revoke(refreshToken ?? accessToken).catch((error: Error) => this.logger.warn(error.message));
  }
}

function hashOf(browser: string | undefined): Buffer | null {
  return browser === undefined ? null : createHash('sha256').update(browser).digest();
}
