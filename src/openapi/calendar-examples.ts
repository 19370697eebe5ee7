const WORKDAY = [['18:00', '22:00']];
const WEEKEND = [['10:00', '22:00']];

/** A user's preferences and calendars. */
export const CALENDAR_EXAMPLES: Record<string, unknown> = {
  SelectCalendarsRequest: { selected: [] },
  PreferencesRequest: {
    timezone: 'Europe/Lisbon',
    windows: [WORKDAY, WORKDAY, WORKDAY, WORKDAY, WORKDAY, WEEKEND, WEEKEND],
    quiet: { from: '22:00', to: '08:00' },
    bufferMinutes: 15,
    travelMinutes: 30,
    minMinutes: 45,
    allDayBlocks: true,
    pendingBlocks: true,
    digest: { enabled: true, weekday: 7, time: '09:00', items: 5 },
    notices: { enabled: true },
    channels: ['sms', 'email'],
  },
  CreateManualBlockRequest: { kind: 'busy', title: 'Choir', weekly: { weekdays: [2], from: '19:00', to: '21:00' } },
  ConnectCalDavRequest: { serverUrl: 'https://cloud.example.com', username: 'anna', password: 'one of its own' },
  ConnectIcsRequest: { url: 'webcal://calendar.example.com/holidays.ics', name: 'Holidays' },
};
