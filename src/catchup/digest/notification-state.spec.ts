import { describe, expect, it } from '@jest/globals';
import { SMS_STATES } from '../../platform/sms/sms-status.js';
import { type ChannelState, isLost, overall, stateOfMail, stateOfSms } from './notification-state.js';

describe('what became of a notification', () => {
  it.each<[ChannelState[], string]>([
    [['success'], 'success'],
    [['sent'], 'pending'],
    [['success', 'sent'], 'pending'],
    [['success', 'skipped'], 'success'],
    [['failed', 'success'], 'partial'],
    [['ambiguous', 'success'], 'partial'],
    [['failed', 'failed'], 'failed'],
    [['failed', 'skipped'], 'failed'],
    [['skipped', 'skipped'], 'skipped'],
    [['ambiguous', 'failed'], 'ambiguous'],
    [[], 'skipped'],
  ])('%j is %s', (channels, state) => expect(overall(channels)).toBe(state));

  it('that a provider took an SMS is no success; a mail that its server took is', () => {
    expect(Object.fromEntries(SMS_STATES.map((state) => [state, stateOfSms(state)]))).toEqual({
      queued: 'pending',
      sending: 'pending',
      sent: 'sent',
      delivered: 'success',
      undelivered: 'failed',
      failed: 'failed',
      ambiguous: 'ambiguous',
      opted_out: 'skipped',
    });
    expect(stateOfMail('sent')).toBe('success');
    expect(stateOfMail('suppressed')).toBe('skipped');
    expect(['failed', 'skipped', 'sent', 'ambiguous'].map((state) => isLost(state as ChannelState))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
