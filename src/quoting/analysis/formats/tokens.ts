import { PartFileError } from '../part-file-error.js';
import type { PartFile } from './part-file.js';

const CHUNK = 1 << 20;
/** No word or number of a mesh file is longer. */
const LONGEST = 65_536;
const NEWLINE = 10;
const RETURN = 13;
const SPACE = 32;
const POWERS = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/** A word between spaces, as bytes of the file: the same object every time, valid until the next one. */
export class Token {
  buffer: Uint8Array = new Uint8Array(0);
  start = 0;
  end = 0;
  startsLine = true;

  /** @param word lower case letters */
  is(word: string): boolean {
    if (this.end - this.start !== word.length) return false;
    for (let i = 0; i < word.length; i++) {
      // 32 makes a capital letter a small one.
      if ((this.buffer[this.start + i]! | 32) !== word.charCodeAt(i)) return false;
    }
    return true;
  }

  text(): string {
    return Buffer.from(this.buffer.subarray(this.start, Math.min(this.end, this.start + 40))).toString('latin1');
  }

  /** The number it is; null: it is none. NaN and infinities count as numbers, that the reader must refuse. */
  number(): number | null {
    return numberIn(this.buffer, this.start, this.end);
  }
}

/** A decimal number in bytes; null: something else. Rounded exactly as Number() does. */
export function numberIn(buffer: Uint8Array, start: number, end: number): number | null {
  let at = start;
  const negative = buffer[at] === 45;
  if (negative || buffer[at] === 43) at++;
  let mantissa = 0;
  let digits = 0;
  let scale = 0;
  for (; at < end; at++) {
    const digit = buffer[at]! - 48;
    if (digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit;
      digits++;
    } else break;
  }
  if (at < end && buffer[at] === 46) {
    for (at++; at < end; at++) {
      const digit = buffer[at]! - 48;
      if (digit < 0 || digit > 9) break;
      mantissa = mantissa * 10 + digit;
      digits++;
      scale--;
    }
  }
  if (digits > 0 && at < end && (buffer[at]! | 32) === 101) {
    at++;
    const down = buffer[at] === 45;
    if (down || buffer[at] === 43) at++;
    let exponent = 0;
    let any = false;
    for (; at < end; at++) {
      const digit = buffer[at]! - 48;
      if (digit < 0 || digit > 9) break;
      exponent = Math.min(100_000, exponent * 10 + digit);
      any = true;
    }
    if (!any) return slowNumber(buffer, start, end);
    scale += down ? -exponent : exponent;
  }
  if (digits === 0 || at < end) return slowNumber(buffer, start, end);
  // Mantissa and power of ten are both exact up to here, so that their product or quotient is rounded once.
  if (mantissa > Number.MAX_SAFE_INTEGER || scale > 22 || scale < -22) return slowNumber(buffer, start, end);
  const value = scale < 0 ? mantissa / POWERS[-scale]! : mantissa * POWERS[scale]!;
  return negative ? -value : value;
}

/** Also the ways in which programs write what is not a number: nan, -nan(ind), 1.#QNAN, inf. */
function slowNumber(buffer: Uint8Array, start: number, end: number): number | null {
  const text = Buffer.from(buffer.subarray(start, end)).toString('latin1');
  if (/^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(text)) return Number(text);
  if (/^[-+]?(?:nan|inf|1\.#)/i.test(text)) return NaN;
  // A comma for a point is not guessed at: 1,234 may be either.
  return null;
}

/** Gives the words of a text file one after the other, whatever its line ends are. @throws PartFileError for a word without end */
export function tokensOf(file: PartFile, take: (token: Token) => void, progress: (bytes: number) => void): void {
  const buffer = new Uint8Array(CHUNK + LONGEST);
  const token = new Token();
  token.buffer = buffer;
  let kept = 0;
  for (let place = hasMark(file) ? 3 : 0; ;) {
    const got = file.read(buffer.subarray(kept, kept + CHUNK), place);
    place += got;
    const filled = kept + got;
    const last = got === 0;
    const end = last ? filled : lastSpace(buffer, filled);
    scan(token, end, take);
    progress(place);
    if (last) return;
    kept = filled - end;
    if (kept > LONGEST) throw new PartFileError('malformed', 'The file has a word that does not end.');
    buffer.copyWithin(0, end, filled);
  }
}

/** The byte order mark of UTF-8, which would be a part of the first word. */
function hasMark(file: PartFile): boolean {
  return file.head(3).equals(Buffer.from([0xef, 0xbb, 0xbf]));
}

/** What follows the last space may be half a word. */
function lastSpace(buffer: Uint8Array, filled: number): number {
  let end = filled;
  while (end > 0 && buffer[end - 1]! > SPACE) end--;
  return end;
}

function scan(token: Token, end: number, take: (token: Token) => void): void {
  const { buffer } = token;
  for (let at = 0; at < end;) {
    const byte = buffer[at]!;
    if (byte <= SPACE) {
      if (byte === NEWLINE || byte === RETURN) token.startsLine = true;
      at++;
      continue;
    }
    token.start = at;
    do at++;
    while (at < end && buffer[at]! > SPACE);
    token.end = at;
    take(token);
    token.startsLine = false;
  }
}
