import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from '@swc/core';
import { batches, horizon } from './date-range.js';
import { parseLocalDate } from './local-date.js';

const d = parseLocalDate;

describe('batches', () => {
  it('cuts the leap year 2024 into 100, 100, 100 and 66 dates (Rule rooms A.2.6)', () => {
    expect(batches(d('2024-01-01'), d('2024-12-31'), 100)).toEqual([
      { from: '2024-01-01', to: '2024-04-09', days: 100 },
      { from: '2024-04-10', to: '2024-07-18', days: 100 },
      { from: '2024-07-19', to: '2024-10-26', days: 100 },
      { from: '2024-10-27', to: '2024-12-31', days: 66 },
    ]);
  });

  it.each([
    ['2026-01-01', '2026-01-01', 100, [1]],
    ['2026-01-01', '2026-01-04', 2, [2, 2]],
    ['2026-01-01', '2026-01-03', 3, [3]],
    ['2026-01-01', '2026-01-03', 1, [1, 1, 1]],
  ])('%s to %s by %i', (from, to, size, days) => {
    expect(batches(d(from), d(to), size).map((batch) => batch.days)).toEqual(days);
  });

  it.each([0, -1, 1.5, Number.NaN, Infinity])('refuses batches of %p', (size) => {
    expect(() => batches(d('2026-01-01'), d('2026-01-03'), size)).toThrow(RangeError);
  });

  it('refuses a range that ends before it starts', () => {
    expect(() => batches(d('2026-01-02'), d('2026-01-01'), 10)).toThrow(expect.objectContaining({ reason: 'range' }));
  });
});

describe('horizon', () => {
  const instant = new Date('2026-06-30T23:30:00Z');

  it.each([
    ['Pacific/Auckland', 30, '2026-07-01', '2026-07-30'],
    ['America/Los_Angeles', 30, '2026-06-30', '2026-07-29'],
    ['Europe/Madrid', 1, '2026-07-01', '2026-07-01'],
  ])('in %s, %i days ahead: %s to %s (Rule rooms A.2.9)', (zone, daysAhead, from, to) => {
    expect(horizon(zone, instant, daysAhead)).toEqual({ from, to });
  });

  it.each([0, -30, 2.5])('refuses %p days ahead', (daysAhead) => {
    expect(() => horizon('Europe/Madrid', instant, daysAhead)).toThrow(RangeError);
  });
});

/** Date reads TZ when the process starts, and jest has its own `process`: so each server zone is a real process. */
describe('on a server in another zone', () => {
  const sources = ['local-date', 'time-zone', 'date-range'];
  let folder: string;

  beforeAll(() => {
    const cache = join(process.cwd(), 'node_modules', '.cache');
    mkdirSync(cache, { recursive: true });
    folder = mkdtempSync(join(cache, 'dates-spec-'));
    for (const name of sources) {
      const source = readFileSync(new URL(`./${name}.ts`, import.meta.url), 'utf8');
      const { code } = transformSync(source, { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } });
      writeFileSync(join(folder, `${name}.js`), code);
    }
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    writeFileSync(join(folder, 'main.js'), MAIN);
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ['UTC', [0, 0]],
    ['Europe/Madrid', [-60, -120]],
    ['America/Havana', [300, 240]],
    ['Pacific/Apia', [-780, -780]],
  ])('TZ=%s gives the same dates', (zone, offsets) => {
    const output = execFileSync(process.execPath, [join(folder, 'main.js')], {
      env: { ...process.env, TZ: zone },
      encoding: 'utf8',
    });
    expect(JSON.parse(output)).toEqual({
      offsets, // the server's zone did take effect
      leapYear: { days: [100, 100, 100, 66], distinct: 366 },
      spring: ['2026-03-28', '2026-03-29', '2026-03-30', '2026-03-31'],
      autumn: ['2026-10-24', '2026-10-25', '2026-10-26', '2026-10-27'],
      havana: [3, 3],
      auckland: { from: '2026-07-01', to: '2026-07-30' },
      losAngeles: { from: '2026-06-30', to: '2026-07-29' },
      midnight: '2026-03-28T23:00:00.000Z',
      weekday: 6,
      literal: '2024-01-31',
    });
  });
});

const MAIN = `
import { countDays, eachDay, isoWeekday, parseLocalDate as d } from './local-date.js';
import { batches, horizon } from './date-range.js';
import { startOfDay } from './time-zone.js';
const year = batches(d('2024-01-01'), d('2024-12-31'), 100);
const instant = new Date('2026-06-30T23:30:00Z');
console.log(JSON.stringify({
  offsets: [new Date('2026-01-15T12:00:00Z').getTimezoneOffset(), new Date('2026-07-15T12:00:00Z').getTimezoneOffset()],
  leapYear: { days: year.map((batch) => batch.days), distinct: new Set(year.flatMap((batch) => [...eachDay(batch.from, batch.to)])).size },
  spring: [...eachDay(d('2026-03-28'), d('2026-03-31'))],
  autumn: [...eachDay(d('2026-10-24'), d('2026-10-27'))],
  havana: [countDays(d('2026-03-07'), d('2026-03-09')), countDays(d('2026-10-31'), d('2026-11-02'))],
  auckland: horizon('Pacific/Auckland', instant, 30),
  losAngeles: horizon('America/Los_Angeles', instant, 30),
  midnight: startOfDay(d('2026-03-29'), 'Europe/Madrid').toISOString(),
  weekday: isoWeekday(d('2026-08-15')),
  literal: d('2024-01-31T23:59:59.999Z'),
}));
`;
