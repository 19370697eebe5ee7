import { addDays, today } from '../../platform/dates/index.js';
import { nextBirthday, readStoredBirthday } from '../contacts/birthday.js';
import type { ContactRow } from '../contacts/contact-row.js';
import { standing } from '../contacts/due.js';
import type { CommonEvent, Standing } from './generation.repository.js';
import { BIRTHDAY_DAYS, type WithdrawReason } from './suggestion-types.js';

/** Why an open suggestion does not hold any more, whatever her calendar says. */
export function whyNot(
  { start, kind, reason, contactId }: Standing,
  contact: ContactRow,
  common: readonly CommonEvent[],
  zone: string,
  now: Date,
): WithdrawReason | undefined {
  const day = today(zone, now);
  if (start <= now.getTime()) return 'passed';
  if (contact.pausedUntil !== null && contact.pausedUntil > day) return 'paused';
  if (contact.frequency === 'na') return 'not_due';
  if (common.some((event) => event.meeting && event.contactId === contactId)) return 'met';
  if (kind === 'birthday') {
    const next =
      contact.birthday && nextBirthday(readStoredBirthday(contact.birthday), addDays(day, -BIRTHDAY_DAYS)).on;
    return next === reason.birthday?.on ? undefined : 'not_due';
  }
  if (kind === 'shared_event') {
    const at = ({ calendarId, externalId }: CommonEvent) =>
      calendarId === reason.event?.calendarId && externalId === reason.event.externalId;
    return common.some((event) => at(event) && event.contactId === contactId) ? undefined : 'not_due';
  }
  const { due, lastContactOn } = standing(contact, zone, now);
  if (due) return undefined;
  return lastContactOn === reason.lastContactOn ? 'not_due' : 'met';
}
