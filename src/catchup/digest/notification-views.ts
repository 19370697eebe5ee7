import { Injectable } from '@nestjs/common';
import { SmsInbox } from '../../messages/index.js';
import { PersonalDatabase } from '../../platform/database/personal-database.js';
import { notFound } from '../../platform/errors/app-error.js';
import { CatchupPreferences } from '../preferences/catchup-preferences.js';
import { DigestSchedule } from './digest-schedule.js';
import { type ChannelRow, type NotificationRow, NotificationsRepository } from './notifications.repository.js';
import { OpenSuggestions } from './open-suggestions.js';
import { Phones } from './phone/phones.service.js';
import { nextDigest, sendAt } from './time/digest-time.js';

export interface ToldText {
  channel: 'sms' | 'email';
  subject: string | null;
  text: string;
  route: string | null;
}

export type NotificationView = Omit<NotificationRow, 'channels'> & { channels: Omit<ChannelRow, 'messageId'>[] };

/** What the user who acts was told, as she reads it herself. */
@Injectable()
export class NotificationViews {
  constructor(
    private readonly db: PersonalDatabase,
    private readonly notifications: NotificationsRepository,
    private readonly inbox: SmsInbox,
    private readonly preferences: CatchupPreferences,
    private readonly suggestions: OpenSuggestions,
    private readonly phones: Phones,
    private readonly schedule: DigestSchedule,
  ) {}

  async list(
    limit: number,
    cursor?: string,
  ): Promise<{ notifications: NotificationView[]; nextCursor: string | null }> {
    const rows = await this.notifications.list(limit + 1, cursor);
    const page = rows.slice(0, limit).map(shown);
    return { notifications: page, nextCursor: rows.length > limit ? page.at(-1)!.id : null };
  }

  /** With the messages as they were written. @throws AppError NOT_FOUND */
  async get(id: string): Promise<NotificationView & { messages: ToldText[] }> {
    return this.db.transaction(async () => {
      const row = await this.notifications.get(id);
      if (!row) throw notFound('Notification');
      const messages: ToldText[] = [];
      for (const channel of row.channels) messages.push(...(await this.textOf(channel)));
      return { ...shown(row), messages };
    });
  }

  /** When the next digest comes and what it would hold. */
  async next(): Promise<{ enabled: boolean; nextAt: Date | null; items: number; noSms: string | null }> {
    return this.db.transaction(async () => {
      const { digest, timeZone, quiet, channels } = await this.preferences.mine();
      const enabled = digest.enabled && (await this.schedule.isPlanned());
      const nextAt = enabled ? sendAt(nextDigest({ digest, timeZone }, new Date()), quiet, timeZone) : null;
      const ideas = await this.suggestions.best(digest.items);
      const phone = channels.includes('sms') ? await this.phones.forSms() : undefined;
      return {
        enabled,
        nextAt,
        items: ideas.length,
        noSms: phone && 'reason' in phone ? phone.reason : null,
      };
    });
  }

  private async textOf({ channel, messageId }: ChannelRow): Promise<ToldText[]> {
    if (messageId === null) return [];
    if (channel === 'sms') {
      const sms = await this.inbox.get(messageId);
      return sms?.text ? [{ channel, subject: null, text: sms.text, route: sms.route }] : [];
    }
    const mail = await this.db.first<Omit<ToldText, 'channel'>>(
      'SELECT subject, body_text AS "text", route FROM mail_message WHERE id = $1',
      [messageId],
    );
    return mail ? [{ channel, ...mail }] : [];
  }
}

/** Where a message lies is nothing to its reader: it is told with its text. */
function shown(row: NotificationRow): NotificationView {
  return { ...row, channels: row.channels.map(({ messageId: _, ...channel }) => channel) };
}
