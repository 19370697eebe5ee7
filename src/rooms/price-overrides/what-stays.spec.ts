import { expect, it } from '@jest/globals';
import { parseLocalDate as d } from '../../platform/dates/index.js';
import { whatStays } from './what-stays.js';

const ALL = [1, 2, 3, 4, 5, 6, 7];
const august = { from: d('2027-08-01'), to: d('2027-08-31'), weekdays: ALL, priceMinor: 15_000 };

it.each([
  ['a day of the month', '2027-08-15', '2027-08-15', ALL, ['08-01..08-14', '08-16..08-31']],
  ['its beginning', '2027-07-20', '2027-08-03', ALL, ['08-04..08-31']],
  ['all of it', '2027-08-01', '2027-09-30', ALL, []],
  ['Sundays only', '2027-08-10', '2027-08-31', [7], ['08-01..08-09', '08-10..08-31 123456']],
])('of August stays, when another price takes %s', (_, from, to, weekdays, pieces) => {
  const text = whatStays(august, { from: d(from), to: d(to) }, weekdays).map((piece) => {
    expect(piece.priceMinor).toBe(15_000);
    const range = `${piece.from.slice(5)}..${piece.to.slice(5)}`;
    return piece.weekdays.length < 7 ? `${range} ${piece.weekdays.join('')}` : range;
  });
  expect(text).toEqual(pieces);
});
