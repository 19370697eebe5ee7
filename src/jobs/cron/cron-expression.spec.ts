import { describe, expect, it } from '@jest/globals';
import { InvalidCronError, parseCron } from './cron-expression.js';

/** The indexes that are true. */
const on = (members: readonly boolean[]): number[] => members.flatMap((member, index) => (member ? [index] : []));
const range = (from: number, to: number, step = 1): number[] =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step);

describe('parseCron', () => {
  it('reads each field', () => {
    const cron = parseCron(' 5,10-12,*/30   9-17/4  1,15 jan,MAR-may  mon-Fri ');
    expect(cron.expression).toBe('5,10-12,*/30 9-17/4 1,15 jan,MAR-may mon-Fri');
    expect(cron.seconds).toEqual([0]);
    expect(cron.minutes).toEqual([0, 5, 10, 11, 12, 30]);
    expect(cron.hours).toEqual([9, 13, 17]);
    expect(on(cron.onDayOfMonth)).toEqual([1, 15]);
    expect(on(cron.inMonth)).toEqual([1, 3, 4, 5]);
    expect(on(cron.onWeekday)).toEqual([1, 2, 3, 4, 5]);
    expect(cron.eitherDay).toBe(true);
  });

  it.each([
    ['7', [0]],
    ['0', [0]],
    ['5-7', [0, 5, 6]],
    ['0-7', range(0, 6)],
    ['sun,sat', [0, 6]],
    ['*', range(0, 6)],
    ['?', range(0, 6)],
    ['*/2', [0, 2, 4, 6]],
  ])('weekday %s', (weekday, days) => {
    expect(on(parseCron(`0 0 * * ${weekday}`).onWeekday)).toEqual(days);
  });

  it('takes six fields with seconds first', () => {
    expect(parseCron('*/20 30 2 * * *').seconds).toEqual([0, 20, 40]);
  });

  it.each([
    ['@hourly', '0 * * * *'],
    ['@daily', '0 0 * * *'],
    ['@midnight', '0 0 * * *'],
    ['@weekly', '0 0 * * 0'],
    ['@monthly', '0 0 1 * *'],
    ['@yearly', '0 0 1 1 *'],
    ['@Annually', '0 0 1 1 *'],
  ])('%s is %s', (macro, meaning) => {
    expect(parseCron(macro)).toEqual({ ...parseCron(meaning), expression: macro });
  });

  it.each([
    ['* * 13 * 5', true],
    ['* * * * 5', false],
    ['* * 13 * *', false],
    ['* * 13 * ?', false],
    ['* * */2 * 5', false],
    ['* * 1-31 * 5', true],
  ])('%s: a date matches by either day field: %p', (expression, eitherDay) => {
    expect(parseCron(expression).eitherDay).toBe(eitherDay);
  });

  it.each([
    ['0 * * * *', true],
    ['*/5 * * * *', true],
    ['0 */2 * * *', true],
    ['0 0-23 * * *', true],
    ['0 0-23/6 * * *', true],
    ['0 00-23/6 * * *', true],
    ['0 */6,3 * * *', true],
    [`0 ${range(0, 23).join(',')} * * *`, true],
    ['0 2 * * *', false],
    ['* 2 * * *', false],
    ['0 0,6,12,18 * * *', false],
    ['0 0-22 * * *', false],
    ['0 1-23/2 * * *', false],
    ['0 */23 * * *', true],
  ])('%s: an interval expression: %p', (expression, interval) => {
    expect(parseCron(expression).interval).toBe(interval);
  });

  it.each([
    ['', /empty/],
    ['   ', /empty/],
    ['* * * *', /five fields/],
    ['* * * * * * *', /five fields/],
    ['60 * * * *', /60/],
    ['* 24 * * *', /24/],
    ['* * 0 * *', /0/],
    ['* * 32 * *', /32/],
    ['* * * 13 *', /13/],
    ['* * * 0 *', /0/],
    ['* * * * 8', /8/],
    ['-1 * * * *', /minute field/],
    ['5-1 * * * *', /5-1/],
    ['* * * * fri-mon', /5-1/],
    ['*/0 * * * *', /at least 1/],
    ['*/90 * * * *', /minute field.*step of 90 is wider than 0-59/],
    ['0 */24 * * *', /hour field.*step of 24/],
    ['1,,2 * * * *', /minute field/],
    ['1, * * * *', /minute field/],
    ['a * * * *', /minute field/],
    ['1.5 * * * *', /minute field/],
    ['1e1 * * * *', /minute field/],
    ['** * * * *', /minute field/],
    ['? * * * *', /minute field/],
    ['*-5 * * * *', /minute field/],
    ['1-2-3 * * * *', /minute field/],
    ['1/2/3 * * * *', /minute field/],
    ['jan * * * *', /minute field/],
    ['* * * jan1 *', /month field/],
    ['* * * january *', /month field/],
    ['* * * * monday', /day-of-week field/],
    ['* * * * jan', /day-of-week field/],
    ['* * L * *', /day-of-month field/],
    ['* * 15W * *', /day-of-month field/],
    ['* * * * 5L', /day-of-week field/],
    ['* * * * 5#3', /day-of-week field/],
    ['H * * * *', /minute field/],
    ['@reboot', /@daily/],
    ['@every 5m', /@daily/],
    ['@constructor', /@daily/],
    ['* * * * *\u0000', /day-of-week field/],
    [`${'1,'.repeat(600)}1 * * * *`, /512/],
  ])('refuses %j', (expression, message) => {
    expect(() => parseCron(expression)).toThrow(InvalidCronError);
    expect(() => parseCron(expression)).toThrow(message);
  });

  it.each([[undefined], [null], [5]])('refuses %p, which is no text', (value) => {
    expect(() => parseCron(value as unknown as string)).toThrow(InvalidCronError);
  });

  it('cannot be changed afterwards', () => {
    const cron = parseCron('0 2 * * *');
    expect(() => (cron.hours as number[]).push(3)).toThrow(TypeError);
    expect(Object.isFrozen(cron)).toBe(true);
  });
});
