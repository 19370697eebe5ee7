import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import ICAL from 'ical.js';
import { contentLine, escapedText } from './calendar-text.js';
import { feedCalendar } from './feed-calendar.js';

type Entry = Parameters<typeof feedCalendar>[0][number];

const entry = (over: Partial<Entry> = {}): Entry => ({
  id: '01980000-0000-7000-8000-000000000001',
  contactName: 'Ana',
  medium: 'in_person',
  state: 'open',
  startsAt: new Date('2026-03-03T18:00:00Z'),
  endsAt: new Date('2026-03-03T19:00:00Z'),
  sequence: 2,
  decidedAt: null,
  createdAt: new Date('2026-03-01T00:00:00Z'),
  updatedAt: new Date('2026-03-01T06:00:00.123Z'),
  reason: {
    ...{ lastContactOn: null, daysSince: 45, frequency: 'monthly', ratio: 1.5 },
    slot: { weekday: 2, time: '18:00', freeWeeks: 5, weeks: 8 },
  },
  ...over,
});

/** What an independent reader makes of it. */
function read(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
  return {
    method: calendar.getFirstPropertyValue('method'),
    events: calendar.getAllSubcomponents('vevent').map((one) => {
      const value = (name: string) => one.getFirstPropertyValue(name)?.toString();
      return {
        ...{ uid: value('uid'), summary: value('summary'), description: value('description'), status: value('status') },
        ...{ start: value('dtstart'), end: value('dtend'), stamp: value('dtstamp'), modified: value('last-modified') },
        ...{ sequence: value('sequence'), transp: value('transp') },
      };
    }),
  };
}

describe('the feed', () => {
  it('is read by ical.js', () => {
    const text = feedCalendar([entry()], 'Europe/Lisbon');
    expect(read(text)).toEqual({
      method: 'PUBLISH',
      events: [
        {
          ...{
            uid: '01980000-0000-7000-8000-000000000001@catchup.nightshift',
            summary: 'Meet Ana',
            status: 'TENTATIVE',
          },
          description:
            'Never met since you noted this contact down 45 days ago; you wanted monthly. Tuesday 18:00 was free in 5 of 8 weeks.',
          ...{ start: '2026-03-03T18:00:00Z', end: '2026-03-03T19:00:00Z', stamp: '2026-03-01T06:00:00Z' },
          ...{ modified: '2026-03-01T06:00:00Z', sequence: '2', transp: 'TRANSPARENT' },
        },
      ],
    });
    for (const line of ['NAME:CatchUp', 'X-WR-CALNAME:CatchUp', 'X-WR-TIMEZONE:Europe/Lisbon', 'X-PUBLISHED-TTL:PT1H'])
      expect(text).toContain(`\r\n${line}\r\n`);
    expect(text).toContain('REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n');
  });

  it('tells each state by its status, and an end that nobody noted as the next version', () => {
    const decidedAt = new Date('2026-03-02T00:00:00Z');
    const events = read(
      feedCalendar(
        [
          entry({ state: 'accepted', medium: 'call', decidedAt, updatedAt: decidedAt, sequence: 3 }),
          entry({ state: 'dismissed', decidedAt, updatedAt: decidedAt, sequence: 3 }),
          entry({ state: 'expired' }),
          entry({ state: 'expired', decidedAt, updatedAt: decidedAt, sequence: 3 }),
        ],
        'UTC',
      ),
    ).events;
    expect(events.map(({ status, sequence, modified, transp }) => [status, sequence, modified, transp])).toEqual([
      ['CONFIRMED', '3', '2026-03-02T00:00:00Z', 'OPAQUE'],
      ['CANCELLED', '3', '2026-03-02T00:00:00Z', 'TRANSPARENT'],
      ['CANCELLED', '3', '2026-03-03T18:00:00Z', 'TRANSPARENT'],
      ['CANCELLED', '3', '2026-03-02T00:00:00Z', 'TRANSPARENT'],
    ]);
    expect(events[0]!.summary).toBe('Call Ana');
  });

  it('folds at 75 octets, within no character, and any name comes back whole', () => {
    const name = fc.string({
      unit: fc.constantFrom('a', 'é', '語', '👩‍👧', ';', ',', '\\', '\n', '"', ':', ' '),
      maxLength: 120,
    });
    fc.assert(
      fc.property(name, (contactName) => {
        const text = feedCalendar([entry({ contactName: `x${contactName}x` })], 'UTC');
        expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
        for (const line of text.split('\r\n')) {
          expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
          expect(line).not.toContain('\n');
          // A character that was cut in two would not survive the way through bytes.
          expect(Buffer.from(line).toString()).toBe(line);
        }
        expect(read(text).events[0]!.summary).toBe(`Meet x${contactName}x`);
      }),
      { numRuns: 300 },
    );
    expect(
      contentLine('X', 'é'.repeat(40))
        .split('\r\n')
        .map((line) => Buffer.byteLength(line)),
    ).toEqual([74, 9, 0]);
    expect(escapedText('a\r\nb\u0007c')).toBe('a\\nb c');
  });
});
