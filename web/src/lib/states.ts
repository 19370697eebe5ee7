/**
 * States as people see them: a shape, a word and a colour each, so that they are told apart without colour as well. This is the only
 * place that maps the API's words to them.
 */
export interface StateLook {
  /** Key of its colour in styles/tokens.css, `--state-<tone>`. */
  tone: 'idle' | 'running' | 'done' | 'late' | 'failed' | 'dead';
  shape: string;
  word: string;
  /** Filled, because the dark colours sink in as mere text. */
  chip?: true;
}

const LOOKS = {
  owed: { tone: 'idle', shape: '○', word: 'Owed' },
  queued: { tone: 'idle', shape: '◌', word: 'Queued' },
  delayed: { tone: 'idle', shape: '◌', word: 'Delayed' },
  running: { tone: 'running', shape: '◐', word: 'Running' },
  done: { tone: 'done', shape: '✓', word: 'Done' },
  late: { tone: 'late', shape: '▲', word: 'Late' },
  failed: { tone: 'failed', shape: '✕', word: 'Failed', chip: true },
  dead: { tone: 'dead', shape: '⬣', word: 'Dead', chip: true },
  missed: { tone: 'failed', shape: '◇', word: 'Missed' },
  cancelled: { tone: 'idle', shape: '⊘', word: 'Cancelled' },
  waived: { tone: 'idle', shape: '–', word: 'Waived' },
  paused: { tone: 'late', shape: '‖', word: 'Paused' },
  skipped: { tone: 'idle', shape: '–', word: 'Skipped' },
  unknown: { tone: 'late', shape: '?', word: 'Unknown' },
  draft: { tone: 'idle', shape: '✎', word: 'Draft' },
  review: { tone: 'late', shape: '◎', word: 'In review' },
  final: { tone: 'running', shape: '■', word: 'Final' },
  sent: { tone: 'done', shape: '➤', word: 'Sent' },
  paid: { tone: 'done', shape: '◆', word: 'Paid' },
  void: { tone: 'idle', shape: '⊗', word: 'Void' },
  suggested: { tone: 'running', shape: '☆', word: 'Suggested' },
  busy: { tone: 'idle', shape: '▬', word: 'Busy' },
  kept_time: { tone: 'idle', shape: '▣', word: 'Kept' },
  clean: { tone: 'done', shape: '◈', word: 'Clean' },
  dirty: { tone: 'idle', shape: '▽', word: 'Dirty' },
} as const satisfies Record<string, StateLook>;

export type StateName = keyof typeof LOOKS;

/** The API's words, of the ledger, of Bull, of slots, items, attempts and effects. */
const WORDS: Record<string, StateName> = {
  pending: 'queued',
  queued: 'queued',
  waiting: 'queued',
  scheduled: 'queued',
  delayed: 'delayed',
  running: 'running',
  active: 'running',
  processing: 'running',
  claimed: 'running',
  completed: 'done',
  done: 'done',
  ok: 'done',
  sent: 'sent',
  delivered: 'done',
  kept: 'done',
  preview: 'draft',
  generated: 'done',
  bounced: 'failed',
  rejected: 'failed',
  failed: 'failed',
  error: 'failed',
  crashed: 'failed',
  timeout: 'failed',
  dead: 'dead',
  cancelled: 'cancelled',
  'not-done': 'cancelled',
  owed: 'owed',
  late: 'late',
  missed: 'missed',
  waived: 'waived',
  skipped: 'skipped',
  snoozed: 'delayed',
  interrupted: 'late',
  paused: 'paused',
  unknown: 'unknown',
  // Bookings, tasks of housekeeping, work orders, checks of a day.
  tentative: 'delayed',
  confirmed: 'owed',
  checked_in: 'running',
  checked_out: 'done',
  no_show: 'missed',
  owner_stay: 'busy',
  open: 'owed',
  started: 'running',
  in_progress: 'running',
  inspected: 'done',
  // Suggestions, their events, messages and accounts of calendars.
  written: 'done',
  dismissed: 'cancelled',
  success: 'done',
  partial: 'late',
  ambiguous: 'unknown',
  needs_reauth: 'paused',
  warning: 'late',
  blocker: 'failed',
  info: 'owed',
  // Quotes.
  needs_review: 'review',
  ready: 'final',
  accepted: 'done',
  declined: 'cancelled',
  expired: 'waived',
  superseded: 'void',
};

/** How to show a state; a word that is not known here is shown as it is. */
export function lookOf(word: string): StateLook {
  const known = word.toLowerCase();
  const name = Object.hasOwn(WORDS, known) ? WORDS[known] : Object.hasOwn(LOOKS, known) && (known as StateName);
  return name ? LOOKS[name] : { tone: 'idle', shape: '·', word };
}

/** True when nothing will change any more. */
export function isFinal(status: string): boolean {
  return ['completed', 'failed', 'dead', 'cancelled'].includes(status.toLowerCase());
}

/** For the legend. */
export const ALL_LOOKS: readonly StateLook[] = Object.values(LOOKS);
