/** Largest detail that is kept, characters of JSON. */
const DETAIL_CHARS = 4_096;
const SECRET = /password|secret|token|api_?key|authorization|cookie/i;

/**
 * A request's body as the audit trail keeps it: what looks like a secret is blotted out, what is long is cut. Null for
 * a request without one.
 */
export function auditDetail(body: unknown): object | null {
  if (body === undefined || body === null) return null;
  if (typeof body !== 'object' || Buffer.isBuffer(body)) return { omitted: typeof body };
  const clean = redacted(body) as object;
  const text = JSON.stringify(clean);
  return text.length <= DETAIL_CHARS ? clean : { cut: text.slice(0, DETAIL_CHARS) };
}

function redacted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redacted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, SECRET.test(key) ? '[redacted]' : redacted(member)]),
  );
}
