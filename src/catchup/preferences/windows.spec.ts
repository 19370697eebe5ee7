import { describe, expect, it } from '@jest/globals';
import { windowsMistake } from './windows.js';

const week = (monday: unknown) => [monday, [], [], [], [], [], []];

describe('windows of a week', () => {
  it.each([
    ['no time at all', week([])],
    ['one window', week([['09:00', '21:00']])],
    ['the whole day', week([['00:00', '24:00']])],
    ['windows that touch', week([['09:00', '12:00'], ['12:00', '18:00']])], // prettier-ignore
  ])('%s is right', (_, value) => {
    expect(windowsMistake(value)).toBeUndefined();
  });

  it.each([
    ['six days', [[], [], [], [], [], []], 'windows'],
    ['no list', 'always', 'windows'],
    ['a day that is no list', week('09:00-21:00'), 'windows.0'],
    ['too many', week(Array.from({ length: 9 }, (_, n) => [`0${n}:00`, `0${n}:30`])), 'windows.0'],
    ['one time', week([['09:00']]), 'windows.0.0'],
    ['no time', week([['9:00', '21:00']]), 'windows.0.0'],
    ['a begin at the end of the day', week([['24:00', '24:00']]), 'windows.0.0'],
    ['a number', week([[9, 21]]), 'windows.0.0'],
    ['an end before its begin', week([['21:00', '09:00']]), 'windows.0.0'],
    ['an empty window', week([['09:00', '09:00']]), 'windows.0.0'],
    ['an overlap', week([['09:00', '12:00'], ['11:59', '18:00']]), 'windows.0.1'], // prettier-ignore
    ['another order', week([['13:00', '18:00'], ['09:00', '12:00']]), 'windows.0.1'], // prettier-ignore
    ['a mistake on Sunday', [[], [], [], [], [], [], [['25:00', '26:00']]], 'windows.6.0'],
  ])('%s is refused by its path', (_, value, path) => {
    expect(windowsMistake(value)?.path).toBe(path);
  });
});
