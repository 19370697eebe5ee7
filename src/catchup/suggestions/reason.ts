import { Temporal } from 'temporal-polyfill';
import type { Frequency } from '../contacts/contact-types.js';
import type { Reason } from './suggestion-types.js';

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July'],
  ...['August', 'September', 'October', 'November', 'December'],
];
const WANTED: Record<Frequency, string> = {
  daily: 'you wanted daily',
  weekly: 'you wanted weekly',
  biweekly: 'you wanted every two weeks',
  monthly: 'you wanted monthly',
  quarterly: 'you wanted quarterly',
  yearly: 'you wanted yearly',
  flexible: 'you wanted to meet when there is time',
  na: 'you wanted no suggestions',
};

/** "Last met 45 days ago; you wanted monthly. Tuesday 18:00 was free in 5 of 8 weeks." */
export function reasonWords(reason: Reason, zone: string): string {
  return [birthdayWords(reason), eventWords(reason, zone), sinceWords(reason), hourWords(reason)]
    .filter(Boolean)
    .join(' ');
}

function sinceWords({ lastContactOn, daysSince, frequency }: Reason): string {
  const days = daysSince === 0 ? 'today' : `${count(daysSince, 'day')} ago`;
  const since = lastContactOn ? `Last met ${days}` : `Never met since you noted this contact down ${days}`;
  return `${since}; ${WANTED[frequency]}.`;
}

function birthdayWords({ birthday }: Reason): string {
  if (!birthday) return '';
  const { day, month, dayOfWeek } = Temporal.PlainDate.from(birthday.on);
  const turns = birthday.turns === null ? '' : `, turning ${birthday.turns}`;
  return `Birthday on ${WEEKDAYS[dayOfWeek - 1]} ${day} ${MONTHS[month - 1]}${turns}.`;
}

function eventWords({ event }: Reason, zone: string): string {
  if (!event) return '';
  const start = Temporal.Instant.from(event.startsAt).toZonedDateTimeISO(zone);
  const name = event.title?.trim() ? `"${event.title.trim()}"` : 'an event';
  const when = `${WEEKDAYS[start.dayOfWeek - 1]} ${start.day} ${MONTHS[start.month - 1]}`;
  return `You are both at ${name} on ${when}; meet ${event.side} it.`;
}

function hourWords({ slot: { weekday, time, freeWeeks, weeks } }: Reason): string {
  const hour = `${WEEKDAYS[weekday - 1]} ${time}`;
  if (weeks === 0) return `${hour} is free; how often it is, your calendar does not tell yet.`;
  return `${hour} was free in ${freeWeeks} of ${count(weeks, 'week')}.`;
}

function count(n: number, unit: string): string {
  return `${n} ${unit}${n === 1 ? '' : 's'}`;
}
