import { isTooLarge } from '../database/exact-json.js';

/** Deepest nesting a body may have. So validation and transformation may walk it recursively. */
export const MAX_JSON_DEPTH = 64;
/** Most values a body may hold, members and elements together: each of them costs conversion and validation some microseconds. */
export const MAX_JSON_VALUES = 16_384;
/** Most members of one object: class-transformer compares each of them with all the others. */
export const MAX_JSON_MEMBERS = 500;

const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

const QUOTE = 34;
const BACKSLASH = 92;
const COMMA = 44;
const [MINUS, ZERO, NINE] = [45, 48, 57];
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [91, 93, 123, 125];

/**
 * Which limit of a body a JSON text exceeds, in words for its sender; undefined if none. One pass over
 * the text, before it is parsed. A whole number that parsing would round is refused: an id would become another one.
 */
export function beyondBounds(json: string): string | undefined {
  // Members begun so far of each object around the present place; 0 stands for an array.
  const members: number[] = [];
  // Each comma separates two values, and each opening bracket begins the first of some.
  let values = 0;
  for (let i = 0; i < json.length; i++) {
    const code = json.charCodeAt(i);
    if (code === QUOTE) i = endOfString(json, i);
    else if (code === MINUS || (code >= ZERO && code <= NINE)) {
      const number = numberAt(json, i);
      if (isTooLarge(number))
        return `holds the whole number ${number.slice(0, 40)}, which is too large to be kept: send it as text`;
      i += Math.max(1, number.length) - 1;
    } else if (code === OPEN_ARRAY || code === OPEN_OBJECT) {
      if (members.push(code === OPEN_OBJECT ? 1 : 0) > MAX_JSON_DEPTH)
        return `is nested deeper than ${MAX_JSON_DEPTH} levels`;
      values++;
    } else if (code === CLOSE_ARRAY || code === CLOSE_OBJECT) members.pop();
    else if (code === COMMA) {
      values++;
      const around = members.length - 1;
      if (members[around] && ++members[around] > MAX_JSON_MEMBERS)
        return `has an object of more than ${MAX_JSON_MEMBERS} members`;
    }
    if (values > MAX_JSON_VALUES) return `holds more than ${MAX_JSON_VALUES} values`;
  }
  return undefined;
}

/** The number that begins there; empty if it is none. */
function numberAt(json: string, from: number): string {
  NUMBER.lastIndex = from;
  return NUMBER.exec(json)?.[0] ?? '';
}

/** Index of the quote that ends the string which begins at `from`; the text's end where none does. */
function endOfString(json: string, from: number): number {
  for (let i = from + 1; i < json.length; i++) {
    const code = json.charCodeAt(i);
    if (code === BACKSLASH) i++;
    else if (code === QUOTE) return i;
  }
  return json.length;
}
