/** What Postgres can keep of a text: it takes neither NUL nor half a surrogate pair, in text as in jsonb. */
export function storableText(text: string, maxChars = Infinity): string {
  return Buffer.from(text.slice(0, maxChars).replaceAll('\0', '\uFFFD')).toString();
}

/** JSON.stringify writes these two as escapes and nothing else that looks like them, but for a backslash that is itself escaped. */
const UNSTORABLE = /(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/g;

/** A value as JSON that Postgres can keep as jsonb, whatever texts and names strangers have put into it. */
export function storableJson(value: unknown): string {
  return JSON.stringify(value).replace(UNSTORABLE, '$1\uFFFD');
}
