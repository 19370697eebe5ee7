import { isOver, type SmsState } from './sms-status.js';

export interface SmsStanding {
  /** As stored. */
  state: SmsState;
  /** ms until the lease of a message that is being sent is over; 0 or less: whoever sent it has died or forgotten it. */
  leaseLeftMs: number;
  optedOut: boolean;
  /** It is of no use any more. */
  late: boolean;
  /** Its user is disabled: she is told nothing. */
  closed: boolean;
}

/**
 * send it · look-up: it may have been sent, the provider knows, and only one that it does not have is sent (if `maySend`) ·
 * wait: somebody may be sending it · over: nothing to do, it ends as `state`
 */
export type SmsStep =
  | { step: 'send' }
  | { step: 'look-up'; otherwise: 'send' | 'opted_out' | 'failed' }
  | { step: 'wait'; ms: number }
  | { step: 'over'; state: SmsState };

/** What the job of a message does with it. (rules sms 2) */
export function nextSmsStep({ state, leaseLeftMs, optedOut, late, closed }: SmsStanding): SmsStep {
  if (state === 'sent' || isOver(state)) return { step: 'over', state };
  if (state === 'sending' && leaseLeftMs > 0) return { step: 'wait', ms: leaseLeftMs };
  const otherwise = optedOut ? 'opted_out' : late || closed ? 'failed' : 'send';
  if (state === 'sending' || state === 'ambiguous') return { step: 'look-up', otherwise };
  return otherwise === 'send' ? { step: 'send' } : { step: 'over', state: otherwise };
}

/** Words of a reply that mean: no more. Twilio's own list. */
const STOP = new Set(['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT']);
const START = new Set(['START', 'YES', 'UNSTOP']);
const HELP = new Set(['HELP', 'INFO']);

/** What a reply asks for: the whole of it is one of the words, however it is written. (rules sms 7) */
export function askedBy(body: string): 'stop' | 'start' | 'help' | undefined {
  const word = body
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
  if (STOP.has(word)) return 'stop';
  if (START.has(word)) return 'start';
  return HELP.has(word) ? 'help' : undefined;
}
