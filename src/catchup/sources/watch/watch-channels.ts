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
    if (made) await this.stopOthers(calendar, made.id, signal);
    return made?.until ?? null;
  }

  /** Calendars of the acting user whose channel has proved that its messages arrive. */
  async watched(): Promise<Set<string>> {
    const rows = await this.db.rows<{ id: string }>(
      'SELECT DISTINCT calendar_id AS id FROM watch_channel WHERE message_number > 0 AND expires_at > now()',
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** The calendar is not read any more. Never throws for Google's sake: a channel ends by itself. */
  async stop({ id, account }: WatchedCalendar, signal: AbortSignal): Promise<void> {
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
      await this.db.rows('UPDATE watch_channel SET resource_id = $2, expires_at = $3 WHERE id = $1', [
        ...[id, resourceId, until],
      ]);
      return { id, until };
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

  private stopOthers({ id, account }: WatchedCalendar, kept: string, signal: AbortSignal): Promise<void> {
    return this.end(account, 'calendar_id = $1 AND id <> $2', [id, kept], signal);
  }

  private async end(account: SourceAccount, which: string, values: unknown[], signal: AbortSignal): Promise<void> {
    const channels = await this.db.rows<{ id: string; resourceId: string; live: boolean }>(
      `SELECT id, resource_id AS "resourceId", expires_at > now() AND resource_id <> '' AS live FROM watch_channel WHERE ${which}`,
      values,
    );
    for (const { id, resourceId, live } of channels) {
      const call = { method: 'POST', path: '/channels/stop', body: { id, resourceId } } as const;
      if (live)
        await this.http
          .json(account, { ...call, accepts: 'calendar_lost' }, signal)
          .catch((error: Error) => this.logger.warn(`a channel was not stopped: ${error.message}`));
    }
    await this.db.rows('DELETE FROM watch_channel WHERE id = ANY ($1::uuid[])', [channels.map(({ id }) => id)]);
  }
}
