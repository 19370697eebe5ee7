import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { RemoteEvent } from '../calendar-source.js';
import { icsEvents } from './ics-events.js';
import { IcsError, readIcs } from './ics-file.js';

const FILES = join(import.meta.dirname, '../../../../test/catchup/data/ics');

interface Asked {
  from: string;
  to: string;
  home?: string;
  own?: string[];
}

async function read(text: string, { from, to, home = 'Europe/Madrid', own = [] }: Asked): Promise<RemoteEvent[]> {
  const window = { start: new Date(from), end: new Date(to) };
  const { events } = await icsEvents(readIcs(text), { window, home, own: new Set(own) });
  return events.sort((a, b) => a.start.getTime() - b.start.getTime());
}

/** Begins, without seconds: 2026-03-08T13:30Z. */
const begins = (events: readonly RemoteEvent[]) =>
  events.map(({ start }) => start.toISOString().replace(':00.000Z', 'Z'));

const calendar = (...lines: string[]) => ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR', ''].join('\r\n');
const event = (...lines: string[]) => ['BEGIN:VEVENT', 'UID:one@example.test', ...lines, 'END:VEVENT'].join('\r\n');
const file = (name: string) => readFileSync(join(FILES, `${name}.ics`), 'utf8');

describe('series', () => {
  it('keep their local hour when clocks are changed', async () => {
    const text = calendar(event('DTSTART;TZID=America/New_York:20260304T090000', 'DURATION:PT1H', 'RRULE:FREQ=WEEKLY'));
    const found = await read(text, { from: '2026-03-01T00:00:00Z', to: '2026-03-16T00:00:00Z' });
    expect(begins(found)).toEqual(['2026-03-04T14:00Z', '2026-03-11T13:00Z']);
  });

  it('an instance that was moved is where it was moved to, and not where it was; one that was cancelled is nowhere', async () => {
    const text = calendar(
      event('DTSTART:20260819T123000Z', 'DTEND:20260819T133000Z', 'RRULE:FREQ=WEEKLY'),
      event('RECURRENCE-ID:20260826T123000Z', 'DTSTART:20261001T080000Z', 'DTEND:20261001T090000Z'),
      event('RECURRENCE-ID:20260902T123000Z', 'DTSTART:20260902T123000Z', 'STATUS:CANCELLED'),
    );
    const august = await read(text, { from: '2026-08-19T00:00:00Z', to: '2026-09-10T00:00:00Z' });
    expect(begins(august)).toEqual(['2026-08-19T12:30Z', '2026-09-09T12:30Z']);
    const october = await read(text, { from: '2026-10-01T00:00:00Z', to: '2026-10-02T00:00:00Z' });
    expect(begins(october)).toEqual(['2026-10-01T08:00Z']);
    // It keeps the id of its original begin.
    const [moved] = october;
    expect(moved!.externalId).toMatch(/^[0-9a-f]{40}_20260826T123000Z$/);
  });

  it('DTEND gives every instance the same length, a DURATION of days the same clock', async () => {
    const asked = { from: '2026-03-07T00:00:00Z', to: '2026-03-09T12:00:00Z' };
    const night = 'DTSTART;TZID=America/New_York:20260306T230000';
    const hours = (events: RemoteEvent[]) =>
      events.map(({ start, end }) => (end.getTime() - start.getTime()) / 3_600_000);
    const exact = await read(
      calendar(event(night, 'DTEND;TZID=America/New_York:20260307T230000', 'RRULE:FREQ=DAILY;COUNT=2')),
      asked,
    );
    expect(hours(exact)).toEqual([24, 24]);
    const nominal = await read(calendar(event(night, 'DURATION:P1D', 'RRULE:FREQ=DAILY;COUNT=2')), asked);
    expect(hours(nominal)).toEqual([24, 23]);
  });

  it('RDATE adds, also as a period of its own length, EXDATE and EXRULE take away', async () => {
    const text = calendar(
      event(
        'DTSTART;TZID=Europe/Madrid:20260302T100000',
        'DURATION:PT30M',
        'RRULE:FREQ=DAILY;COUNT=5',
        'RDATE;TZID=Europe/Madrid:20260310T180000',
        'RDATE;VALUE=PERIOD:20260311T090000Z/20260311T120000Z',
        'EXDATE:20260303T090000Z',
        'EXRULE:FREQ=WEEKLY;BYDAY=TH',
      ),
    );
    const found = await read(text, { from: '2026-03-01T00:00:00Z', to: '2026-04-01T00:00:00Z' });
    const days = ['2026-03-02T09:00Z', '2026-03-04T09:00Z', '2026-03-06T09:00Z'];
    expect(begins(found)).toEqual([...days, '2026-03-10T17:00Z', '2026-03-11T09:00Z']);
    expect(found.at(-1)!.end.toISOString()).toBe('2026-03-11T12:00:00.000Z');
  });

  it('of a series of years ago cost what one of today does, and say the same', async () => {
    const old = (start: string) =>
      calendar(
        event(`DTSTART;TZID=Europe/Madrid:${start}`, 'DURATION:PT1H', 'RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE'),
      );
    const asked = { from: '2026-03-01T00:00:00Z', to: '2026-04-01T00:00:00Z' };
    // 1006 weeks lie between the two Mondays.
    expect(begins(await read(old('20061113T090000'), asked))).toEqual(
      begins(await read(old('20260223T090000'), asked)),
    );
  });
});

describe('all-day events and times without a zone', () => {
  it('are in the zone of the calendar, a day on which clocks are changed included', async () => {
    const asked = { from: '2026-03-01T00:00:00Z', to: '2026-04-01T00:00:00Z', home: 'America/New_York' };
    const [day] = await read(calendar(event('DTSTART;VALUE=DATE:20260308', 'DTEND;VALUE=DATE:20260309')), asked);
    expect(day).toMatchObject({
      allDay: true,
      start: new Date('2026-03-08T05:00Z'),
      end: new Date('2026-03-09T04:00Z'),
    });
    const [floating] = await read(calendar(event('DTSTART:20260310T090000', 'DURATION:PT1H')), asked);
    expect(floating!.start.toISOString()).toBe('2026-03-10T13:00:00.000Z');
  });

  it('a weekly day off is a local day, each time', async () => {
    const text = calendar(event('DTSTART;VALUE=DATE:20260306', 'RRULE:FREQ=WEEKLY', 'EXDATE;VALUE=DATE:20260320'));
    const found = await read(text, { from: '2026-03-01T00:00:00Z', to: '2026-04-05T00:00:00Z' });
    expect(begins(found)).toEqual(['2026-03-05T23:00Z', '2026-03-12T23:00Z', '2026-03-26T23:00Z', '2026-04-02T22:00Z']);
  });
});

describe('zones', () => {
  const at = (zone: string, ...definition: string[]) =>
    calendar(...definition, event(`DTSTART;TZID=${zone}:20260908T140000`, 'DURATION:PT30M'));
  const september = { from: '2026-09-01T00:00:00Z', to: '2026-10-01T00:00:00Z' };
  const CUSTOM = [
    'BEGIN:VTIMEZONE',
    'TZID:Customized Time Zone',
    ...['BEGIN:STANDARD', 'DTSTART:16010101T030000', 'TZOFFSETFROM:+0530', 'TZOFFSETTO:+0430'],
    ...['RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10', 'END:STANDARD'],
    ...['BEGIN:DAYLIGHT', 'DTSTART:16010101T020000', 'TZOFFSETFROM:+0430', 'TZOFFSETTO:+0530'],
    ...['RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3', 'END:DAYLIGHT', 'END:VTIMEZONE'],
  ];

  it.each([
    ['Europe/Berlin', '2026-09-08T12:00Z'],
    ['US/Eastern', '2026-09-08T18:00Z'],
    ['Eastern Standard Time', '2026-09-08T18:00Z'],
    ['/freeassociation.sourceforge.net/Europe/Berlin', '2026-09-08T12:00Z'],
    ['GMT-0300', '2026-09-08T17:00Z'],
    // Nobody knows it: the calendar's own, Madrid.
    ['Moon/Tranquility', '2026-09-08T12:00Z'],
  ])('%s', async (zone, begin) => {
    expect(begins(await read(at(zone), september))).toEqual([begin]);
  });

  it('one that only the file knows goes by the file', async () => {
    expect(begins(await read(at('Customized Time Zone', ...CUSTOM), september))).toEqual(['2026-09-08T08:30Z']);
  });

  it('a definition that changes clocks every second is not believed', async () => {
    const hostile = CUSTOM.map((line) => line.replace(/FREQ=YEARLY.*/, 'FREQ=SECONDLY'));
    expect(begins(await read(at('Customized Time Zone', ...hostile), september))).toEqual(['2026-09-08T12:00Z']);
  });
});

describe('what is told of an event', () => {
  const ME = 'anna@example.test';
  const one = async (...lines: string[]) => {
    const text = calendar(event('DTSTART:20260310T100000Z', 'DTEND:20260310T110000Z', ...lines));
    const [found] = await read(text, { from: '2026-03-10T00:00:00Z', to: '2026-03-11T00:00:00Z', own: [ME] });
    return found;
  };
  const ORGANIZER = 'ORGANIZER;CN=Bo:mailto:Bo@Example.test';

  it.each([
    ['NEEDS-ACTION', 'needsAction'],
    ['ACCEPTED', 'accepted'],
    ['DECLINED', 'declined'],
    ['TENTATIVE', 'tentative'],
  ])('her answer %s', async (state, response) => {
    const found = await one(
      ORGANIZER,
      `ATTENDEE;PARTSTAT=${state}:mailto:Anna@example.test`,
      'ATTENDEE:mailto:c@example.test',
    );
    expect(found).toMatchObject({ response, attendees: ['c@example.test', 'bo@example.test'] });
  });

  it('she goes to what she invites others to, whether or not she is listed', async () => {
    const lines = [`ORGANIZER:mailto:${ME}`, 'ATTENDEE:mailto:c@example.test'];
    for (const more of [[], [`ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:${ME}`]])
      expect(await one(...lines, ...more)).toMatchObject({ response: 'accepted', attendees: ['c@example.test'] });
    expect(await one(...lines, `ATTENDEE;PARTSTAT=DECLINED:mailto:${ME}`)).toMatchObject({ response: 'declined' });
  });

  it('her own event has no answer', async () => {
    expect(await one(`ORGANIZER:mailto:${ME}`, `ATTENDEE:mailto:${ME}`)).toMatchObject({
      response: null,
      attendees: [],
    });
  });

  it.each([
    [['TRANSP:TRANSPARENT'], { transparent: true, eventType: 'default' }],
    [['TRANSP:OPAQUE', 'X-MICROSOFT-CDO-BUSYSTATUS:FREE'], { transparent: true }],
    [['X-MICROSOFT-CDO-BUSYSTATUS:OOF'], { transparent: false, eventType: 'outOfOffice' }],
    [['X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE'], { eventType: 'workingLocation' }],
    [['STATUS:TENTATIVE'], { status: 'tentative' }],
    [
      ['SUMMARY:Lunch\\, at Bo’s', 'LAST-MODIFIED:20260301T080000Z'],
      { summary: 'Lunch, at Bo’s', updatedAt: new Date('2026-03-01T08:00:00Z') },
    ],
  ])('%j', async (lines, told) => {
    expect(await one(...lines)).toMatchObject(told);
  });

  it('a cancelled one is none', async () => {
    expect(await one('STATUS:CANCELLED')).toBeUndefined();
  });
});

describe('files that are not as they should be', () => {
  const march = { from: '2026-03-01T00:00:00Z', to: '2026-04-01T00:00:00Z' };
  const GOOD = 'BEGIN:VEVENT\r\nUID:good\r\nDTSTART:20260310T100000Z\r\nDURATION:PT1H\r\nEND:VEVENT';

  it.each([
    ['a web page', '<!DOCTYPE html><title>Log in</title>'],
    ['nothing', ''],
    ['one that was cut off', `BEGIN:VCALENDAR\r\n${GOOD}\r\nBEGIN:VEVENT\r\nUID:x`],
    ['one that was cut off between events', `BEGIN:VCALENDAR\r\n${GOOD}\r\n`],
    ['one without a readable event', calendar('BEGIN:VEVENT', 'BEGIN:VALARM', 'END:VEVENT')],
  ])('%s is refused as a whole', (_name, text) => {
    expect(() => readIcs(text)).toThrow(IcsError);
  });

  it.each([
    ['a begin that is no time', 'DTSTART:tomorrow'],
    ['no begin', 'SUMMARY:x'],
    ['a rule that is none', 'DTSTART:20260310T120000Z\r\nRRULE:FREQ=SOMETIMES'],
    ['the year 9999', 'DTSTART:99990310T120000Z'],
    ['a rule of every second', 'DTSTART:19700101T000000Z\r\nRRULE:FREQ=SECONDLY'],
    ['a billion instances', 'DTSTART:19700101T000000Z\r\nRRULE:FREQ=SECONDLY;COUNT=2000000000'],
    ['every minute of every weekday', 'DTSTART:19700101T000000Z\r\nRRULE:FREQ=MINUTELY;BYDAY=MO,TU,WE,TH,FR'],
    [
      'a day that never is, looked for by the second',
      'DTSTART:19700101T000000Z\r\nRRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30',
    ],
  ])('an event with %s is left out, and the others are not', async (_name, lines) => {
    const window = { start: new Date(march.from), end: new Date(march.to) };
    const text = calendar(`BEGIN:VEVENT\r\nUID:bad\r\n${lines}\r\nEND:VEVENT`, GOOD);
    const { events, skipped } = await icsEvents(readIcs(text), { window, home: 'UTC', own: new Set() });
    expect([begins(events), skipped]).toEqual([['2026-03-10T10:00Z'], 1]);
  });

  it('a rule that never fits has only the begin it was given', async () => {
    const text = calendar(event('DTSTART:20260310T100000Z', 'RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30'));
    expect(begins(await read(text, march))).toEqual(['2026-03-10T10:00Z']);
  });

  it('lines that are none, bare line feeds, a byte order mark and no UID are forgiven', async () => {
    const text = `\uFEFFBEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260310T100000Z\nDTEND:20260310T110000Z\nDESCRIPTION:one\nof two lines\nEND:VEVENT\nEND:VCALENDAR`;
    expect(begins(await read(text, march))).toEqual(['2026-03-10T10:00Z']);
  });

  it('what is broken beside the time of an event does not cost the event', async () => {
    const broken = [
      'DTSTAMP:yesterday',
      'LAST-MODIFIED:2026-03-01 10:00',
      'SEQUENCE:many',
      'ATTENDEE:Bo',
      'STATUS:MAYBE',
      'TRANSP:',
    ];
    expect(begins(await read(calendar(event('DTSTART:20260310T100000Z', ...broken)), march))).toEqual([
      '2026-03-10T10:00Z',
    ]);
  });

  it('two events with one UID are both there; of one that was changed, the last version', async () => {
    const twice = calendar(
      event('DTSTART:20260310T100000Z', 'DURATION:PT1H'),
      event('DTSTART:20260311T100000Z', 'DURATION:PT1H'),
    );
    expect(begins(await read(twice, march))).toEqual(['2026-03-10T10:00Z', '2026-03-11T10:00Z']);
    const changed = calendar(
      event('DTSTART:20260310T100000Z', 'SEQUENCE:0'),
      event('DTSTART:20260312T100000Z', 'SEQUENCE:1'),
    );
    expect(begins(await read(changed, march))).toEqual(['2026-03-12T10:00Z']);
  });
});

describe('files that others ship', () => {
  it.each<[string, Asked, string[]]>([
    ['icaljs-minimal', { from: '2012-06-01T00:00Z', to: '2012-08-01T00:00Z' }, ['2012-06-30T13:00Z']],
    ['icaljs-duration_instead_of_dtend', { from: '2012-07-01T00:00Z', to: '2012-08-01T00:00Z' }, ['2012-06-30T13:00Z']],
    ['icaljs-only_dtstart_time', { from: '2012-06-01T00:00Z', to: '2012-08-01T00:00Z' }, ['2012-06-30T13:00Z']],
    ['icaljs-only_dtstart_date', { from: '2012-06-01T00:00Z', to: '2012-08-01T00:00Z' }, ['2012-06-29T22:00Z']],
    ['icaljs-forced_types', { from: '2012-09-01T00:00Z', to: '2012-10-01T00:00Z' }, ['2012-09-03T22:00Z']],
    ['icaljs-blank_line_mid', { from: '2012-09-01T00:00Z', to: '2012-10-01T00:00Z' }, []],
    ['icaljs-timezone_from_file', { from: '2023-03-01T00:00Z', to: '2023-04-01T00:00Z' }, ['2023-03-06T21:23Z']],
    [
      'icaljs-daily_recur',
      { from: '2026-03-07T00:00Z', to: '2026-03-09T00:00Z' },
      ['2026-03-07T13:00Z', '2026-03-08T12:00Z'],
    ],
    ['icaljs-day_long_recur_yearly', { from: '2026-03-06T23:00Z', to: '2026-03-09T23:00Z' }, ['2026-03-08T23:00Z']],
    [
      'icaljs-rdate_exdate',
      { from: '2024-06-01T00:00Z', to: '2024-07-01T00:00Z' },
      ['2024-06-09T03:00Z', '2024-06-10T03:00Z', '2024-06-12T03:00Z'],
    ],
    [
      'icaljs-recur_instances',
      { from: '2012-10-01T00:00Z', to: '2013-01-01T00:00Z' },
      ['2012-10-02T22:00Z', '2012-11-06T18:00Z', '2012-11-07T04:00Z', '2012-11-10T18:00Z', '2012-11-30T18:00Z'],
    ],
    [
      'icaljs-recur_instances',
      { from: '2023-11-01T00:00Z', to: '2023-12-01T00:00Z' },
      ['2023-11-07T18:00Z', '2023-11-23T09:00Z', '2023-11-25T09:00Z'],
    ],
    [
      'icaljs-recur_instances_finite',
      { from: '2012-10-01T00:00Z', to: '2014-01-01T00:00Z' },
      ['2012-10-02T17:00Z', '2012-11-05T18:00Z', '2012-11-06T18:00Z', '2012-11-10T18:00Z', '2012-12-04T18:00Z'],
    ],
    [
      'icaljs-multiple_rrules',
      { from: '2012-07-14T00:00Z', to: '2012-09-01T00:00Z' },
      ['2012-07-15T18:00Z', '2012-07-16T18:00Z', '2012-07-22T18:00Z', '2012-07-23T18:00Z', '2012-07-29T18:00Z'],
    ],
    [
      'icaljs-google_birthday',
      { from: '2012-01-01T00:00Z', to: '2015-01-01T00:00Z' },
      [
        '2012-12-09T23:00Z',
        '2012-12-09T23:00Z',
        '2013-12-09T23:00Z',
        '2013-12-09T23:00Z',
        '2014-12-09T23:00Z',
        '2014-12-09T23:00Z',
      ],
    ],
    ['tsdav-13', { from: '2026-03-01T00:00Z', to: '2026-03-13T00:00Z' }, ['2026-03-05T09:00Z', '2026-03-12T09:00Z']],
  ])('%s', async (name, asked, expected) => {
    expect(begins(await read(file(name), asked))).toEqual(expected);
  });
});
