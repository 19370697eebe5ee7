import { useLocale } from '../../api/hotels';
import { State } from '../../kit/state';
import { countOf } from '../../lib/money';
import { dateText } from '../../lib/time';
import type { Contact } from './people-query';

/** How late somebody is, from the last contact on: shape and words. */
export function Lateness({ contact }: { contact: Contact }) {
  const { due, daysOverdue, dueOn, pausedUntil, daysSince, lastContactOn } = contact;
  const locale = useLocale();
  if (dueOn === null) return <State of="skipped" word="Never suggested" />;
  if (pausedUntil !== null && due)
    return <State of="delayed" word={`Put off until ${dateText(pausedUntil, locale, { weekday: undefined })}`} />;
  if (due) return <State of="late" word={daysOverdue === 0 ? 'Due today' : `${countOf(daysOverdue, 'day')} late`} />;
  return <State of="done" word={`${lastContactOn === null ? 'Noted' : 'Met'} ${sinceWords(daysSince)}`} />;
}

const sinceWords = (days: number): string => (days === 0 ? 'today' : `${countOf(days, 'day')} ago`);
