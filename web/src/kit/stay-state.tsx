import type { Schema } from '../api/client';
import { State } from './state';

type Stay = Pick<Schema<'ReservationResponse'>, 'status' | 'needsReview'>;

/** Words where the state's own would mislead. */
export const STAY_WORDS: Partial<Record<Stay['status'], string>> = {
  confirmed: 'Confirmed',
  no_show: 'No-show',
  owner_stay: 'Owner’s stay',
  needs_review: 'Status not known',
};

/** The status of a rental's reservation, and whether a person has to look. */
export function StayState({ stay: { status, needsReview } }: { stay: Stay }) {
  if (needsReview && status !== 'needs_review') return <State of="review" word="To look at" />;
  return <State of={status} word={STAY_WORDS[status]} />;
}
