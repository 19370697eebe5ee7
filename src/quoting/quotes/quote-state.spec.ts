import { expect, it } from '@jest/globals';
import { isAllowed, QUOTE_ACTIONS, QUOTE_STATES, refusal } from './quote-state.js';

/** x: allowed. In the order of QUOTE_ACTIONS: edit, calculate, price, send, accept, decline, expire, revise, cancel. */
const TABLE: Record<string, string> = {
  draft: 'xxx.....x',
  needs_review: 'xxx.....x',
  ready: '.xxx...xx',
  sent: '....xxxxx',
  accepted: '.........',
  declined: '.......x.',
  expired: '.......x.',
  superseded: '.........',
  cancelled: '.......x.',
};

it.each(QUOTE_STATES)('%s allows what it should, and nothing else', (state) => {
  const allowed = QUOTE_ACTIONS.map((action) => (isAllowed(action, state) ? 'x' : '.')).join('');
  expect(allowed).toBe(TABLE[state]);
});

it('says why not', () => {
  expect(refusal('send', 'needs_review')).toBe(
    'This quote waits for a person (see its reasons): it cannot be sent. Only one that is ready can',
  );
});
