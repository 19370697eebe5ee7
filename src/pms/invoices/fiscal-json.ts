/**
 * JSON text of what an invoice says, with the members of every object sorted by name: the bytes that its hash covers.
 * FROZEN: the hashes of all invoices ever issued depend on it. A change of one byte would make every chain read as tampered
 * with, so it shares no code with the rest, and `fiscal-json.spec.ts` holds it to exact bytes. Whatever a hash is to cover in
 * addition needs a second, versioned form beside this one.
 */
export function fiscalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
