import { faceOf, type Weight } from './fonts.js';

/** Characters that print nothing and only steer how others are shown: direction marks, zero-width ones, variants, controls. */
const INVISIBLE =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u00AD\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFE00-\uFE0F\uFEFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;
/** Printed by the main font without asking: by far the most texts. */
const USUAL = /^[\n\x20-\x7E\u00A0-\u00AC\u00AE-\u017F]*$/;

/**
 * The text as it can be printed: nothing that prints nothing, and for a character that no font has its number, `[U+1F680]`, so
 * that a reader sees that something is there, and what.
 */
export function printable(text: string, weight: Weight): string {
  if (USUAL.test(text)) return text;
  let out = '';
  for (const sign of text
    .normalize('NFC')
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replaceAll('\t', ' ')
    .replace(INVISIBLE, '')) {
    const point = sign.codePointAt(0)!;
    out += sign === '\n' || faceOf(point, weight) ? sign : `[U+${point.toString(16).toUpperCase().padStart(4, '0')}]`;
  }
  return out;
}
