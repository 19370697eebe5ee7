/** Where a quote stands. */
export const QUOTE_STATES = [
  'draft',
  'needs_review',
  'ready',
  'sent',
  'accepted',
  'declined',
  'expired',
  'superseded',
  'cancelled',
] as const;
export type QuoteState = (typeof QUOTE_STATES)[number];

/** What is done to a quote. `price`: a person sets a price. `revise`: a new revision takes its place. */
export const QUOTE_ACTIONS = [
  'edit',
  'calculate',
  'price',
  'send',
  'accept',
  'decline',
  'expire',
  'revise',
  'cancel',
] as const;
export type QuoteAction = (typeof QUOTE_ACTIONS)[number];

/** In which states each action is allowed. A customer has seen what was sent, so from then on only a revision changes it. */
const ALLOWED: Record<QuoteAction, readonly QuoteState[]> = {
  edit: ['draft', 'needs_review'],
  calculate: ['draft', 'needs_review', 'ready'],
  price: ['draft', 'needs_review', 'ready'],
  send: ['ready'],
  accept: ['sent'],
  decline: ['sent'],
  expire: ['sent'],
  // A cancelled revision must not end its number: what it took the place of is void.
  revise: ['ready', 'sent', 'declined', 'expired', 'cancelled'],
  cancel: ['draft', 'needs_review', 'ready', 'sent'],
};

export function isAllowed(action: QuoteAction, state: QuoteState): boolean {
  return ALLOWED[action].includes(state);
}

/** Why not, in words for people. */
export function refusal(action: QuoteAction, state: QuoteState): string {
  const states = ALLOWED[action].map(words);
  const needed = states.length > 1 ? `${states.slice(0, -1).join(', ')} or ${states.at(-1)}` : states[0];
  return `This quote ${IS[state] ?? `is ${words(state)}`}: it cannot be ${PAST[action]}. Only one that is ${needed} can`;
}

/** A customer's link still tells the price of a quote in these states. */
export function isShown(state: QuoteState): boolean {
  return ['sent', 'accepted', 'declined', 'expired'].includes(state);
}

/** Where `is` and the name of the state make no sentence. */
const IS: Partial<Record<QuoteState, string>> = {
  draft: 'is a draft',
  needs_review: 'waits for a person (see its reasons)',
  accepted: 'was accepted',
  declined: 'was declined',
  cancelled: 'was cancelled',
  superseded: 'has a newer revision',
  sent: 'was sent',
};

const PAST: Record<QuoteAction, string> = {
  edit: 'changed (make a revision)',
  calculate: 'calculated',
  price: 'priced',
  send: 'sent',
  accept: 'accepted',
  decline: 'declined',
  expire: 'ended',
  revise: 'revised',
  cancel: 'cancelled',
};

function words(state: string): string {
  return state.replaceAll('_', ' ');
}
