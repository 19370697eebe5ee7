import { describe, expect, it } from '@jest/globals';
import { formatCursor, FROM_THE_START, parseCursor, type RunCursor } from './run-cursor.js';

describe('cursor of a result', () => {
  it.each<[RunCursor, string]>([
    [FROM_THE_START, '0.0.0.0'],
    [{ generated: 1000, unchanged: null, skipped: 7, errors: null }, '1000..7.'],
    [{ generated: null, unchanged: null, skipped: null, errors: 1 }, '...1'],
  ])('%j is %s', (cursor, text) => {
    expect(formatCursor(cursor)).toBe(text);
    expect(parseCursor(text)).toEqual(cursor);
  });

  it('without one, lists begin at their start', () => {
    expect(parseCursor(undefined)).toEqual(FROM_THE_START);
  });

  it.each(['', '1', '1.2.3', '1.2.3.4.5', '-1.0.0.0', '1e3.0.0.0', '9999999999.0.0.0', "1'.0.0.0"])(
    '%j is refused',
    (text) => {
      expect(() => parseCursor(text)).toThrow('nextCursor');
    },
  );
});
