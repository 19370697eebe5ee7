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

/** True for the text of a whole number that JavaScript cannot hold to the digit. */
export function isRounded(number: string): boolean {
  return number.length > EXACT_LENGTH && /^-?\d+$/.test(number) && !Number.isSafeInteger(Number(number));
}
