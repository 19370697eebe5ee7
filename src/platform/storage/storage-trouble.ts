import { AppError } from '../errors/app-error.js';

/** Codes of a disk that has no room, for now. */
const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
/** Codes of a storage that cannot be reached, or asks for patience. */
const AWAY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EMFILE',
  'EIO',
  'EROFS',
]);

/** An error of the storage as callers may see it: what may pass is UNAVAILABLE, so that jobs try again. */
export function storageTrouble(error: unknown): unknown {
  if (error instanceof AppError) return error;
  const { code, name, $metadata } = error as { code?: string; name?: string; $metadata?: { httpStatusCode?: number } };
  const options = { retryAfterSeconds: 30, cause: error };
  if (FULL.has(String(code))) return new AppError('UNAVAILABLE', 'The file storage is full', options);
  const status = $metadata?.httpStatusCode ?? 0;
  if (AWAY.has(String(code)) || name === 'TimeoutError' || status >= 500 || status === 429)
    return new AppError('UNAVAILABLE', 'The file storage does not answer', options);
  return error;
}
