/** Strings, which are skipped, and numbers of a JSON text. */
const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const LONG_NUMBER = /\d{16}/;
/** A whole number of so many characters is kept to the digit. */
const EXACT_LENGTH = 15;

/**
 * JSON of the database as values. A whole number that JavaScript would round comes as text, to the digit: an id of 64 bits is
 * shown as it is kept. Requests cannot bring any (http/json-bounds.ts), but SQL can.
 */
export function parseExactly(json: string): unknown {
  return JSON.parse(LONG_NUMBER.test(json) ? json.replace(TOKENS, quoted) : json);
}

function quoted(token: string): string {
  return isRounded(token) ? `"${token}"` : token;
}

/**
 * True for the text of a whole number that JavaScript would print with other digits. One that is large but of few digits, as a volume
 * that was computed, is none: it stays a number.
 */
function isRounded(number: string): boolean {
  if (!isTooLarge(number)) return false;
  const shortest = Number(number).toExponential().replace(/e.*$/, '');
  return significant(number) !== significant(shortest);
}

function significant(number: string): string {
  return number.replace(/[-.]/g, '').replace(/^0+|0+$/g, '');
}

/** True for the text of a whole number beyond those that JavaScript tells apart: who sent it may have rounded it already. */
export function isTooLarge(number: string): boolean {
  return number.length > EXACT_LENGTH && /^-?\d+$/.test(number) && !Number.isSafeInteger(Number(number));
}
