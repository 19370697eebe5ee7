export const SMS_STATES = [
  'queued',
  'sending',
  'sent',
  'delivered',
  'undelivered',
  'failed',
  'ambiguous',
  'opted_out',
] as const;
/**
 * queued: waits for its job · sending: handed over now · sent: the provider took it, and that is all that is known ·
 * delivered: the handset has it, or it lies in the local inbox · undelivered: the network gave it up · failed: refused, or given
 * up · ambiguous: it may have been taken, only the answer got lost · opted_out: the person wants none
 */
export type SmsState = (typeof SMS_STATES)[number];

/** Statuses of the provider by how far a message has come. Callbacks come in any order: only a higher one counts. */
const RANKS: Record<string, number> = {
  accepted: 0,
  scheduled: 0,
  queued: 1,
  sending: 2,
  sent: 3,
  partially_delivered: 4,
  delivered: 5,
  read: 5,
  undelivered: 5,
  failed: 5,
  canceled: 5,
};
const TERMINAL = 5;

/** How far a status is; undefined for one that this version does not know. */
export function rankOf(status: string): number | undefined {
  return Object.hasOwn(RANKS, status) ? RANKS[status] : undefined;
}

/** Whether a status that came replaces the one that is known: what has ended stays as it ended. (rules sms 6) */
export function supersedes(status: string, known: string | null): boolean {
  const rank = rankOf(status);
  if (rank === undefined) return false;
  const before = known === null ? -1 : (rankOf(known) ?? -1);
  return before < TERMINAL && rank > before;
}

/** What a status of the provider means for our row. */
export function stateOf(status: string): Extract<SmsState, 'sent' | 'delivered' | 'undelivered' | 'failed'> {
  if (status === 'delivered' || status === 'read') return 'delivered';
  if (status === 'undelivered') return 'undelivered';
  return status === 'failed' || status === 'canceled' ? 'failed' : 'sent';
}

/** Nothing more becomes of it. */
export function isOver(state: SmsState): boolean {
  return ['delivered', 'undelivered', 'failed', 'opted_out'].includes(state);
}
