import { describe, expect, it } from '@jest/globals';
import type { LocalDate } from '../../platform/dates/index.js';
import { allDaySpan } from '../sources/all-day.js';
import { type BusyRules, busyTimes, type EventTime, verdictOn } from './busy.js';
import { freeTime } from './free-time.js';
import { localDay } from './local-days.js';

const RULES: BusyRules = { allDayBlocks: true, pendingBlocks: true };
const HOUR = 3_600_000;

function event(over: Partial<EventTime> = {}): EventTime {
  const at = Date.parse('2026-03-10T10:00:00Z');
  return {
    ...{ start: at, end: at + HOUR, allDay: false, status: 'confirmed' as const, transparent: false },
    ...{ eventType: 'default', response: null },
    ...over,
  };
}

describe('whether an event keeps its time', () => {
  it.each<[string, Partial<EventTime>, Partial<BusyRules>, string]>([
    ['her own event', {}, {}, 'event'],
    ['an accepted invitation', { response: 'accepted' }, {}, 'event'],
    ['a tentative event', { status: 'tentative' }, {}, 'tentative_event'],
    ['an invitation answered with maybe', { response: 'tentative' }, {}, 'tentative_event'],
    ['an unanswered invitation', { response: 'needsAction' }, {}, 'pending_invitation'],
    ['an unanswered all-day invitation', { response: 'needsAction', allDay: true }, {}, 'pending_invitation'],
    ['out of office', { eventType: 'outOfOffice' }, {}, 'out_of_office'],
    [
      'out of office for whole days, where these do not block',
      { eventType: 'outOfOffice', allDay: true },
      { allDayBlocks: false },
      'out_of_office',
    ],
    ['focus time', { eventType: 'focusTime' }, {}, 'focus_time'],
    ['an opaque all-day event', { allDay: true }, {}, 'all_day_event'],
  ])('%s: blocks', (_name, over, rules, reason) => {
    expect(verdictOn(event(over), { ...RULES, ...rules })).toEqual({ blocks: true, reason });
  });

  it.each<[string, Partial<EventTime>, Partial<BusyRules>, string]>([
    ['a cancelled event', { status: 'cancelled' }, {}, 'cancelled'],
    ['a declined invitation', { response: 'declined' }, {}, 'declined'],
    ['a declined all-day invitation', { response: 'declined', allDay: true }, {}, 'declined'],
    ['where she works', { eventType: 'workingLocation', allDay: true }, {}, 'working_location'],
    ['time marked as free', { transparent: true }, {}, 'marked_free'],
    ['an all-day event marked as free', { transparent: true, allDay: true }, {}, 'marked_free'],
    ['an all-day event where these do not block', { allDay: true }, { allDayBlocks: false }, 'all_day_ignored'],
    [
      'an unanswered invitation where these do not block',
      { response: 'needsAction' },
      { pendingBlocks: false },
      'pending_ignored',
    ],
    ['a reminder without a duration', { end: event().start }, {}, 'no_duration'],
  ])('%s: leaves it free', (_name, over, rules, reason) => {
    expect(verdictOn(event(over), { ...RULES, ...rules })).toEqual({ blocks: false, reason });
  });

  it('E7: an all-day event of 2026-03-08 in New York is busy for 23 hours, and free when it is transparent', () => {
    const { start, end } = allDaySpan('2026-03-08' as LocalDate, '2026-03-09' as LocalDate, 'America/New_York');
    expect([start.toISOString(), end.toISOString()]).toEqual(['2026-03-08T05:00:00.000Z', '2026-03-09T04:00:00.000Z']);
    expect((end.getTime() - start.getTime()) / HOUR).toBe(23);
    const day = event({ start: start.getTime(), end: end.getTime(), allDay: true });
    expect(verdictOn(day, RULES).blocks).toBe(true);
    expect(verdictOn({ ...day, transparent: true }, RULES).blocks).toBe(false);
  });

  it('an all-day event without an end, or one that ends on its first date, is one day', () => {
    const day = { start: new Date('2026-03-09T23:00:00Z'), end: new Date('2026-03-10T23:00:00Z') };
    const date = '2026-03-10' as LocalDate;
    expect(allDaySpan(date, null, 'Europe/Madrid')).toEqual(day);
    expect(allDaySpan(date, date, 'Europe/Madrid')).toEqual(day);
  });

  it.each([
    ['on', { pendingBlocks: true }, 'needsAction', 0],
    ['off', { pendingBlocks: false }, 'needsAction', 12],
    ['on, but declined', { pendingBlocks: true }, 'declined', 12],
  ] as const)(
    'K5: an all-day invitation in a window 09–21, "pending invitations block" %s',
    (_name, rule, response, hours) => {
      const { start, end } = localDay('2026-03-10' as LocalDate, 'Europe/Berlin');
      const invitation = event({ start, end, allDay: true, response });
      const taken = verdictOn(invitation, { ...RULES, ...rule }).blocks ? [invitation] : [];
      const free = freeTime({
        ...{ range: { start, end }, zone: 'Europe/Berlin', windows: Array(7).fill([['09:00', '21:00']]), quiet: null },
        ...{ spaced: [], exact: taken, distanceMinutes: 0, minMinutes: 30 },
      });
      expect(free.reduce((sum, one) => sum + one.end - one.start, 0) / HOUR).toBe(hours);
    },
  );
});

describe('busy times', () => {
  it('are merged half-open, with the reasons of each merged time', () => {
    const taken = [
      { start: 60, end: 90, reason: 'focus_time' as const },
      { start: 10, end: 20, reason: 'event' as const },
      { start: 20, end: 30, reason: 'commute' as const },
      { start: 15, end: 25, reason: 'event' as const },
      { start: 40, end: 40, reason: 'event' as const },
    ];
    expect(busyTimes(taken)).toEqual([
      { start: 10, end: 30, reasons: ['commute', 'event'] },
      { start: 60, end: 90, reasons: ['focus_time'] },
    ]);
  });
});
