import { Injectable, type OnModuleInit } from '@nestjs/common';
import { MessageHolds, type MailOutcome, MailOutcomes, type SmsOutcome, SmsOutcomes } from '../../messages/index.js';
import { PersonalDatabase } from '../../platform/database/personal-database.js';
import { CatchupPreferences } from '../preferences/catchup-preferences.js';
import { CatchupDigest, CatchupNotice } from './digest.mail.js';
import { type ChannelState, isLost, stateOfMail, stateOfSms } from './notification-state.js';
import { NotificationsRepository } from './notifications.repository.js';
import { OpenSuggestions } from './open-suggestions.js';
import { SMS_PURPOSES, Teller } from './teller.js';
import { quietEnd } from './time/digest-time.js';

const MAX_REASON = 500;

/**
 * What became of the messages, as their outboxes and the provider's callbacks tell it: several times, in any order. Those that are
 * tried again in quiet hours wait for their end.
 */
@Injectable()
export class DigestOutcomes implements OnModuleInit {
  constructor(
    private readonly db: PersonalDatabase,
    private readonly sms: SmsOutcomes,
    private readonly mails: MailOutcomes,
    private readonly notifications: NotificationsRepository,
    private readonly preferences: CatchupPreferences,
    private readonly suggestions: OpenSuggestions,
    private readonly teller: Teller,
    private readonly holds: MessageHolds,
  ) {}

  onModuleInit(): void {
    for (const purpose of Object.values(SMS_PURPOSES)) this.sms.listen(purpose, (outcome) => this.ofSms(outcome));
    for (const { name } of [CatchupDigest, CatchupNotice]) this.mails.listen(name, (outcome) => this.ofMail(outcome));
    this.holds.add((messageId) => this.quietUntil(messageId));
  }

  /** One that she asked for herself comes at any hour. */
  private quietUntil(messageId: string): Promise<Date | null> {
    return this.db.transaction(async () => {
      const kind = await this.notifications.kindOf(messageId);
      if (kind === undefined || kind === 'test') return null;
      const { quiet, timeZone } = await this.preferences.mine();
      return quietEnd(new Date(), quiet, timeZone);
    });
  }

  private ofSms({ messageId, state, reason }: SmsOutcome): Promise<void> {
    return this.note(messageId, 'sms', stateOfSms(state), reason);
  }

  private ofMail({ messageId, state, words }: MailOutcome): Promise<void> {
    return this.note(messageId, 'email', stateOfMail(state), state === 'sent' ? null : words);
  }

  private async note(
    messageId: string,
    channel: 'sms' | 'email',
    state: ChannelState,
    reason: string | null,
  ): Promise<void> {
    await this.db.transaction(async () => {
      const held = await this.notifications.holdByMessage(messageId);
      const known = held?.channels.find((one) => one.messageId === messageId);
      if (!held || !known || known.state === state) return;
      const { fallback } = known;
      const words = reason?.slice(0, MAX_REASON) ?? null;
      await this.notifications.putChannel(held.id, { channel, state, reason: words, fallback, messageId });
      if (channel === 'sms' && isLost(state) && !held.channels.some((one) => one.channel === 'email'))
        await this.teller.byMail(
          held,
          await this.suggestions.of(held.suggestionIds),
          await this.preferences.mine(),
          true,
        );
    });
  }
}
