import type { ReservationFacts } from './reservation-facts.js';

/** Why a person has to look at a stay, by the codes of `review`. */
export const REVIEW_WORDS: Record<string, string> = {
  unknown_status: 'The status is not known',
  undecided: 'It may still become a booking or not',
  unknown_channel: 'The channel is not known',
  gross_mismatch: 'The amounts do not come to the payout',
  net_only: 'Only what was paid out is told',
  commission_later: 'The channel bills its commission later',
  inexact_amount: 'An amount has more decimals than its currency',
  kept_unknown: 'What was kept of the cancelled stay is not told',
  several_listings: 'Its code is told of several listings or units',
  several_rows: 'The rows of the stay tell different things',
  two_kinds_of_files: 'Two kinds of files tell of the stay',
  withheld_from_payout: 'The channel has withheld a part of its payout',
  tax_withheld: 'The channel has withheld tax',
  gone_at_source: 'Its provider does not tell of it any more',
};

/** In words, for people; a code without words is shown as it is. */
export const reviewInWords = ({ review }: Pick<ReservationFacts, 'review'>): string =>
  (review.length > 0 ? review : ['unknown_status'])
    .map((code) => REVIEW_WORDS[code] ?? code.replaceAll('_', ' '))
    .join('; ');
