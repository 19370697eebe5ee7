import { describe, expect, it } from '@jest/globals';
import { icsEvents } from './ics-events.js';
import { readIcs } from './ics-file.js';
import { folded, icsOf } from './ics-write.js';

describe('an event that is written', () => {
  const event = {
    ...{
      id: 'abc123',
      start: new Date('2026-03-10T10:00:00Z'),
      end: new Date('2026-03-10T11:00:00Z'),
      timeZone: 'Europe/Madrid',
    },
    ...{ summary: `Lunch; with “Łukasz”, ${'a long title '.repeat(12)}`.trim(), description: 'One\nTwo\\Three' },
  };

  it('is read as it was', async () => {
    const text = icsOf(event, new Date('2026-03-01T00:00:00Z'));
    const window = { start: new Date('2026-03-10T00:00:00Z'), end: new Date('2026-03-11T00:00:00Z') };
    const { events } = await icsEvents(readIcs(text), { window, home: 'Europe/Madrid', own: new Set() });
    expect(events).toMatchObject([{ start: event.start, end: event.end, summary: event.summary, transparent: false }]);
    expect(text).toContain(String.raw`DESCRIPTION:One\nTwo\\Three`);
  });

  it('has no line of more than 75 bytes, and none cut inside a character', () => {
    const lines = folded(`SUMMARY:${'€'.repeat(100)}`).split('\r\n');
    expect(lines.every((line) => Buffer.byteLength(line) <= 75 && !line.includes('\uFFFD'))).toBe(true);
    expect(lines.join('').replaceAll(' ', '')).toBe(`SUMMARY:${'€'.repeat(100)}`);
  });
});
