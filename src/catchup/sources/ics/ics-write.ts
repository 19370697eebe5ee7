import type { NewEvent } from '../calendar-source.js';

/** Bytes of a line, without its end (RFC 5545, 3.1). */
const LINE = 75;

/** A calendar with one event, as a server is given it. Times are in UTC, so that it needs no zone. */
export function icsOf({ id, start, end, summary, description }: NewEvent, now: Date): string {
  const lines = [
    ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Nightshift//CatchUp//EN', 'BEGIN:VEVENT', `UID:${id}`],
    ...[`DTSTAMP:${utc(now)}`, `DTSTART:${utc(start)}`, `DTEND:${utc(end)}`, `SUMMARY:${escaped(summary)}`],
    ...(description ? [`DESCRIPTION:${escaped(description)}`] : []),
    ...['TRANSP:OPAQUE', 'END:VEVENT', 'END:VCALENDAR'],
  ];
  return `${lines.map(folded).join('\r\n')}\r\n`;
}

export function utc(at: Date): string {
  return at.toISOString().replaceAll(/[-:]|\.\d+/g, '');
}

export function escaped(text: string): string {
  return text.replaceAll(/[\\;,]/g, String.raw`\$&`).replaceAll(/\r\n|\r|\n/g, String.raw`\n`);
}

/** A long line as several, none cut inside a character. */
export function folded(line: string): string {
  const parts: string[] = [];
  let part = '';
  let bytes = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (bytes + size > LINE) {
      parts.push(part);
      part = '';
      // The space at its begin counts.
      bytes = 1;
    }
    part += character;
    bytes += size;
  }
  return [...parts, part].join('\r\n ');
}
