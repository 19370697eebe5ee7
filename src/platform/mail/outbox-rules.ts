export const MAIL_STATES = ['queued', 'sending', 'sent', 'failed', 'ambiguous', 'suppressed'] as const;
/**
 * queued: waits for its job · sending: handed to the server now · sent: the server took it, or it lies in the local inbox ·
 * failed: refused, or given up · ambiguous: it may have been taken, only the answer got lost · suppressed: not sent, because
 * the address gets no mail any more
 */
export type MailState = (typeof MAIL_STATES)[number];

export const MAIL_POLICIES = ['transactional', 'digest'] as const;
/** After an end that nobody knows: transactional is sent again (at least once), digest is not (at most once). */
export type MailPolicy = (typeof MAIL_POLICIES)[number];

export interface Standing {
  /** As stored. */
  state: MailState;
  policy: MailPolicy;
  /** ms until the lease of a mail that is being sent is over; 0 or less: whoever sent it has died or forgotten it. */
  leaseLeftMs: number;
  /** The address gets no mail of the tenant. */
  suppressed: boolean;
}

/** send it · suppress it · wait: somebody may be sending it · over: nothing to do, it ends as `state` */
export type NextStep =
  | { step: 'send' }
  | { step: 'suppress' }
  | { step: 'wait'; ms: number }
  | { step: 'over'; state: 'sent' | 'ambiguous' };

/**
 * What the job of a mail does with it. A mail that failed or was suppressed is sent after all when its job runs again: only a
 * person makes it do so. (rules mail 2)
 */
export function nextStep({ state, policy, leaseLeftMs, suppressed }: Standing): NextStep {
  if (state === 'sent') return { step: 'over', state };
  if (state === 'sending' && leaseLeftMs > 0) return { step: 'wait', ms: leaseLeftMs };
  if ((state === 'sending' || state === 'ambiguous') && policy === 'digest')
    return { step: 'over', state: 'ambiguous' };
  return { step: suppressed ? 'suppress' : 'send' };
}
