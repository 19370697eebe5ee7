import type { JobView } from '../../jobs/index.js';
import { AppError, ERROR_STATUS, type ErrorCode } from '../../platform/errors/app-error.js';

/** A body with its HTTP status, which depends on whether the job finished while the request waited. */
export interface Answer<Body> {
  status: 200 | 201 | 202;
  body: Body;
}

/** Answer to a request whose job had not finished when the wait ended. */
export function accepted(message: string, jobId: string, links: { statusUrl: string; eventsUrl: string }) {
  return { success: true, message, data: { jobId, ...links } };
}

/**
 * The result of a finished job.
 * @throws AppError for a job that did not complete, with the job's id and its own code (INTERNAL if the platform has no such code).
 */
export function resultOf<Result>(what: string, job: JobView): Result {
  if (job.status === 'completed') return job.result as Result;
  const extra = { jobId: job.id };
  if (job.status === 'cancelled') throw new AppError('CONFLICT', `${what} was cancelled`, { extra });
  const { code, message } = (job.error ?? {}) as { code?: string; message?: string };
  throw new AppError(
    code !== undefined && isOurs(code) ? code : 'INTERNAL',
    `${what} failed: ${message ?? 'unknown'}`,
    { extra },
  );
}

function isOurs(code: string): code is ErrorCode {
  return Object.hasOwn(ERROR_STATUS, code);
}
