import { describe, expect, it } from '@jest/globals';
import { forecast, type Unfinished } from './forecast.js';

const at = (time: string) => new Date(`2026-03-02T${time}Z`);
const minutes = (count: number) => count * 60_000;
/** Due by 03:00, and nineteen of twenty runs take at most forty minutes. */
const job: Unfinished = {
  startsAt: at('02:00:00'),
  startedAt: null,
  dueBy: at('03:00:00'),
  p95Ms: minutes(40),
  runs: 20,
};

describe('the forecast of a job', () => {
  it.each<[string, Partial<Unfinished>, string, string | null, boolean]>([
    ['starts in an hour', {}, '01:00:00', null, false],
    ['starts in half an hour and fits', {}, '01:30:00', '02:40:00', false],
    ['starts in half an hour and will not fit', { p95Ms: minutes(61) }, '01:30:00', '03:01:00', true],
    ['starts in 31 minutes and will not fit', { p95Ms: minutes(61) }, '01:29:00', null, false],
    ['ends exactly at the time', { p95Ms: minutes(60) }, '01:45:00', '03:00:00', false],
    ['still waits, and does not fit any more', {}, '02:21:00', '03:01:00', true],
    ['runs and fits', { startedAt: at('02:10:00') }, '02:30:00', '02:50:00', false],
    ['began too late', { startedAt: at('02:21:00') }, '02:30:00', '03:01:00', true],
    ['takes longer than it ever did', { startedAt: at('02:00:00') }, '02:50:00', '02:50:00', false],
    ['is late', { startedAt: at('02:00:00') }, '03:00:01', '03:00:01', true],
    ['has too few runs to tell', { runs: 2, p95Ms: minutes(90) }, '01:50:00', null, false],
    ['has no runs and is late', { runs: 0, p95Ms: null }, '03:00:01', null, true],
    ['has no time to be done by', { dueBy: null, p95Ms: minutes(900) }, '01:50:00', '17:00:00', false],
  ])('that %s', (_, over, now, end, atRisk) => {
    expect(forecast({ ...job, ...over }, at(now))).toEqual({ expectedEnd: end && at(end), atRisk });
  });
});
