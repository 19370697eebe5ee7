import { describe, expect, it } from '@jest/globals';
import { parseStayDate } from './stay-date.js';

describe('parseStayDate', () => {
  it.each([
    ['2024-01-01', '2024-01-01'],
    ['2024-01-01T00:00:00.000Z', '2024-01-01'],
    ['2024-01-31T23:59:59.999Z', '2024-01-31'],
    ['2024-01-31T23:59:59Z', '2024-01-31'],
    ['2024-01-31T00:00:00+09:00', '2024-01-31'],
    ['2024-02-29', '2024-02-29'],
  ])('takes the literal date of %s', (text, date) => {
    expect(parseStayDate('startDate', text)).toBe(date);
  });

  it.each(['2024-01-01T10:00:00Z', '2024-01-01T23:59:00Z', '2024-01-01T00:00:01Z'])(
    'refuses the moment %s as unprocessable',
    (text) => {
      expect(() => parseStayDate('startDate', text)).toThrow(expect.objectContaining({ code: 'UNPROCESSABLE' }));
    },
  );

  it.each(['', 'soon', '2023-02-29', '2024-13-01', '01/02/2024', '2024-1-1'])('refuses "%s" as no date', (text) => {
    expect(() => parseStayDate('startDate', text)).toThrow(expect.objectContaining({ code: 'VALIDATION_FAILED' }));
  });
});
