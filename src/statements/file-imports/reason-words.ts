import { REVIEW_WORDS } from '../reservations/review-words.js';

/** Why a person has to look at a row, by the codes of `reasons`. */
const WORDS: Record<string, string> = {
  ...REVIEW_WORDS,
  unknown_type: 'The kind of the row is not known',
  unknown_listing: 'No listing is known for its title',
  unknown_stay: 'No stay of its code is known, or its dates are missing',
  money_without_stay: 'Money that is of no stay and no expense',
  no_nights: 'The stay has no night',
  mixed_currencies: 'The rows of the stay are in several currencies',
  amount_too_large: 'An amount is too large',
};

/** In words, for people; a code without words is shown as it is. */
export const reasonsInWords = (reasons: readonly string[]): string =>
  reasons.map((code) => WORDS[code] ?? code.replaceAll('_', ' ')).join('; ');
