/** Local times "HH:MM" of one working window; "24:00" may end it. */
export type LocalWindow = readonly [from: string, to: string];
/** Windows of each weekday, Monday first. */
export type WeekWindows = readonly (readonly LocalWindow[])[];

export type Channel = 'sms' | 'email';

/** How a user wants to be reminded, and when she has time: a row of catchup_preferences, or the defaults. */
export interface Preferences {
  /** IANA zone. Everything local is local here. */
  timeZone: string;
  windows: WeekWindows;
  /** No message in these local hours, which may pass midnight. */
  quiet: { from: string; to: string } | null;
  /** Kept free before and after what is busy. */
  bufferMinutes: number;
  /** On the way to people who are met in person: kept free on both sides, beside the buffer. */
  travelMinutes: number;
  /** Shortest time that is worth a suggestion. */
  minMinutes: number;
  allDayBlocks: boolean;
  /** Invitations without an answer keep their time busy. */
  pendingBlocks: boolean;
  digest: { enabled: boolean; weekday: 1 | 2 | 3 | 4 | 5 | 6 | 7; time: string; items: number };
  /** A message at once of somebody who could come to an event. */
  notices: { enabled: boolean };
  channels: readonly Channel[];
}

/** As a user gives them: without `notices` these stay as they are, so that nobody who has ended them gets them again unasked. */
export type GivenPreferences = Omit<Preferences, 'notices'> & Partial<Pick<Preferences, 'notices'>>;

/** Of a user without a row: every day 09:00–21:00, Sunday 09:00 by SMS. */
export function defaultPreferences(timeZone: string): Preferences {
  return {
    timeZone,
    windows: Array.from({ length: 7 }, () => [['09:00', '21:00']] as const),
    quiet: { from: '21:00', to: '08:00' },
    bufferMinutes: 0,
    travelMinutes: 0,
    minMinutes: 30,
    allDayBlocks: true,
    pendingBlocks: true,
    digest: { enabled: true, weekday: 7, time: '09:00', items: 5 },
    notices: { enabled: true },
    channels: ['sms'],
  };
}
