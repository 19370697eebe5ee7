import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { PersonalDatabase } from '../../../platform/database/personal-database.js';
import { AccountSecrets } from '../accounts/account-secrets.js';
import { CalendarAccounts } from '../accounts/calendar-accounts.js';
import { type SourceAccount, SourceError } from '../calendar-source.js';
import { GoogleOAuth } from './google-oauth.js';

interface TokenRow {
  state: 'active' | 'needs_reauth';
  trouble: string | null;
  token: string | null;
  /** Good for some minutes yet. */
  fresh: boolean;
  /** Another process asks for a new one. */
  claimed: boolean;
}

/** Who asks for a new token, by when, with which permission. */
interface Claim {
  claim: string;
  sealed: string;
  connection: number;
}

/** A token is replaced so long before its end. */
const EARLY = "interval '5 minutes'";
/** After that a process that asked is taken for dead. Longer than any answer is waited for. */
const CLAIM = "interval '90 seconds'";
/** How often a process looks whether another one has got the token, ms. */
const LOOK_MS = 100;

/**
 * Access tokens of Google accounts, kept encrypted. However many jobs and processes need a new one, one of them asks for it, and
 * the others take what it gets. Not to be called in a transaction: the others would not see what is claimed.
 */
@Injectable()
export class GoogleTokens {
  private readonly logger = new Logger('Google');
  private readonly asking = new Map<string, Promise<string>>();

  constructor(
    private readonly db: PersonalDatabase,
    private readonly secrets: AccountSecrets,
    private readonly accounts: CalendarAccounts,
    private readonly oauth: GoogleOAuth,
  ) {}

  /**
   * @param signal ends the caller's wait. What was asked goes on, for those who need the token next
   * @param refused one that Google does not take, although its time is not up
   * @throws SourceError needs_reauth without asking anybody, once that is known; away; misconfigured; the signal's reason
   */
  async access(account: SourceAccount, signal: AbortSignal, refused?: string): Promise<string> {
    const kept = await this.kept(account, refused);
    if (kept.token !== undefined) return kept.token;
    const key = `${account.tenantId} ${account.id} ${account.connection}`;
    let asking = this.asking.get(key);
    if (!asking) {
      asking = this.renew(account, refused).finally(() => this.asking.delete(key));
      this.asking.set(key, asking);
    }
    return unlessAborted(asking, signal);
  }

  private async renew(account: SourceAccount, refused?: string): Promise<string> {
    for (let waited = false; ; waited = true) {
      const kept = await this.kept(account, refused);
      if (kept.token !== undefined) return kept.token;
      // Another process has asked, and in vain: asking again at once would not help either.
      if (waited && !kept.claimed) throw new SourceError('away', 'Google gave no token');
      const claim = kept.claimed ? undefined : await this.claim(account);
      if (claim) {
        const between = await this.kept(account, refused);
        if (between.token === undefined) return this.ask(account, claim);
        await this.release(account, claim.claim);
        return between.token;
      }
      await sleep(LOOK_MS);
    }
  }

  private claim({ id }: SourceAccount): Promise<Claim | undefined> {
    return this.db.first(
      `UPDATE calendar_account SET refresh_claimed_until = clock_timestamp() + ${CLAIM}
       WHERE id = $1 AND state = 'active' AND refresh_token_sealed IS NOT NULL
         AND (refresh_claimed_until IS NULL OR refresh_claimed_until < clock_timestamp())
       RETURNING refresh_claimed_until::text AS claim, refresh_token_sealed AS sealed, connection`,
      [id],
    );
  }

  private async ask(account: SourceAccount, { claim, sealed, connection }: Claim): Promise<string> {
    try {
      const tokens = await this.oauth.refresh(this.secrets.open(account, 'refresh_token', sealed));
      const { accessToken, refreshToken, expiresAt, scopes = null } = tokens;
      // Not if the user has connected the account again meanwhile: then that token counts.
      await this.db.rows(
        `UPDATE calendar_account SET access_token_sealed = $3, access_token_expires_at = $4,
           refresh_token_sealed = coalesce($5, refresh_token_sealed), scopes = coalesce($6, scopes), refresh_claimed_until = NULL
         WHERE id = $1 AND refresh_claimed_until = $2::timestamptz`,
        [
          ...[account.id, claim, this.secrets.seal(account, 'access_token', accessToken), expiresAt],
          ...[refreshToken === undefined ? null : this.secrets.seal(account, 'refresh_token', refreshToken), scopes],
        ],
      );
      return accessToken;
    } catch (error) {
      await this.failed({ ...account, connection }, claim, error);
      throw error;
    }
  }

  private async failed(account: SourceAccount, claim: string, error: unknown): Promise<void> {
    if (!(error instanceof SourceError) || error.trouble !== 'needs_reauth') {
      await this.release(account, claim);
      if (error instanceof SourceError && error.trouble === 'misconfigured') this.logger.error(error.message);
      return;
    }
    await this.db.transaction(async (tx) => {
      const mine = await tx.first(
        'SELECT id FROM calendar_account WHERE id = $1 AND refresh_claimed_until = $2::timestamptz FOR NO KEY UPDATE',
        [account.id, claim],
      );
      if (mine) await this.accounts.markNeedsReauth(account, error.message);
    });
  }

  private async release(account: SourceAccount, claim: string): Promise<void> {
    await this.db.rows(
      'UPDATE calendar_account SET refresh_claimed_until = NULL WHERE id = $1 AND refresh_claimed_until = $2::timestamptz',
      [account.id, claim],
    );
  }

  /** The token that is there, if it is good. @throws SourceError needs_reauth */
  private async kept(account: SourceAccount, refused?: string): Promise<{ token?: string; claimed: boolean }> {
    const row = await this.db.first<TokenRow>(
      `SELECT state, trouble, access_token_sealed AS token,
         coalesce(access_token_expires_at > clock_timestamp() + ${EARLY}, false) AS fresh,
         coalesce(refresh_claimed_until > clock_timestamp(), false) AS claimed
       FROM calendar_account WHERE id = $1`,
      [account.id],
    );
    if (!row) throw new SourceError('refused', 'The account is gone');
    if (row.state === 'needs_reauth')
      throw new SourceError('needs_reauth', row.trouble ?? 'It must be connected again');
    if (row.token === null || !row.fresh) return { claimed: row.claimed };
    const token = this.secrets.open(account, 'access_token', row.token);
    return token === refused ? { claimed: row.claimed } : { token, claimed: row.claimed };
  }
}

/** @throws the signal's reason as soon as it aborts */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  // Nobody may be waiting any more when it fails.
  work.catch(() => undefined);
  signal.throwIfAborted();
  let onAbort!: () => void;
  const aborted = new Promise<never>((_, reject) => (onAbort = () => reject(signal.reason as Error)));
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
