import { describe, expect, it } from '@jest/globals';
import { instantAt, type LocalDate } from '../../platform/dates/index.js';
import type { LocalWindow } from '../preferences/preferences.js';
import { timesOf } from './manual-blocks.js';
import { type TakenBy, type WhyInput, whyNotFree } from './why-not-free.js';

const zone = 'Europe/Madrid';
const at = (time: string, date = '2026-03-10') => instantAt(date as LocalDate, time, zone).getTime();
const span = (from: string, to: string) => ({ start: at(from), end: at(to) });
const taken = (from: string, to: string, over: Partial<TakenBy> = {}): TakenBy => ({
  ...{ ...span(from, to), reason: 'event', spaced: true, title: 'Dentist' },
  ...over,
});
const windows: LocalWindow[][] = Array.from({ length: 7 }, () => [['09:00', '21:00']]);

function ask(from: string, to: string, over: Partial<WhyInput> = {}): string[] {
  return whyNotFree({
    ...{ asked: span(from, to), now: at('00:00'), zone, windows, quiet: { from: '21:00', to: '08:00' }, taken: [] },
    ...{ bufferMinutes: 0, travelMinutes: 0, minMinutes: 30, freeAround: [span('09:00', '21:00')] },
    ...over,
  }).map(({ reason }) => reason);
}

describe('why an hour is not free', () => {
  it('has no reason where it is free', () => {
    expect(ask('10:00', '11:00', { taken: [taken('09:00', '10:00'), taken('11:00', '12:00')] })).toEqual([]);
  });

  it('is not known to be free where no calendar was read that far', () => {
    expect(ask('10:00', '11:00', { readUntil: at('10:30') })).toEqual(['not_read']);
    expect(ask('10:00', '11:00', { readUntil: at('11:00') })).toEqual([]);
    expect(ask('10:00', '11:00', { readUntil: null })).toEqual([]);
  });

  it('tells all reasons in order', () => {
    const everything = [
      taken('20:45', '21:30', { reason: 'commute', spaced: false }),
      taken('20:00', '20:40', { reason: 'pending_invitation' }),
      taken('22:20', '22:30'),
      taken('22:40', '23:00'),
    ];
    const reasons = ask('20:30', '22:00', {
      now: at('20:31'),
      taken: everything,
      bufferMinutes: 30,
      travelMinutes: 30,
    });
    expect(reasons).toEqual([
      'past',
      'outside_windows',
      'quiet_hours',
      'pending_invitation',
      'commute',
      'buffer',
      'travel',
    ]);
  });

  it('keeps no distance to whole days and commutes', () => {
    expect(ask('10:00', '11:00', { taken: [taken('09:00', '09:55', { spaced: false })], bufferMinutes: 30 })).toEqual(
      [],
    );
  });

  it('says when the free time around is too short', () => {
    const reasons = ask('10:00', '10:20', { minMinutes: 30, freeAround: [span('10:00', '10:20')] });
    expect(reasons).toEqual(['too_short']);
  });
});

describe('manual blocks', () => {
  const weekly = { weekdays: [2], from: '22:00', to: '06:00', since: null, until: null };
  const block = { id: '1', kind: 'busy' as const, title: null, once: null };

  it('a night of Tuesday ends on Wednesday', () => {
    const wednesday = { start: at('00:00', '2026-03-11'), end: at('00:00', '2026-03-12') };
    expect(timesOf({ ...block, weekly }, wednesday, zone)).toEqual([
      { start: at('22:00'), end: at('06:00', '2026-03-11') },
    ]);
  });

  it('keeps its local hours when clocks are changed, and its first and last date', () => {
    const weeks = { start: at('00:00', '2026-03-01'), end: at('00:00', '2026-05-01') };
    const hours = {
      ...weekly,
      from: '18:00',
      to: '19:00',
      since: '2026-03-24' as LocalDate,
      until: '2026-03-31' as LocalDate,
    };
    const times = timesOf({ ...block, weekly: hours }, weeks, zone).map(({ start }) => new Date(start).toISOString());
    expect(times).toEqual(['2026-03-24T17:00:00.000Z', '2026-03-31T16:00:00.000Z']);
  });

  it('one that holds once is told where it reaches into the range', () => {
    const once = span('10:00', '11:00');
    expect(timesOf({ ...block, once, weekly: null }, span('10:30', '12:00'), zone)).toEqual([once]);
    expect(timesOf({ ...block, once, weekly: null }, span('11:00', '12:00'), zone)).toEqual([]);
  });
});
