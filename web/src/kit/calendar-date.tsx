import { useLocale } from '../api/hotels';
import { dateText } from '../lib/time';

/** A calendar date `YYYY-MM-DD` as the person writes dates; a dash with the reason as its title where there is none. */
export function CalendarDate({ on, none = 'Not yet' }: { on: string | null | undefined; none?: string }) {
  const locale = useLocale();
  return on ? <time dateTime={on}>{dateText(on, locale, { weekday: undefined })}</time> : <span title={none}>—</span>;
}
