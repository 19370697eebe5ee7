import { createHash } from 'node:crypto';
import { storableText } from '../../platform/database/storable-text.js';
import { AppError } from '../../platform/errors/app-error.js';
import { DeadlineError, PermanentJobError } from '../contract/job-errors.js';
import type { JobError } from '../ledger/job-row.js';

const MAX_MESSAGE = 2_000;

/**
 * An error as the ledger keeps it. A tenant reads it, so only errors written for readers keep their full message.
 * A database's message may quote parameters, so only its code and first line are kept.
 */
export function describeError(thrown: unknown): JobError {
  if (thrown instanceof PermanentJobError) return { code: thrown.code, message: cut(thrown.message) };
  if (thrown instanceof AppError) return { code: thrown.code, message: cut(thrown.message), errors: thrown.errors };
  if (thrown instanceof DeadlineError) return { code: 'DEADLINE_EXCEEDED', message: thrown.message };
  if (thrown instanceof Error) {
    const code = (thrown as { code?: unknown }).code;
    return {
      code: typeof code === 'string' && code ? code : thrown.name,
      message: cut(thrown.message.split('\n', 1)[0] ?? thrown.name),
    };
  }
  return { code: 'UNKNOWN', message: cut(String(thrown)) };
}

/**
 * What equal failures of a kind have in common: kind, code, and the message without the ids, dates, numbers and quoted
 * names that differ from job to job. 16 hex digits.
 */
export function fingerprint(jobName: string, error: JobError): string {
  const shape = error.message
    .toLowerCase()
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '#')
    .replace(/(["'`“]).*?(["'`”])/g, '#')
    .replace(/\b0x[0-9a-f]+|\d+(?:[.:,-]\d+)*/g, '#')
    .replace(/\s+/g, ' ');
  return createHash('sha256').update(`${jobName}\n${error.code}\n${shape}`).digest('hex').slice(0, 16);
}

/** Not too long, and without what jsonb cannot store: an error that cannot be written down would cost the worker its lease. */
function cut(text: string): string {
  const short = text.length > MAX_MESSAGE ? `${text.slice(0, MAX_MESSAGE)}…` : text;
  return storableText(short);
}
