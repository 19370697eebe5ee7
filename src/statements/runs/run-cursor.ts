import { invalid } from '../../platform/errors/app-error.js';

export const LISTS = ['generated', 'unchanged', 'skipped', 'errors'] as const;
export type List = (typeof LISTS)[number];

/** The number after which each list goes on; null: the list has ended. */
export type RunCursor = Record<List, number | null>;

export const FROM_THE_START: RunCursor = { generated: 0, unchanged: 0, skipped: 0, errors: 0 };

export function formatCursor(cursor: RunCursor): string {
  return LISTS.map((list) => cursor[list] ?? '').join('.');
}

const FORM = /^\d{0,9}(\.\d{0,9}){3}$/;

/** @throws AppError VALIDATION_FAILED for a text that no answer has given */
export function parseCursor(text: string | undefined): RunCursor {
  if (text === undefined) return FROM_THE_START;
  if (!FORM.test(text)) throw invalid('cursor', 'cursor must be the nextCursor of an answer');
  const numbers = text.split('.').map((part) => (part === '' ? null : Number(part)));
  return Object.fromEntries(LISTS.map((list, index) => [list, numbers[index]!])) as RunCursor;
}
