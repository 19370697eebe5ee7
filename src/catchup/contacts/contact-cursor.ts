import { isUUID } from 'class-validator';
import { invalid } from '../../platform/errors/app-error.js';

export const SORTS = ['name', 'lateness'] as const;
export type Sort = (typeof SORTS)[number];

/** The last contact of a page: what it is sorted by, and its id. */
export interface Cursor {
  sort: Sort;
  value: string | number;
  id: string;
}

export function formatCursor({ sort, value, id }: Cursor): string {
  return Buffer.from(JSON.stringify([sort, value, id])).toString('base64url');
}

/** @throws AppError VALIDATION_FAILED for a text that no page of this order has given */
export function parseCursor(text: string | undefined, sort: Sort): Cursor | undefined {
  if (text === undefined) return undefined;
  const parts = json(text);
  if (Array.isArray(parts) && parts.length === 3) {
    const [by, value, id] = parts as unknown[];
    const fits = sort === 'name' ? typeof value === 'string' && !value.includes('\0') : Number.isFinite(value);
    if (by === sort && fits && isUUID(id)) return { sort, value: value as string | number, id: id as string };
  }
  throw invalid('cursor', 'cursor must be the nextCursor of a page in the same order');
}

function json(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    return undefined;
  }
}
