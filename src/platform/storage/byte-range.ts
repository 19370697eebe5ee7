import type { ByteRange } from './storage-driver.js';

/**
 * The one range that a Range header asks for, of a file of so many bytes. Undefined: the whole file (no header, or one
 * that asks for something else, as RFC 9110 allows); null: a range that the file does not have (416).
 */
export function rangeOf(header: string | undefined, bytes: number): Required<ByteRange> | null | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return undefined;
  if (first === '') {
    const from = Math.max(0, bytes - Number(last));
    return from < bytes ? { from, to: bytes - 1 } : null;
  }
  if (last !== '' && Number(last) < Number(first)) return undefined;
  if (Number(first) >= bytes) return null;
  return { from: Number(first), to: Math.min(last === '' ? Infinity : Number(last), bytes - 1) };
}
