import { useLocale } from '../../api/hotels';
import { dateText } from '../../lib/time';
import { daysOf } from './statements-query';

/** The days of a statement: a whole month by its name. */
export function Period({ from, to }: { from: string; to: string }) {
  const locale = useLocale();
  const days = daysOf(from.slice(0, 7));
  const whole = days.from === from && days.to === to;
  const plain = { weekday: undefined } as const;
  const text = whole
    ? dateText(from, locale, { weekday: undefined, day: undefined, month: 'long' })
    : `${dateText(from, locale, plain)} – ${dateText(to, locale, plain)}`;
  return <span title={`${dateText(from, locale)} to ${dateText(to, locale)}`}>{text}</span>;
}

/** When the money of a stay counts, in words. */
export const CALCULATIONS = {
  checkout: 'Whole stays, on the day of departure',
  checkin: 'Whole stays, on the day of arrival',
  calendar: 'Night by night',
  nightly_over_n: 'Long stays night by night, others on departure',
} as const;
