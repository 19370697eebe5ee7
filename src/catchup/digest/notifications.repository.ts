import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { PersonalDatabase } from '../../platform/database/personal-database.js';
import type { Channel } from '../preferences/preferences.js';
import { type ChannelState, type NotificationState, overall } from './notification-state.js';

export type NotificationKind = 'digest' | 'event' | 'test';

export interface ChannelRow {
  channel: Channel;
  state: ChannelState;
  reason: string | null;
  fallback: boolean;
  messageId: string | null;
  updatedAt: Date;
}

export interface NotificationRow {
  id: string;
  kind: NotificationKind;
  localDate: string | null;
  dueAt: Date;
  state: NotificationState;
  reason: string | null;
  suggestionIds: string[];
  createdAt: Date;
  settledAt: Date | null;
  channels: ChannelRow[];
}

export interface NewNotification {
  key: string;
  kind: NotificationKind;
  localDate?: string;
  dueAt: Date;
}

const COLUMNS = `n.id, n.kind, n.local_date::text AS "localDate", n.due_at AS "dueAt", n.state, n.reason,
  n.suggestion_ids AS "suggestionIds", n.created_at AS "createdAt", n.settled_at AS "settledAt"`;
const CHANNELS = `SELECT notification_id AS "notificationId", channel, state, reason, fallback, message_id AS "messageId",
  updated_at AS "updatedAt" FROM notification_channel WHERE notification_id = ANY($1::uuid[]) ORDER BY channel DESC`;

/** What the user who acts was told. SQL, because each step is one statement over a row that is locked, or a key that is unique. */
@Injectable()
export class NotificationsRepository {
  constructor(private readonly db: PersonalDatabase) {}

  /**
   * Makes it unless one with its key is there; locked until the caller's transaction ends. Of one user one at a time is made, so that
   * those before it can be counted.
   */
  async hold({ key, kind, localDate, dueAt }: NewNotification): Promise<NotificationRow & { made: boolean }> {
    return this.db.transaction(async (tx) => {
      await tx.run(
        `SELECT pg_advisory_xact_lock(hashtextextended('notification ' || current_setting('app.person_id'), 0))`,
      );
      const made = await tx.run(
        `INSERT INTO notification (id, key, kind, local_date, due_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (tenant_id, user_id, key) DO NOTHING`,
        [uuidv7(), key, kind, localDate ?? null, dueAt],
      );
      const row = await this.lock('n.key = $1', key);
      return { ...row!, made: made > 0 };
    });
  }

  /** One by its id, locked. */
  holdById(id: string): Promise<NotificationRow | undefined> {
    return this.lock('n.id = $1', id);
  }

  /** The one that a message belongs to, locked. */
  holdByMessage(messageId: string): Promise<NotificationRow | undefined> {
    return this.lock('n.id = (SELECT notification_id FROM notification_channel WHERE message_id = $1)', messageId);
  }

  /** Of the one that a message belongs to. */
  async kindOf(messageId: string): Promise<NotificationKind | undefined> {
    const row = await this.db.first<{ kind: NotificationKind }>(
      `SELECT n.kind FROM notification n JOIN notification_channel k ON k.tenant_id = n.tenant_id AND k.notification_id = n.id
       WHERE k.message_id = $1`,
      [messageId],
    );
    return row?.kind;
  }

  async skip(id: string, reason: string): Promise<void> {
    await this.db.transaction((tx) =>
      tx.run(`UPDATE notification SET state = 'skipped', reason = $2, settled_at = now() WHERE id = $1`, [id, reason]),
    );
  }

  async tells(id: string, suggestionIds: readonly string[]): Promise<void> {
    await this.db.transaction((tx) =>
      tx.run('UPDATE notification SET suggestion_ids = $2 WHERE id = $1', [id, suggestionIds]),
    );
  }

  async sentBy(id: string, jobId: string): Promise<void> {
    await this.db.transaction((tx) => tx.run('UPDATE notification SET job_id = $2 WHERE id = $1', [id, jobId]));
  }

  /** Adds a channel, or changes what is known of it, and with it the whole. */
  async putChannel(id: string, channel: Omit<ChannelRow, 'updatedAt'>): Promise<NotificationState> {
    return this.db.transaction(async (tx) => {
      await tx.run(
        `INSERT INTO notification_channel (notification_id, channel, state, reason, fallback, message_id)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (tenant_id, notification_id, channel) DO UPDATE SET state = excluded.state, reason = excluded.reason,
           fallback = excluded.fallback, message_id = coalesce(excluded.message_id, notification_channel.message_id),
           updated_at = now()`,
        [id, channel.channel, channel.state, channel.reason, channel.fallback, channel.messageId],
      );
      const rows = await tx.rows<{ state: ChannelState }>(
        'SELECT state FROM notification_channel WHERE notification_id = $1',
        [id],
      );
      const state = overall(rows.map((row) => row.state));
      await tx.run(
        `UPDATE notification SET state = $2, settled_at = CASE WHEN $2 = 'pending' THEN NULL ELSE now() END,
           reason = CASE WHEN $2 = 'skipped' THEN 'no_channel' END
         WHERE id = $1`,
        [id, state],
      );
      return state;
    });
  }

  /**
   * How many of a kind were made in the last so many seconds, the one with this id left out; that one was skipped counts only for what
   * she asks for herself.
   */
  async since(kind: NotificationKind, seconds: number, but: string): Promise<number> {
    const row = await this.db.first<{ n: number }>(
      `SELECT count(*) AS n FROM notification
       WHERE kind = $1 AND created_at > now() - make_interval(secs => $2) AND id <> $3 AND (state <> 'skipped' OR kind = 'test')`,
      [kind, seconds, but],
    );
    return row!.n;
  }

  /** Newest first. */
  async list(limit: number, after?: string): Promise<NotificationRow[]> {
    return this.db.transaction(async (tx) => {
      const rows = await tx.rows<Omit<NotificationRow, 'channels'>>(
        `SELECT ${COLUMNS} FROM notification n WHERE $2::uuid IS NULL OR n.id < $2 ORDER BY n.id DESC LIMIT $1`,
        [limit, after ?? null],
      );
      return this.withChannels(rows);
    });
  }

  async get(id: string): Promise<NotificationRow | undefined> {
    const rows = await this.db.rows<Omit<NotificationRow, 'channels'>>(
      `SELECT ${COLUMNS} FROM notification n WHERE n.id = $1`,
      [id],
    );
    return (await this.withChannels(rows))[0];
  }

  private async lock(where: string, value: string): Promise<NotificationRow | undefined> {
    return this.db.transaction(async (tx) => {
      const sql = `SELECT ${COLUMNS} FROM notification n WHERE ${where} FOR UPDATE OF n`;
      return (await this.withChannels(await tx.rows<Omit<NotificationRow, 'channels'>>(sql, [value])))[0];
    });
  }

  private async withChannels(rows: Omit<NotificationRow, 'channels'>[]): Promise<NotificationRow[]> {
    if (rows.length === 0) return [];
    const all = await this.db.rows<ChannelRow & { notificationId: string }>(CHANNELS, [rows.map(({ id }) => id)]);
    return rows.map((row) => ({
      ...row,
      channels: all
        .filter(({ notificationId }) => notificationId === row.id)
        .map(({ notificationId: _, ...channel }) => channel),
    }));
  }
}
