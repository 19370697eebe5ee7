import type { LocalDate } from '../../platform/dates/index.js';
import type { Frequency } from '../contacts/contact-types.js';

export const SUGGESTION_KINDS = ['overdue', 'shared_event', 'birthday'] as const;
export type SuggestionKind = (typeof SUGGESTION_KINDS)[number];

export const SUGGESTION_STATES = ['open', 'accepted', 'dismissed', 'snoozed', 'expired'] as const;
export type SuggestionState = (typeof SUGGESTION_STATES)[number];

export const DISMISS_REASONS = ['not_now', 'met_recently', 'not_interested', 'other'] as const;
export type DismissReason = (typeof DISMISS_REASONS)[number];

/** Why a suggestion was taken back without her. passed: its time began; paused: she put the contact off; busy: its time was taken. */
export type WithdrawReason = 'passed' | 'met' | 'not_due' | 'busy' | 'paused';

export const EVENT_STATES = ['none', 'waiting', 'written', 'failed'] as const;
export type EventState = (typeof EVENT_STATES)[number];

/** What the sentence of a suggestion is made of. */
export interface Reason {
  /** Of the last contact; null: never met. */
  lastContactOn: LocalDate | null;
  daysSince: number;
  frequency: Frequency;
  ratio: number;
  /** ISO weekday and local time of the slot, and in how many of the known weeks that hour was free. */
  slot: { weekday: number; time: string; freeWeeks: number; weeks: number };
  birthday?: { on: LocalDate; turns: number | null };
  /** The event both of them go to. */
  event?: { calendarId: string; externalId: string; title: string | null; startsAt: string; side: 'before' | 'after' };
}

/** Most open suggestions of a user. */
export const MOST_OPEN = 7;
/** Most suggestions of one local day, with those she has accepted. */
export const MOST_A_DAY = 2;
/** How far ahead times are suggested. */
export const DAYS_AHEAD = 14;
/** No time sooner than this: both must be able to arrange it. */
export const LEAD_HOURS = 12;
/** How far from a birthday a meeting still is for it. */
export const BIRTHDAY_DAYS = 3;
/** How far from an event that both go to a meeting is still beside it. */
export const BESIDE_HOURS = 3;
