import { Injectable } from '@nestjs/common';
import { Messages, SmsMessages } from '../../messages/index.js';
import { PersonalDatabase } from '../../platform/database/personal-database.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import type { Preferences } from '../preferences/preferences.js';
import { CatchupDigest, CatchupNotice } from './digest.mail.js';
import { digestSms, mailRows, noticeSms, type TellableSuggestion } from './digest-text.js';
import { isLost, type NotificationState } from './notification-state.js';
import { type NotificationKind, type NotificationRow, NotificationsRepository } from './notifications.repository.js';
import { Phones } from './phone/phones.service.js';
import { GRACE_MS, quietEnd } from './time/digest-time.js';
import { DigestUnsubscribe } from './unsubscribe/digest-unsubscribe.js';

/** Purposes of SMS that a user is told something by; all of them count for her limit. */
export const SMS_PURPOSES = { digest: 'digest', event: 'event', test: 'test' } as const;
/** SMS to one user in a day, the codes of her number left out. */
export const SMS_A_DAY = 10;
const DAY_S = 86_400;

type Told = Pick<NotificationRow, 'id' | 'kind'>;

/** Tells the user who acts of suggestions: at her own number and her own address, and nowhere else. */
@Injectable()
export class Teller {
  constructor(
    private readonly db: PersonalDatabase,
    private readonly context: RequestContext,
    private readonly notifications: NotificationsRepository,
    private readonly phones: Phones,
    private readonly sms: SmsMessages,
    private readonly mails: Messages,
    private readonly unsubscribe: DigestUnsubscribe,
  ) {}

  /**
   * Writes the messages of a notification into the outboxes, one on each channel; in the caller's transaction, which holds the
   * notification. SMS first; e-mail where it is chosen, or an SMS is not possible. Nothing to a user who is disabled.
   */
  async tell(told: Told, ideas: readonly TellableSuggestion[], preferences: Preferences): Promise<NotificationState> {
    const { channels } = preferences;
    if ((await this.address()) === null) {
      await this.notifications.skip(told.id, 'account_closed');
      return 'skipped';
    }
    await this.notifications.tells(
      told.id,
      ideas.map(({ id }) => id),
    );
    let state: NotificationState = 'skipped';
    let lost = false;
    if (channels.includes('sms')) {
      const sent = await this.bySms(told, ideas, preferences);
      lost = isLost(sent.state);
      state = await this.notifications.putChannel(told.id, { channel: 'sms', fallback: false, ...sent });
    }
    if (channels.includes('email')) state = await this.byMail(told, ideas, preferences, false);
    else if (lost) state = await this.byMail(told, ideas, preferences, true);
    if (channels.length === 0) await this.notifications.skip(told.id, 'no_channel');
    return state;
  }

  /** The e-mail of a notification, instead of an SMS that did not arrive or beside it; once. */
  async byMail(
    { id, kind }: Told,
    ideas: readonly TellableSuggestion[],
    { timeZone, quiet }: Preferences,
    fallback: boolean,
  ): Promise<NotificationState> {
    const address = await this.address();
    if (address === null || ideas.length === 0) {
      const reason = address === null ? 'the account is closed' : 'there is nothing to tell any more';
      const skipped = { channel: 'email', state: 'skipped', reason, fallback, messageId: null } as const;
      return this.notifications.putChannel(id, skipped);
    }
    const rows = mailRows(ideas, timeZone);
    const unsubscribe = this.unsubscribe.link(kind === 'event' ? 'notices' : 'digest');
    const written =
      kind === 'event'
        ? { template: CatchupNotice, data: { ...rows[0]!, unsubscribe } }
        : {
            template: CatchupDigest,
            data: { count: String(rows.length), several: rows.length > 1, ideas: rows, unsubscribe },
          };
    const mail = await this.mails.send({
      key: `catchup:${id}:email`,
      to: { address },
      personal: true,
      notBefore: (kind === 'test' ? null : quietEnd(new Date(), quiet, timeZone)) ?? undefined,
      unsubscribe: { url: unsubscribe },
      ...written,
    });
    return this.notifications.putChannel(id, {
      channel: 'email',
      state: 'pending',
      reason: null,
      fallback,
      messageId: mail.id,
    });
  }

  private async bySms({ id, kind }: Told, ideas: readonly TellableSuggestion[], { timeZone }: Preferences) {
    const skipped = (reason: string) => ({ state: 'skipped', reason, messageId: null }) as const;
    const phone = await this.phones.forSms();
    if ('reason' in phone) return skipped(phone.reason);
    if ((await this.sms.since(Object.values(SMS_PURPOSES), DAY_S)) >= SMS_A_DAY)
      return skipped(`${SMS_A_DAY} SMS have been sent in a day`);
    const message = await this.sms.send({
      key: `catchup:${id}:sms`,
      purpose: purposeOf(kind),
      number: phone.number,
      body: kind === 'event' ? noticeSms(ideas[0]!, timeZone) : digestSms(ideas, timeZone),
      notAfter: new Date(Date.now() + GRACE_MS),
    });
    return { state: 'pending', reason: null, messageId: message.id } as const;
  }

  /** Her own address, with which she logs in; null for an account that is closed. */
  private async address(): Promise<string | null> {
    const row = await this.db.first<{ email: string }>(
      'SELECT email FROM app_user WHERE id = $1 AND disabled_at IS NULL',
      [this.context.userId],
    );
    return row?.email ?? null;
  }
}

function purposeOf(kind: NotificationKind): string {
  return SMS_PURPOSES[kind];
}
