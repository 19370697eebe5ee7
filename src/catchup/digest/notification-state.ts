import type { MailState } from '../../platform/mail/outbox-rules.js';
import type { SmsState } from '../../platform/sms/sms-status.js';

export const NOTIFICATION_STATES = ['pending', 'success', 'partial', 'failed', 'skipped', 'ambiguous'] as const;
/**
 * pending: under way, or with a provider that has not said that it arrived · success: arrived · partial: arrived on one channel, not on
 * another · failed: on none · skipped: not sent, and why · ambiguous: nobody knows
 */
export type NotificationState = (typeof NOTIFICATION_STATES)[number];

export const CHANNEL_STATES = ['pending', 'sent', 'success', 'failed', 'skipped', 'ambiguous'] as const;
/** sent: the provider took it, which is no delivery. */
export type ChannelState = (typeof CHANNEL_STATES)[number];

export function stateOfSms(state: SmsState): ChannelState {
  switch (state) {
    case 'queued':
    case 'sending':
      return 'pending';
    case 'delivered':
      return 'success';
    case 'undelivered':
      return 'failed';
    case 'opted_out':
      return 'skipped';
    default:
      return state;
  }
}

export function stateOfMail(state: MailState): ChannelState {
  switch (state) {
    case 'queued':
    case 'sending':
      return 'pending';
    case 'sent':
      return 'success';
    case 'suppressed':
      return 'skipped';
    default:
      return state;
  }
}

/** The whole of what is known of the channels. */
export function overall(channels: readonly ChannelState[]): NotificationState {
  const has = (...states: ChannelState[]) => channels.some((one) => states.includes(one));
  if (has('pending', 'sent')) return 'pending';
  if (has('success')) return has('failed', 'ambiguous') ? 'partial' : 'success';
  if (has('ambiguous')) return 'ambiguous';
  return has('failed') ? 'failed' : 'skipped';
}

/** Nothing will come of the channel by itself: another one is to be used instead. */
export function isLost(state: ChannelState): boolean {
  return state === 'failed' || state === 'skipped';
}
