import { describe, expect, it } from '@jest/globals';
import { eventOf, within, zoneOf } from './google-events.js';

const NEW_YORK = 'America/New_York';
const timed = (start: string, end: string, more: object = {}) => ({
  id: 'e1',
  status: 'confirmed',
  start: { dateTime: start },
  end: { dateTime: end },
  ...more,
});

describe("Google's events", () => {
  it('E7: an all-day event is the days of the calendar, its end exclusive: 23 hours on the day of the change', () => {
    const item = { id: 'd', status: 'confirmed', start: { date: '2026-03-08' }, end: { date: '2026-03-09' } };
    expect(eventOf(item, NEW_YORK)).toMatchObject({
      start: new Date('2026-03-08T05:00:00Z'),
      end: new Date('2026-03-09T04:00:00Z'),
      allDay: true,
      transparent: false,
    });
  });

  it.each([
    ['an offset', { dateTime: '2026-03-08T13:00:00-04:00' }, '2026-03-08T17:00:00Z'],
    ['Z', { dateTime: '2026-03-08T17:00:00Z' }, '2026-03-08T17:00:00Z'],
    ['a zone of its own', { dateTime: '2026-03-08T13:00:00', timeZone: NEW_YORK }, '2026-03-08T17:00:00Z'],
    ["the calendar's zone", { dateTime: '2026-03-08T13:00:00' }, '2026-03-08T12:00:00Z'],
  ])('a time with %s', (_, start, expected) => {
    const event = eventOf({ id: 'e', start, end: { dateTime: '2026-03-08T19:00:00Z' } }, 'Europe/Madrid');
    expect(event).toMatchObject({ start: new Date(expected), allDay: false, status: 'confirmed' });
  });

  it.each([
    ['nothing but its id', { id: 'e1', status: 'cancelled' }, { externalId: 'e1', deleted: true }],
    [
      'all of a series, its title gone',
      timed('2026-01-01T10:00:00Z', '2026-01-01T11:00:00Z', {
        status: 'cancelled',
        recurrence: ['RRULE:FREQ=DAILY'],
        summary: null,
      }),
      { externalId: 'e1', deleted: true, series: true },
    ],
    [
      'an exception',
      { id: 'm_20260101T100000Z', status: 'cancelled', recurringEventId: 'm' },
      { externalId: 'm_20260101T100000Z', deleted: true },
    ],
  ])('a tombstone has %s', (_, item, expected) => expect(eventOf(item, 'UTC')).toEqual(expected));

  it('without a time, or with one that is none, it says nothing; it never is now', () => {
    expect(eventOf({ id: 'e', status: 'confirmed' }, 'UTC')).toBeUndefined();
    expect(eventOf(timed('soon', 'later'), 'UTC')).toBeUndefined();
    expect(eventOf({ id: 'e', start: { date: '2026-02-31' }, end: { date: '2026-03-01' } }, 'UTC')).toBeUndefined();
    expect(eventOf({ status: 'confirmed', start: { date: '2026-02-01' } }, 'UTC')).toBeUndefined();
  });

  it("tells the user's own answer and the others' addresses", () => {
    const attendees = [
      { email: 'Me@Example.test', self: true, responseStatus: 'declined' },
      { email: 'Ana@Example.test', responseStatus: 'accepted' },
      { email: 'room@resource.test', resource: true, responseStatus: 'accepted' },
      { displayName: 'without an address' },
    ];
    const item = timed('2026-01-01T10:00:00Z', '2026-01-01T11:00:00Z', { attendees, eventType: 'outOfOffice' });
    expect(eventOf(item, 'UTC')).toMatchObject({
      response: 'declined',
      attendees: ['ana@example.test'],
      eventType: 'outOfOffice',
    });
    expect(eventOf(timed('2026-01-01T10:00:00Z', '2026-01-01T11:00:00Z'), 'UTC')).toMatchObject({
      response: null,
      attendees: [],
      eventType: 'default',
      summary: null,
    });
  });

  it('of changes, what has left the window is a tombstone', () => {
    const window = { start: new Date('2026-01-01T00:00:00Z'), end: new Date('2026-03-01T00:00:00Z') };
    const at = (start: string, end: string) => within(eventOf(timed(start, end), 'UTC')!, window).deleted;
    expect(at('2025-12-31T23:00:00Z', '2026-01-01T01:00:00Z')).toBe(false);
    expect(at('2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z')).toBe(false);
    expect(at('2026-02-28T23:00:00Z', '2026-03-02T00:00:00Z')).toBe(false);
    expect(at('2025-12-31T23:00:00Z', '2026-01-01T00:00:00Z')).toBe(true);
    expect(at('2026-03-01T00:00:00Z', '2026-03-01T01:00:00Z')).toBe(true);
  });

  it('a zone that is none is UTC', () => {
    expect([NEW_YORK, 'Nowhere/Land', undefined].map(zoneOf)).toEqual([NEW_YORK, 'UTC', 'UTC']);
  });
});
