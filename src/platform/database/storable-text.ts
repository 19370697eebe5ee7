/** What Postgres can keep of a text: it takes neither NUL nor half a surrogate pair, in text as in jsonb. */
export function storableText(text: string, maxChars = Infinity): string {
  return Buffer.from(text.slice(0, maxChars).replaceAll('\0', '\uFFFD')).toString();
}
