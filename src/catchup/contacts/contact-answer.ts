import { today } from '../../platform/dates/index.js';
import { formatBirthday, type NextBirthday, nextBirthday, readStoredBirthday } from './birthday.js';
import type { ContactRow } from './contact-row.js';
import { type Standing, standing } from './due.js';

export interface ContactAnswer extends Omit<ContactRow, 'birthday'>, Omit<Standing, 'since'> {
  birthday: string | null;
  nextBirthday: NextBirthday | null;
}

/** A contact with where the user stands with her today. */
export function contactAnswer(row: ContactRow, zone: string, now: Date): ContactAnswer {
  const { birthday: stored, ...contact } = row;
  const birthday = stored === null ? null : readStoredBirthday(stored);
  const { since: _, ...stands } = standing(row, zone, now);
  return {
    ...(Object.fromEntries(Object.entries(contact).filter(([name]) => name !== 'ratio')) as typeof contact),
    birthday: birthday && formatBirthday(birthday),
    ...stands,
    nextBirthday: birthday && nextBirthday(birthday, today(zone, now)),
  };
}
