/** JSON text that Postgres takes as jsonb; a value of more bytes is replaced by a note of its size. */
export function boundedJson(value: unknown, maxBytes: number): string {
  const json = JSON.stringify(value ?? null, (_, part: unknown) => (typeof part === 'string' ? storable(part) : part));
  const bytes = Buffer.byteLength(json);
  return bytes > maxBytes ? JSON.stringify({ truncated: true, bytes }) : json;
}

/** The text without what Postgres cannot store: NUL is left out, half of a surrogate pair is replaced. */
export function storable(text: string): string {
  return Buffer.from(text.replaceAll('\0', '')).toString();
}
