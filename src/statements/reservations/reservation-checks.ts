import { expectedPayout, type ReservationFacts } from './reservation-facts.js';

/** The amounts do not come to what was, or will be, paid out. */
export const GROSS_MISMATCH = 'gross_mismatch';

/**
 * The facts with `gross_mismatch` among their review codes exactly when their amounts do not come to the payout. They are kept all
 * the same: which of the amounts is wrong, only a person can say. An unknown payout contradicts nothing.
 */
export function checked(facts: ReservationFacts): ReservationFacts {
  const mismatch = facts.payoutMinor !== null && facts.payoutMinor !== expectedPayout(facts);
  const others = facts.review.filter((code) => code !== GROSS_MISMATCH);
  const review = [...new Set(mismatch ? [...others, GROSS_MISMATCH] : others)].sort();
  return { ...facts, review };
}

/** An amount of a provider had a part of a minor unit and was rounded: no person can say more of it. */
export const INEXACT_AMOUNT = 'inexact_amount';

/** True while a person has to look before the stay is stated: what is known of its money or status may be wrong. */
export function holdsBack({ status, review }: Pick<ReservationFacts, 'status' | 'review'>): boolean {
  return status === 'needs_review' || review.some((code) => code !== INEXACT_AMOUNT);
}

/** True while there is something of the stay to look at. */
export function needsReview({ status, review }: Pick<ReservationFacts, 'status' | 'review'>): boolean {
  return status === 'needs_review' || review.length > 0;
}
