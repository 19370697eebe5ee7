/** Octets of a line of an iCalendar file, without its end (RFC 5545, 3.1). */
const LINE_OCTETS = 75;

/** A property's line, folded at 75 octets and never within a character, with its CRLF. */
export function contentLine(name: string, value: string): string {
  const lines: string[] = [];
  let line = '';
  let octets = 0;
  for (const character of `${name}:${value}`) {
    const size = Buffer.byteLength(character);
    // A folded line begins with a blank, which counts.
    if (octets + size > LINE_OCTETS) {
      lines.push(line);
      line = ' ';
      octets = 1;
    }
    line += character;
    octets += size;
  }
  return `${[...lines, line].join('\r\n')}\r\n`;
}

/** A text as a property's value: with its marks escaped, and without what no reader takes. */
export function escapedText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\\;,]/g, (mark) => `\\${mark}`)
    .replace(/\r\n|\r|\n/g, '\\n')
    .replace(/\p{Cc}/gu, ' ');
}

/** An instant in UTC: 20260301T180000Z. */
export function utcStamp(instant: Date): string {
  return instant.toISOString().replace(/[-:]|\.\d{3}/g, '');
}
