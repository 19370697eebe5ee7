import { Injectable } from '@nestjs/common';
import { AppError, invalid } from '../../platform/errors/app-error.js';
import { MailClient } from '../../platform/mail/mail.client.js';
import { OutboundClient } from '../../platform/outbound/outbound.client.js';
import { ContractRegistry } from '../contract/contract-registry.js';
import type { AlertKind } from './alert-rule.js';

export interface AlertRuleInput {
  name: string;
  kind: AlertKind;
  threshold: number;
  jobName?: string | null;
  hotelId?: number | null;
  windowMinutes?: number | null;
  minJobs?: number | null;
  webhookUrl?: string | null;
  emails?: string[];
  enabled?: boolean;
  remindHours?: number | null;
}

/** The kind cannot be changed: a rule of another kind is a new rule. */
export type AlertRuleChange = Partial<Omit<AlertRuleInput, 'kind'>>;

/** Which thresholds each kind takes, and whether it has a window. */
const FITS: Record<AlertKind, { most: number; integer: boolean; window: boolean; words: string }> = {
  failure_rate: { most: 100, integer: false, window: true, words: 'a percentage over 0, up to 100' },
  oldest_age: { most: 30 * 86_400, integer: false, window: false, words: 'a number of seconds, up to 30 days' },
  missed_slot: { most: 1_000_000, integer: true, window: true, words: 'a whole number of slots, at least 1' },
  dead_letters: { most: 1_000_000, integer: true, window: true, words: 'a whole number of dead letters, at least 1' },
};

/** Checks that a rule can be measured and its messages can be sent. */
@Injectable()
export class AlertRules {
  constructor(
    private readonly contracts: ContractRegistry,
    private readonly outbound: OutboundClient,
    private readonly mail: MailClient,
  ) {}

  /**
   * The rule with the defaults of all fields that were not given.
   * @throws AppError VALIDATION_FAILED naming the path; CONFLICT for e-mail without a mail server.
   */
  complete(input: AlertRuleInput): Required<AlertRuleInput> {
    const rule = whole(input);
    checkKind(rule);
    this.checkReferences(rule);
    return rule;
  }

  /**
   * The changed rule with all its fields. Fields that do not change are checked only when it is switched on, so that a rule
   * whose mail server is no longer configured can still be switched off.
   * @throws AppError as complete()
   */
  changed(before: AlertRuleInput, change: AlertRuleChange): Required<AlertRuleInput> {
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    const rule = whole({ ...before, ...given });
    checkKind(rule);
    this.checkReferences(change.enabled ? rule : change);
    return rule;
  }

  /** Checks that the job kind, the mail server and the address that the rule names can be used. */
  private checkReferences({ jobName, webhookUrl, emails = [] }: AlertRuleChange): void {
    if (jobName && !this.contracts.get(jobName)) throw invalid('jobName', `There is no job type "${jobName}"`);
    if (typeof webhookUrl === 'string') this.outbound.parse(webhookUrl, 'webhookUrl');
    if (emails.length > 0 && !this.mail.configured)
      throw new AppError('CONFLICT', 'This server has no mail server (SMTP_URL): alerts by e-mail are not possible');
  }
}

function whole(input: AlertRuleInput): Required<AlertRuleInput> {
  return {
    name: input.name,
    kind: input.kind,
    threshold: input.threshold,
    jobName: input.jobName ?? null,
    hotelId: input.hotelId ?? null,
    windowMinutes: input.windowMinutes ?? null,
    minJobs: input.minJobs ?? null,
    webhookUrl: input.webhookUrl ?? null,
    emails: distinct(input.emails ?? []),
    enabled: input.enabled ?? true,
    remindHours: input.remindHours ?? null,
  };
}

function checkKind({ kind, threshold, windowMinutes, minJobs, webhookUrl, emails }: Required<AlertRuleInput>): void {
  const { most, integer, window, words } = FITS[kind];
  if (!(threshold > 0 && threshold <= most) || (integer && !Number.isInteger(threshold)))
    throw invalid('threshold', `The threshold of ${kind} is ${words}`);
  if (windowMinutes !== null && !window) throw invalid('windowMinutes', `${kind} looks at the present: no window`);
  if (minJobs !== null && kind !== 'failure_rate') throw invalid('minJobs', 'minJobs belongs to failure_rate');
  if (webhookUrl === null && emails.length === 0)
    throw invalid('webhookUrl', 'A rule tells somebody: it needs a webhookUrl, or emails');
}

/** Addresses that differ only in upper and lower case count as one. */
function distinct(emails: readonly string[]): string[] {
  return [...new Map(emails.map((email) => [email.toLowerCase(), email])).values()];
}
