import type { Schema } from '../api/client';
import { State } from './state';

const WORDS: Record<Schema<'BookingResponse'>['status'], string> = {
  tentative: 'Tentative',
  confirmed: 'Expected',
  checked_in: 'In the house',
  checked_out: 'Left',
  cancelled: 'Cancelled',
  no_show: 'No-show',
};

export function BookingState({ of }: { of: Schema<'BookingResponse'>['status'] }) {
  return <State of={of} word={WORDS[of]} />;
}
