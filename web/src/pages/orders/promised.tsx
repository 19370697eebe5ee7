import { useLocale } from '../../api/hotels';
import { State } from '../../kit/state';
import { dateIn, dateText } from '../../lib/time';
import type { Order } from './orders-query';

/** The day it is to be shipped on; late when that day is over and it is not. @param zone of the workshop */
export function Promised({ order: { promisedOn, state }, zone }: { order: Order; zone: string }) {
  const locale = useLocale();
  const today = dateIn(zone);
  if (promisedOn === null) return <span title="It was not known when it was ordered">—</span>;
  const day = dateText(promisedOn, locale, { weekday: undefined });
  const open = state === 'accepted' || state === 'in_production';
  return open && promisedOn < today ? <State of="late" word={day} /> : day;
}
