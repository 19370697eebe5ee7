/** How JSON may write what Postgres cannot store as text: the character NUL, and half of a surrogate pair. */
const SUSPICIOUS = /\\u(?:0000|d[89a-f])/i;

/**
 * Path of the first text in a body that cannot be stored, a name or a value; undefined if all can be.
 * @param json the body's text; searched first, because hardly any body needs the slower walk through its values
 * @param value the same, parsed
 */
export function unstorableAt(json: string, value: unknown): string | undefined {
  return SUSPICIOUS.test(json) ? find(value, '') : undefined;
}

function find(value: unknown, path: string): string | undefined {
  if (typeof value === 'string') return isStorable(value) ? undefined : path;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, member] of Object.entries(value)) {
    if (!isStorable(name)) return path;
    const found = find(member, path ? `${path}.${name}` : name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}
