import { State } from '../../kit/state';
import type { Booking } from './desk-query';

const WORDS: Record<Booking['status'], string> = {
  tentative: 'Tentative',
  confirmed: 'Expected',
  checked_in: 'In the house',
  checked_out: 'Left',
  cancelled: 'Cancelled',
  no_show: 'No-show',
};

export function BookingState({ of }: { of: Booking['status'] }) {
  return <State of={of} word={WORDS[of]} />;
}
