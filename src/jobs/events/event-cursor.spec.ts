import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BEGINNING, formatCursor, formatEvent, parseCursor } from './event-cursor.js';

describe('event cursor', () => {
  it('comes back as it was', () => {
    const cursor = fc.record({
      seq: fc.nat({ max: 10 ** 12 }),
      token: fc.integer({ min: -1, max: 10 ** 6 }),
      progress: fc.integer({ min: -1, max: 100 }),
    });
    fc.assert(fc.property(cursor, (one) => expect(parseCursor(formatCursor(one))).toEqual(one)));
    expect(parseCursor('17.2.100.end')).toEqual({ seq: 17, token: 2, progress: 100, end: true });
  });

  it.each([undefined, '', '1', '1.2', '1.2.3.4', '1.2.3.end ', '-1.0.0', "1.1.1'; --", '9'.repeat(40), '1.2.3\n4'])(
    'begins at the beginning with %j',
    (text) => expect(parseCursor(text)).toEqual(BEGINNING),
  );

  it('an event is three lines and an empty one, whatever its data holds', () => {
    const text = formatEvent('item', BEGINNING, { message: 'two\nlines\r\n\u2028', key: '😀' });
    expect(text).toBe('event: item\nid: 0.-1.-1\ndata: {"message":"two\\nlines\\r\\n\u2028","key":"😀"}\n\n');
  });
});
