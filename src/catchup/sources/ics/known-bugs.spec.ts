import { describe, expect, it } from '@jest/globals';
import { icsEvents } from './ics-events.js';
import { readIcs } from './ics-file.js';

/** Files of public bug reports about other programs that read calendars, with the begins that are right. */
const REPORTS: Record<string, { lines: string[]; window: [string, string]; home?: string; begins: string[] }> = {
  'calcom/cal.diy#18114, #8516: a moved instance blocks where it is now': {
    lines: [
      ...[
        'BEGIN:VEVENT',
        'UID:a',
        'DTSTART;TZID=Europe/Berlin:20230426T100000',
        'DURATION:PT1H',
        'RRULE:FREQ=WEEKLY',
        'END:VEVENT',
      ],
      ...['BEGIN:VEVENT', 'UID:a', 'RECURRENCE-ID;TZID=Europe/Berlin:20230503T100000'],
      ...['DTSTART;TZID=Europe/Berlin:20230502T100000', 'DURATION:PT1H', 'END:VEVENT'],
    ],
    window: ['2023-04-26T00:00Z', '2023-05-11T00:00Z'],
    begins: ['2023-04-26T08:00Z', '2023-05-02T08:00Z', '2023-05-10T08:00Z'],
  },
  't4t5/caldir#52: a moved instance is found by its new day': {
    lines: [
      ...[
        'BEGIN:VEVENT',
        'UID:a',
        'DTSTART:20260819T123000Z',
        'DTEND:20260819T133000Z',
        'RRULE:FREQ=MONTHLY;BYDAY=3WE',
        'END:VEVENT',
      ],
      ...[
        'BEGIN:VEVENT',
        'UID:a',
        'RECURRENCE-ID:20260819T123000Z',
        'DTSTART:20260825T123000Z',
        'DTEND:20260825T133000Z',
        'END:VEVENT',
      ],
    ],
    window: ['2026-08-25T00:00Z', '2026-08-26T00:00Z'],
    begins: ['2026-08-25T12:30Z'],
  },
  'FossifyOrg/Calendar#535: "Eastern Standard Time" in September is daylight time': {
    lines: [
      'BEGIN:VEVENT',
      'UID:a',
      'DTSTART;TZID=Eastern Standard Time:20260908T140000',
      'DURATION:PT30M',
      'END:VEVENT',
    ],
    window: ['2026-09-08T00:00Z', '2026-09-09T00:00Z'],
    home: 'America/Chicago',
    begins: ['2026-09-08T18:00Z'],
  },
  'calcom/cal.diy#14664: ten o’clock in Helsinki and in London are two hours apart': {
    lines: [
      ...['BEGIN:VEVENT', 'UID:a', 'DTSTART;TZID=FLE Standard Time:20240430T100000', 'DURATION:PT30M', 'END:VEVENT'],
      ...['BEGIN:VEVENT', 'UID:b', 'DTSTART;TZID=GMT Standard Time:20240430T100000', 'DURATION:PT30M', 'END:VEVENT'],
    ],
    window: ['2024-04-30T00:00Z', '2024-05-01T00:00Z'],
    begins: ['2024-04-30T07:00Z', '2024-04-30T09:00Z'],
  },
  'ivan-lednev/obsidian-day-planner#418: several EXDATEs in a line, in a zone of Windows': {
    lines: [
      ...[
        'BEGIN:VEVENT',
        'UID:a',
        'RRULE:FREQ=WEEKLY;UNTIL=20250404T094500Z;INTERVAL=1;BYDAY=MO,TU,WE,TH,FR;WK',
        ' ST=SU',
      ],
      ...['EXDATE;TZID=Romance Standard Time:20240405T114500,20240501T114500'],
      ...[
        'DTSTART;TZID=Romance Standard Time:20240402T114500',
        'DTEND;TZID=Romance Standard Time:20240402T131500',
        'END:VEVENT',
      ],
    ],
    window: ['2024-04-04T00:00Z', '2024-04-09T00:00Z'],
    begins: ['2024-04-04T09:45Z', '2024-04-08T09:45Z'],
  },
  'dakboard/DAKboard#2681: an EXDATE that is a date takes the hour of its day': {
    lines: [
      ...[
        'BEGIN:VEVENT',
        'UID:a',
        'DTSTART;TZID=America/Denver:20260506T170000',
        'DURATION:PT1H',
        'RRULE:FREQ=WEEKLY;INTERVAL=1;BYDAY=WE',
      ],
      ...['EXDATE;VALUE=DATE:20260520', 'EXDATE;VALUE=DATE:20260527', 'END:VEVENT'],
    ],
    window: ['2026-05-07T00:00Z', '2026-06-05T00:00Z'],
    begins: ['2026-05-13T23:00Z', '2026-06-03T23:00Z'],
  },
  'niccokunzmann/python-recurring-ical-events#163: an instance that was changed and then deleted is gone': {
    lines: [
      ...[
        'BEGIN:VEVENT',
        'UID:a',
        'DTSTART;VALUE=DATE:20240729',
        'DTEND;VALUE=DATE:20240805',
        'RRULE:FREQ=WEEKLY;INTERVAL=3;BYDAY=MO',
      ],
      ...[
        'SEQUENCE:1',
        'END:VEVENT',
        'BEGIN:VEVENT',
        'UID:a',
        'DTSTART;VALUE=DATE:20240819',
        'DTEND;VALUE=DATE:20240822',
      ],
      ...[
        'RECURRENCE-ID;VALUE=DATE:20240819',
        'SEQUENCE:1',
        'END:VEVENT',
        'BEGIN:VEVENT',
        'UID:a',
        'DTSTART;VALUE=DATE:20240729',
      ],
      ...[
        'DTEND;VALUE=DATE:20240805',
        'RRULE:FREQ=WEEKLY;INTERVAL=3;BYDAY=MO',
        'EXDATE;VALUE=DATE:20240819',
        'SEQUENCE:2',
        'END:VEVENT',
      ],
    ],
    window: ['2024-08-10T00:00Z', '2024-09-01T00:00Z'],
    home: 'UTC',
    begins: [],
  },
  'ivan-lednev/obsidian-day-planner#868: an UNTIL on the last begin includes it': {
    lines: [
      ...['BEGIN:VEVENT', 'UID:a', 'RRULE:FREQ=WEEKLY;UNTIL=20260630T120000Z;INTERVAL=2;BYDAY=TU;WKST=MO'],
      ...[
        'DTSTART;TZID=W. Europe Standard Time:20260113T140000',
        'DTEND;TZID=W. Europe Standard Time:20260113T150000',
        'END:VEVENT',
      ],
    ],
    window: ['2026-06-10T00:00Z', '2026-08-01T00:00Z'],
    begins: ['2026-06-16T12:00Z', '2026-06-30T12:00Z'],
  },
  'ical-org/ical.net#736: an UNTIL in the hour that comes twice': {
    lines: [
      ...['BEGIN:VEVENT', 'UID:a', 'DTSTART;TZID=Europe/Amsterdam:20201024T023000', 'DURATION:PT5M'],
      ...['RRULE:FREQ=DAILY;UNTIL=20201025T010000Z', 'END:VEVENT'],
    ],
    window: ['2020-10-23T00:00Z', '2020-10-30T00:00Z'],
    begins: ['2020-10-24T00:30Z', '2020-10-25T00:30Z'],
  },
  'jkbrzt/rrule#390: no day is missed when clocks go forward': {
    lines: [
      'BEGIN:VEVENT',
      'UID:a',
      'DTSTART;TZID=Europe/London:20200305T000000',
      'RRULE:FREQ=DAILY;COUNT=30;INTERVAL=1;WKST=MO',
      'END:VEVENT',
    ],
    window: ['2020-03-27T12:00Z', '2020-04-30T00:00Z'],
    begins: [
      ...['2020-03-28T00:00Z', '2020-03-29T00:00Z', '2020-03-29T23:00Z', '2020-03-30T23:00Z'],
      ...['2020-03-31T23:00Z', '2020-04-01T23:00Z', '2020-04-02T23:00Z'],
    ],
  },
  'libical/libical#68: the RFC’s own example keeps nine o’clock': {
    lines: [
      ...['BEGIN:VEVENT', 'UID:a', 'DTSTART;TZID=America/New_York:19970901T090000'],
      ...['RRULE:FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;', ' BYDAY=MO,WE,FR', 'END:VEVENT'],
    ],
    window: ['1997-10-13T00:00Z', '1997-10-30T00:00Z'],
    begins: ['1997-10-13T13:00Z', '1997-10-15T13:00Z', '1997-10-17T13:00Z', '1997-10-27T14:00Z', '1997-10-29T14:00Z'],
  },
};

describe('what others got wrong', () => {
  it.each(Object.entries(REPORTS))(
    '%s',
    async (_name, { lines, window: [from, to], home = 'Europe/Berlin', begins }) => {
      const text = ['BEGIN:VCALENDAR', ...lines, 'END:VCALENDAR'].join('\r\n');
      const window = { start: new Date(from), end: new Date(to) };
      const { events, skipped } = await icsEvents(readIcs(text), { window, home, own: new Set() });
      expect(skipped).toBe(0);
      expect(events.map(({ start }) => start.toISOString().replace(':00.000Z', 'Z')).sort()).toEqual(begins);
    },
  );
});
