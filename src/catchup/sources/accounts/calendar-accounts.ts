import { Injectable } from '@nestjs/common';
import { v7 as newId } from 'uuid';
import { Messages } from '../../../messages/index.js';
import { PersonalDatabase } from '../../../platform/database/personal-database.js';
import type { Tx } from '../../../platform/database/tx.js';
import { AppError, notFound } from '../../../platform/errors/app-error.js';
import { RequestContext } from '../../../platform/tenancy/context.js';
import type { SourceAccount, SourceKind } from '../calendar-source.js';
import { ACCOUNT_SECRETS, type AccountSecret, AccountSecrets } from './account-secrets.js';
import { CalendarAccount } from './calendar-account.entity.js';
import { CalendarAccountPaused } from './calendar-account-paused.mail.js';

/** Most accounts a user has. */
export const MOST_ACCOUNTS = 20;

export interface NewAccount {
  source: SourceKind;
  name: string;
  scopes?: string[];
  secrets: Partial<Record<AccountSecret, string>>;
  accessTokenExpiresAt?: Date;
}

/** How long the log-in of a CalDAV server or a feed has to be refused before its user is asked for another one. */
const REFUSED_FOR = "interval '3 hours'";

/** Runs before anything of an account is locked. */
export type ChangingHook = () => Promise<void>;
/** Runs in the transaction of what it is told, for the account's user; a throw undoes both. */
export type ConnectedHook = (account: SourceAccount, tx: Tx) => Promise<void>;
/** @param last whether the user has no account any more */
export type RemovedHook = (account: SourceAccount, last: boolean, tx: Tx) => Promise<void>;

/** An account that can be asked; troubled: what was asked last could not be had. */
export interface ActiveAccount extends SourceAccount {
  troubled: boolean;
}

/** The calendar accounts of the user who acts, of all sources. */
@Injectable()
export class CalendarAccounts {
  private readonly changing: ChangingHook[] = [];
  private readonly connected: ConnectedHook[] = [];
  private readonly connectedLast: ConnectedHook[] = [];
  private readonly removed: RemovedHook[] = [];

  constructor(
    private readonly db: PersonalDatabase,
    private readonly context: RequestContext,
    private readonly secrets: AccountSecrets,
    private readonly messages: Messages,
  ) {}

  /** An account is about to be connected or removed: for locks that others take before rows. */
  onChanging(hook: ChangingHook): void {
    this.changing.push(hook);
  }

  /**
   * An account was connected, or connected again.
   * @param last after all other hooks: of the one that takes the last lock of a transaction
   */
  onConnected(hook: ConnectedHook, { last = false } = {}): void {
    (last ? this.connectedLast : this.connected).push(hook);
  }

  /** An account is about to be deleted, with its calendars and events. */
  onRemoved(hook: RemovedHook): void {
    this.removed.push(hook);
  }

  list(): Promise<CalendarAccount[]> {
    return this.db.withRepository(CalendarAccount, (all) => all.find({ order: { id: 'ASC' } }));
  }

  /** Those that may be asked: not the ones that their user must connect again. */
  async active(): Promise<ActiveAccount[]> {
    const accounts = await this.db.withRepository(CalendarAccount, (all) =>
      all.find({ where: { state: 'active' }, order: { id: 'ASC' } }),
    );
    return accounts.map((account) => ({ ...this.sourceAccount(account), troubled: account.trouble !== null }));
  }

  async has(id: string): Promise<boolean> {
    return (await this.db.first('SELECT 1 FROM calendar_account WHERE id = $1', [id])) !== undefined;
  }

  /** @throws AppError NOT_FOUND */
  async get(id: string): Promise<CalendarAccount> {
    const account = await this.db.withRepository(CalendarAccount, (all) => all.findOneBy({ id }));
    if (!account) throw notFound('Calendar account');
    return account;
  }

  /** The account as a source is asked for it. */
  sourceAccount({ id, source, userId, connection }: CalendarAccount): SourceAccount {
    return { id, kind: source, tenantId: this.context.tenantId, userId, connection };
  }

  /**
   * Connects an account. One of this source and name that is there already gets the new secrets and works again.
   * @throws AppError CONFLICT when there are too many
   */
  connect({ source, name, scopes = [], secrets, accessTokenExpiresAt }: NewAccount): Promise<SourceAccount> {
    return this.db.transaction(async (tx) => {
      for (const hook of this.changing) await hook();
      await this.takeTurns(tx);
      const accounts = tx.repository(CalendarAccount);
      const before = await accounts.findOne({ where: { source, name }, lock: { mode: 'for_no_key_update' } });
      if (!before && (await accounts.count()) >= MOST_ACCOUNTS)
        throw new AppError('CONFLICT', `There may be at most ${MOST_ACCOUNTS} calendar accounts`);
      const account: SourceAccount = {
        id: before?.id ?? newId(),
        kind: source,
        tenantId: this.context.tenantId,
        userId: this.context.userId,
        connection: (before?.connection ?? 0) + 1,
      };
      const sealed = Object.fromEntries(
        Object.entries(secrets).map(([secret, text]) => [
          SEALED[secret as AccountSecret],
          this.secrets.seal(account, secret as AccountSecret, text),
        ]),
      );
      // Another permission may show other calendars: all are listed anew.
      const { connection } = account;
      const anew = { connection, refreshClaimedUntil: null, refusedAt: null, listToken: null } as const;
      const state = { state: 'active', trouble: null, troubleAt: null, ...anew } as const;
      const written = { scopes, accessTokenExpiresAt: accessTokenExpiresAt ?? null, ...sealed, ...state };
      if (before) await accounts.update({ id: account.id }, written);
      else await accounts.insert({ id: account.id, source, name, ...written });
      if (before && source !== 'google') await forgetTokens(account.id, tx);
      for (const hook of [...this.connected, ...this.connectedLast]) await hook(account, tx);
      return account;
    });
  }

  /** What is needed to log in, in clear; only for the code that asks the provider. @throws AppError NOT_FOUND; SecretError */
  async secretsOf(account: SourceAccount): Promise<Partial<Record<AccountSecret, string>>> {
    const columns = ACCOUNT_SECRETS.map((secret) => `${secret}_sealed AS "${secret}"`).join(', ');
    const row = await this.db.first<Record<AccountSecret, string | null>>(
      `SELECT ${columns} FROM calendar_account WHERE id = $1`,
      [account.id],
    );
    if (!row) throw notFound('Calendar account');
    return Object.fromEntries(
      ACCOUNT_SECRETS.filter((secret) => row[secret] !== null).map((secret) => [
        secret,
        this.secrets.open(account, secret, row[secret]!),
      ]),
    );
  }

  /**
   * Its user must connect it again; until then nobody asks its provider. She is told by mail, once. Not where she has done so
   * since it was asked. What Google says of a permission holds; a server of somebody's own also refuses a log-in that is right,
   * while it is being repaired: there every answer of some hours must have been a refusal.
   * @param words why, for her, without token, address or title
   */
  markNeedsReauth({ id, connection }: SourceAccount, words: string): Promise<void> {
    return this.db.transaction(async (tx) => {
      const row = await tx.first<{ state: string; since: string; email: string | null }>(REFUSED, [
        ...[id, connection, words],
      ]);
      if (row?.state !== 'needs_reauth' || !row.email) return;
      await this.messages.send({
        key: `calendar-account:${id}:needs-reauth:${row.since}`,
        template: CalendarAccountPaused,
        to: { address: row.email },
        personal: true,
        data: { reason: words },
      });
    });
  }

  /**
   * What went wrong that needs nothing of its user; shown with the account until it is read without trouble. Answers since when it has
   * had trouble.
   */
  async noteTrouble({ id, connection }: SourceAccount, words: string): Promise<Date | null> {
    const [row] = await this.db.rows<{ since: Date }>(
      `UPDATE calendar_account SET trouble = $3, trouble_at = coalesce(trouble_at, clock_timestamp())
       WHERE id = $1 AND connection = $2 AND state = 'active' RETURNING trouble_at AS since`,
      [id, connection, words],
    );
    return row?.since ?? null;
  }

  /** It was read without trouble. */
  async markOk(id: string): Promise<void> {
    await this.db.rows(
      `UPDATE calendar_account SET trouble = NULL, trouble_at = NULL, refused_at = NULL WHERE id = $1 AND state = 'active' AND trouble IS NOT NULL`,
      [id],
    );
  }

  /** Runs fn if none of them may be asked, and nobody connects one before it is done. */
  ifNoneIsActive(fn: () => Promise<void>): Promise<void> {
    return this.db.transaction(async (tx) => {
      await this.takeTurns(tx);
      if (!(await tx.first(`SELECT 1 FROM calendar_account WHERE state = 'active' LIMIT 1`))) await fn();
    });
  }

  /** Of those who connect accounts of one user, so that all see how many there are. The first lock of a transaction. */
  private async takeTurns(tx: Tx): Promise<void> {
    await tx.rows(`SELECT pg_advisory_xact_lock(hashtextextended('calendar-accounts ' || $1, 0))`, [
      this.context.userId,
    ]);
  }

  /** Deletes it with its secrets, calendars and events; what its provider keeps is DisconnectAccounts' work. @throws AppError NOT_FOUND */
  remove(id: string): Promise<void> {
    return this.db.transaction(async (tx) => {
      for (const hook of this.changing) await hook();
      // All of the user's accounts are locked, so that of two removals at a time one sees that it is the last.
      const rows = await tx.rows<Pick<SourceAccount, 'id' | 'kind' | 'connection'>>(
        'SELECT id, source AS kind, connection FROM calendar_account ORDER BY id FOR UPDATE',
      );
      const row = rows.find((one) => one.id === id);
      if (!row) throw notFound('Calendar account');
      const account = { ...row, tenantId: this.context.tenantId, userId: this.context.userId };
      for (const hook of this.removed) await hook(account, rows.length === 1, tx);
      await tx.run('DELETE FROM calendar_account WHERE id = $1', [id]);
    });
  }
}

/**
 * A feed may have another address by now, and a server may be another one: what they say of "unchanged" is about the one before. A job
 * that reads from there loses its calendar, so that it keeps no token after this.
 */
async function forgetTokens(accountId: string, tx: Tx): Promise<void> {
  await tx.rows('SELECT FROM calendar WHERE account_id = $1 ORDER BY id FOR NO KEY UPDATE', [accountId]);
  await tx.run('UPDATE calendar SET sync_token = NULL, read_until = NULL WHERE account_id = $1', [accountId]);
}

const REFUSED = `
  UPDATE calendar_account a SET refresh_claimed_until = NULL, trouble = $3,
    state = CASE WHEN final THEN 'needs_reauth' ELSE a.state END,
    trouble_at = CASE WHEN final OR a.trouble_at IS NULL THEN now() ELSE a.trouble_at END,
    refused_at = CASE WHEN final THEN NULL ELSE coalesce(a.refused_at, now()) END
  FROM (SELECT id, source = 'google' OR coalesce(refused_at < now() - ${REFUSED_FOR}, false) AS final
        FROM calendar_account WHERE id = $1 FOR NO KEY UPDATE) k
  WHERE a.id = k.id AND a.connection = $2 AND a.state = 'active'
  RETURNING a.state, extract(epoch FROM now())::text AS since,
    (SELECT u.email FROM app_user u WHERE u.id = a.user_id AND u.disabled_at IS NULL) AS email`;

const SEALED = {
  server_url: 'serverUrlSealed',
  password: 'passwordSealed',
  refresh_token: 'refreshTokenSealed',
  access_token: 'accessTokenSealed',
} as const satisfies Record<AccountSecret, keyof CalendarAccount>;
