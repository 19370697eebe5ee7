import { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';
import { AppError } from '../../errors/app-error.js';
import type { Answer, Earlier } from './idempotency-keys.js';

/** What is kept of an answer. @param secret member with a secret, which is not kept */
export function keptAnswer(status: number, body: unknown, secret?: string): Answer {
  if (isFile(body)) return { status, body: null, withheld: true };
  if (secret !== undefined && typeof body === 'object' && body !== null && Object.hasOwn(body, secret))
    return { status, body: JSON.stringify({ ...body, [secret]: undefined }), withheld: true };
  return { status, body: body === undefined ? null : JSON.stringify(body), withheld: false };
}

/** @throws AppError CONFLICT for a request that was carried out and whose answer cannot be given again */
export function answerAgain({ done, body, withheld, jobIds }: Earlier): unknown {
  const answer: unknown = body === null ? undefined : JSON.parse(body);
  if (done && !withheld) return answer;
  const why = done ? 'its answer is told only once' : 'its answer was lost';
  throw new AppError('CONFLICT', `The request with this Idempotency-Key was carried out; ${why}`, {
    extra: {
      carriedOut: true,
      ...(answer !== undefined && { answer }),
      ...(jobIds.length > 0 && { jobIds }),
    },
  });
}

function isFile(body: unknown): boolean {
  return body instanceof StreamableFile || body instanceof Readable || body instanceof Uint8Array;
}
