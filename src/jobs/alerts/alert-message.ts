import type { AlertNotificationPayload, MessageKind } from './alert-notification.job.js';
import type { AlertRuleView } from './alert-rule.js';

const WORD: Record<MessageKind, string> = {
  fired: 'Alert',
  resolved: 'Resolved',
  reminder: 'Still firing',
  test: 'Test',
};

const WHAT: Record<AlertRuleView['kind'], string> = {
  failure_rate: 'jobs that failed, percent of those finished',
  oldest_age: 'seconds the job that waits longest has been due',
  missed_slot: 'missed slots of schedules',
  dead_letters: 'open dead letters',
};

/** Body of the webhook. */
export function webhookBody(rule: AlertRuleView, { message, value, at }: AlertNotificationPayload): string {
  const { id, name, kind, jobName, hotelId, threshold, unit, windowMinutes } = rule;
  return JSON.stringify({
    type: `alert.${message}`,
    timestamp: at,
    data: { ruleId: id, name, kind, jobName, hotelId, value: value ?? null, threshold, unit, windowMinutes },
  });
}

/** Subject and text of the e-mail. */
export function mailText(rule: AlertRuleView, { message, value, at }: AlertNotificationPayload) {
  const measured = value === undefined || value === null ? 'too few jobs to tell' : String(round(value));
  const lines = [
    message === 'test' ? 'This is a test of the rule; nothing has happened.' : undefined,
    `Rule: ${rule.name}`,
    `Measures: ${WHAT[rule.kind]}${rule.windowMinutes ? `, of the last ${rule.windowMinutes} minutes` : ''}`,
    `Job type: ${rule.jobName ?? 'all'}`,
    `Hotel: ${rule.hotelId ?? 'all'}`,
    message === 'test' ? undefined : `Value: ${measured}`,
    `Threshold: ${rule.threshold}`,
    `Time: ${at}`,
  ];
  return {
    subject: `[${WORD[message]}] ${rule.name}`,
    text: `${lines.filter((line) => line !== undefined).join('\n')}\n`,
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
