import { Injectable, Logger } from '@nestjs/common';
import { v4 as randomId, validate } from 'uuid';
import { linkKey, readLink, signLink } from '../../../platform/auth/signed-link.js';
import { Config } from '../../../platform/config/config.js';
import { PersonalDatabase } from '../../../platform/database/personal-database.js';
import { RequestContext } from '../../../platform/tenancy/context.js';
import { type SourceAccount, SourceError } from '../calendar-source.js';
import { GoogleHttp } from '../google/google-http.js';

/** A calendar that is to be watched. */
export interface WatchedCalendar {
  /** Ours. */
  id: string;
  account: SourceAccount;
  externalId: string;
}

/** Something in a calendar has changed. Runs in a transaction, for the calendar's user. */
export type ChangedHook = (change: { calendarId: string; userId: string }) => Promise<void>;

/** Calendars by their ids. proven: a message has shown that messages arrive. unwanted: those that are not read any more. */
export interface Watched {
  proven: ReadonlySet<string>;
  unwanted: readonly { id: string; accountId: string }[];
}

/** What comes with a notification, which has no body. */
export interface Notification {
  channelId?: string;
  token?: string;
  state?: string;
  number?: string;
}

export const NOTIFICATIONS_PATH = '/api/v1/catchup/google/notifications';
/** How long a channel is asked for, seconds: Google's most. */
const TTL_SECONDS = 604_800;
/** A channel is replaced so long before its end: the new one is there before the old one goes. */
const OVERLAP = "interval '1 day'";
const DAY_MS = 86_400_000;
/** How long a channel that was asked for may take to open. */
const OPENING = "interval '10 minutes'";

/**
 * Channels by which Google tells that a calendar has changed. Some messages never come, so calendars are read by their schedule all
 * the same; a channel only makes it sooner. Each carries a token with our signature that names tenant and user.
 */
@Injectable()
export class WatchChannels {
  private readonly logger = new Logger('Google');
  private readonly key: Buffer;
  private readonly changed: ChangedHook[] = [];

  constructor(
    private readonly db: PersonalDatabase,
    private readonly context: RequestContext,
    private readonly http: GoogleHttp,
    private readonly config: Config,
  ) {
    this.key = linkKey(config.JWT_SECRET, 'watch-channel');
  }

  /** A notification came. The hook must coalesce: many come for one change. */
  onChanged(hook: ChangedHook): void {
    this.changed.push(hook);
  }

  /**
   * Sees to it that the calendar is watched for another day at least; to be called with every reading of it, outside of transactions.
   * Answers until when it is, or null where it cannot be: no public https address, another source, a calendar that Google does not
   * watch. @throws SourceError needs_reauth, busy, away
   */
  async keep(calendar: WatchedCalendar, signal: AbortSignal): Promise<Date | null> {
    const address = this.address;
    if (calendar.account.kind !== 'google' || address === undefined) return null;
    const live = await this.db.first<{ until: Date }>(
      `SELECT expires_at AS until FROM watch_channel
       WHERE calendar_id = $1 AND expires_at > now() + ${OVERLAP} ORDER BY expires_at DESC LIMIT 1`,
      [calendar.id],
    );
    if (live) return live.until;
    const made = await this.open(calendar, address, signal);
    if (made) await this.stopAllButLast(calendar, signal);
    return made?.until ?? null;
  }

  /** The acting user's calendars that have a channel. */
  async watched(): Promise<Watched> {
    const rows = await this.db.rows<{ id: string; accountId: string; proven: boolean; unwanted: boolean }>(WATCHED);
    return {
      proven: new Set(rows.filter(({ proven }) => proven).map(({ id }) => id)),
      unwanted: rows.filter(({ unwanted }) => unwanted),
    };
  }

  /** The calendar is not read any more. Never throws for Google's sake: a channel ends by itself. */
  async stop({ id, account }: Omit<WatchedCalendar, 'externalId'>, signal: AbortSignal): Promise<void> {
    if (account.kind === 'google') await this.end(account, 'calendar_id = $1', [id], signal);
  }

  /** All channels of an account that is about to be disconnected. */
  async stopAll(account: SourceAccount, signal: AbortSignal): Promise<void> {
    const own = 'calendar_id IN (SELECT id FROM calendar WHERE account_id = $1)';
    if (account.kind === 'google') await this.end(account, own, [account.id], signal);
  }

  /** False: it comes from no channel of ours. A repeated or late message changes nothing. */
  async told({ channelId, token, state, number }: Notification): Promise<boolean> {
    const link = readLink(token ?? '', this.key, new Date());
    if (!link || channelId === undefined || !validate(channelId)) return false;
    const { tenantId, id: userId } = link;
    return this.context.asPerson(tenantId, userId, () =>
      this.db.transaction(async (tx) => {
        const at = /^\d{1,18}$/.test(number ?? '') ? number! : '0';
        const channel = await tx.first<{ calendarId: string; before: string }>(
          `UPDATE watch_channel w SET told_at = now(), message_number = greatest(w.message_number, $2::bigint)
           FROM (SELECT id, message_number FROM watch_channel WHERE id = $1 FOR NO KEY UPDATE) was
           WHERE w.id = was.id RETURNING w.calendar_id AS "calendarId", was.message_number::text AS before`,
          [channelId, at],
        );
        if (!channel) return false;
        if (state === 'sync' || BigInt(at) <= BigInt(channel.before)) return true;
        for (const hook of this.changed) await hook({ calendarId: channel.calendarId, userId });
        return true;
      }),
    );
  }

  private get address(): string | undefined {
    const { GOOGLE_WATCH_URL: own, publicUrl } = this.config;
    if (own !== undefined) return own;
    return publicUrl.startsWith('https://') ? publicUrl.replace(/\/+$/, '') + NOTIFICATIONS_PATH : undefined;
  }

  private async open({ id: calendarId, account, externalId }: WatchedCalendar, address: string, signal: AbortSignal) {
    const id = randomId();
    const { tenantId, userId } = account;
    const expiresAt = new Date(Date.now() + TTL_SECONDS * 1_000 + DAY_MS);
    const body = {
      ...{ id, type: 'web_hook', address },
      token: signLink({ tenantId, id: userId, expiresAt }, this.key),
      params: { ttl: String(TTL_SECONDS) },
    };
    const path = `/calendars/${encodeURIComponent(externalId)}/events/watch`;
    // The first message comes while Google still answers, and shows that messages arrive: the row is there before.
    await this.db.rows(
      `INSERT INTO watch_channel (id, calendar_id, resource_id, expires_at) VALUES ($1, $2, '', now() + ${OPENING})`,
      [id, calendarId],
    );
    try {
      const channel = await this.http.json(account, { method: 'POST', path, body }, signal);
      const resourceId = channel?.['resourceId'];
      if (typeof resourceId !== 'string') throw new SourceError('away', 'Google named no resource of a channel');
      const until = new Date(Number(channel?.['expiration']) || Date.now() + TTL_SECONDS * 1_000);
      const opened = 'UPDATE watch_channel SET resource_id = $2, expires_at = $3 WHERE id = $1 RETURNING id';
      if (await this.db.first(opened, [id, resourceId, until])) return { id, until };
      // Its calendar is gone or not read any more: nobody would ever stop it.
      await this.stopAtGoogle(account, { id, resourceId }, signal);
      return undefined;
    } catch (error) {
      await this.db.rows('DELETE FROM watch_channel WHERE id = $1', [id]);
      // Calendars of holidays and birthdays cannot be watched; nor may an address that Google does not know.
      if (error instanceof SourceError && ['refused', 'calendar_lost', 'misconfigured'].includes(error.trouble)) {
        this.logger.debug(`a calendar is not watched: ${error.message}`);
        return undefined;
      }
      throw error;
    }
  }

  /**
   * Keeps the one that ends last: of two jobs that have opened one each, not both stop the other's. One that is only being opened is left
   * to the job that opens it.
   */
  private stopAllButLast({ id, account }: WatchedCalendar, signal: AbortSignal): Promise<void> {
    const others = `calendar_id = $1 AND (resource_id <> '' OR expires_at < now()) AND (expires_at, id) < (
      SELECT k.expires_at, k.id FROM watch_channel k WHERE k.calendar_id = $1 AND k.resource_id <> ''
      ORDER BY k.expires_at DESC, k.id DESC LIMIT 1)`;
    return this.end(account, others, [id], signal);
  }

  private async end(account: SourceAccount, which: string, values: unknown[], signal: AbortSignal): Promise<void> {
    const channels = await this.db.rows<{ id: string; resourceId: string; live: boolean }>(
      `SELECT id, resource_id AS "resourceId", expires_at > now() AND resource_id <> '' AS live FROM watch_channel WHERE ${which}`,
      values,
    );
    for (const { live, ...channel } of channels) if (live) await this.stopAtGoogle(account, channel, signal);
    await this.db.rows('DELETE FROM watch_channel WHERE id = ANY ($1::uuid[])', [channels.map(({ id }) => id)]);
  }

  private async stopAtGoogle(account: SourceAccount, body: { id: string; resourceId: string }, signal: AbortSignal) {
    const call = { method: 'POST', path: '/channels/stop', body, accepts: 'calendar_lost' } as const;
    await this.http
      .json(account, call, signal)
      .catch((error: Error) => this.logger.warn(`a channel was not stopped: ${error.message}`));
  }
}

/** unwanted: a calendar that is not read any more still has one, whether or not its messages arrive. */
const WATCHED = `
  SELECT w.calendar_id AS id, c.account_id AS "accountId", bool_or(w.message_number > 0) AS proven,
    NOT (c.selected AND c.trouble IS DISTINCT FROM 'gone') AS unwanted
  FROM watch_channel w JOIN calendar c ON c.tenant_id = w.tenant_id AND c.user_id = w.user_id AND c.id = w.calendar_id
  WHERE w.expires_at > now() GROUP BY w.calendar_id, c.account_id, c.selected, c.trouble`;
