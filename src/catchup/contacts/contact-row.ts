import type { LocalDate } from '../../platform/dates/index.js';
import type { WeekWindows } from '../preferences/preferences.js';
import type { ContactSource, Frequency, Importance, Medium } from './contact-types.js';

export interface ContactRow {
  id: string;
  name: string;
  emails: string[];
  phone: string | null;
  frequency: Frequency;
  importance: Importance;
  medium: Medium;
  minutes: number;
  windows: WeekWindows | null;
  /** As the column has it. */
  birthday: string | null;
  note: string | null;
  groups: string[];
  lastContactAt: Date | null;
  lastContactSource: ContactSource | null;
  pausedUntil: LocalDate | null;
  createdAt: Date;
}

/** Columns of contact `c` under the names of ContactRow. */
export const CONTACT = `c.id, c.name, c.emails, c.phone, c.frequency, c.importance, c.medium, c.minutes, c.windows,
  c.birthday::text AS birthday, c.note, c.groups, c.last_contact_at AS "lastContactAt",
  c.last_contact_source AS "lastContactSource", c.paused_until AS "pausedUntil", c.created_at AS "createdAt"`;

/** What a person gives of a contact; the birthday as the column has it. */
export type ContactValues = Omit<
  ContactRow,
  'id' | 'lastContactAt' | 'lastContactSource' | 'pausedUntil' | 'createdAt'
>;
