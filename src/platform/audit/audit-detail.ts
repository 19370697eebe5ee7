import { storableText } from '../database/storable-text.js';

/** Largest detail that is kept, characters of JSON. */
const DETAIL_CHARS = 4_096;
/** Deepest level that is looked into: JSON may nest deeper than a program can follow. */
const DEEPEST = 16;
const SECRET = /passw|passphrase|secret|token|credential|api_?-?key|private_?key|authorization|cookie|smtp_?url/i;

/**
 * A request's body as the audit trail keeps it: secrets are masked, long or deeply nested parts are cut, and characters that
 * Postgres refuses are replaced, so that every request can be written to the trail. Null for a request without a body.
 */
export function auditDetail(body: unknown): object | null {
  if (body === undefined || body === null) return null;
  if (typeof body !== 'object' || Buffer.isBuffer(body)) return { omitted: typeof body };
  const clean = redacted(body, 1) as object;
  const text = JSON.stringify(clean);
  return text.length <= DETAIL_CHARS ? clean : { cut: storableText(text, DETAIL_CHARS) };
}

function redacted(value: unknown, level: number): unknown {
  if (typeof value === 'string') return storableText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (level > DEEPEST) return '[deeper]';
  if (Array.isArray(value)) return value.map((member) => redacted(member, level + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      storableText(key),
      SECRET.test(key) ? '[redacted]' : redacted(member, level + 1),
    ]),
  );
}
