import { STATUS_CODES } from 'node:http';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { streamedTypeOf } from '../http/streamed-body.js';
import { AppError, ERROR_STATUS, type ErrorCode, type FieldError, MAX_FIELD_ERRORS } from './app-error.js';
import { isDatabaseAway, mayBeCommitted } from './database-away.js';
import { isLockConflict } from './lock-conflict.js';
import type { RequestContext } from '../tenancy/context.js';

/** Answers every error as problem+json. An error it does not know becomes a 500 without details. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Http');

  constructor(private readonly context: RequestContext) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const error = toAppError(thrown, this.changed(request));
    if (error.status >= 500) this.logger.error({ msg: error.message, err: thrown, requestId: request.id });
    if (reply.sent) return;
    sendProblem(request, reply, error);
  }

  /** Whether the request has changed something before it failed. One that only reads commits as well, and changes nothing. */
  private changed({ method }: FastifyRequest): boolean | undefined {
    if (method === 'GET' || method === 'HEAD') return false;
    return this.context.store.progress?.committed || undefined;
  }
}

/** Longest text of a problem that may repeat what was sent, characters, so that the answer is not larger than the request. */
const MAX_TEXT = 400;

function cut(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT).toWellFormed()}…` : text;
}

function first(errors: readonly FieldError[]): FieldError[] {
  return errors.slice(0, MAX_FIELD_ERRORS).map(({ path, message }) => ({ path: cut(path), message: cut(message) }));
}

/** Answers with a problem document; HEAD gets the headers alone. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, error: AppError): void {
  if (error.status === 401 && !reply.hasHeader('WWW-Authenticate')) void reply.header('WWW-Authenticate', 'Bearer');
  if (error.retryAfterSeconds) void reply.header('Retry-After', String(error.retryAfterSeconds));
  void reply.status(error.status).header('Cache-Control', 'no-store').type('application/problem+json');
  if (request.method === 'HEAD') {
    void reply.send();
    return;
  }
  void reply.send(
    JSON.stringify({
      type: `urn:nightshift:problem:${error.code.toLowerCase().replaceAll('_', '-')}`,
      title: STATUS_CODES[error.status],
      status: error.status,
      detail: cut(detailOf(error, request)),
      instance: cut(request.url.split('?', 1)[0]!),
      code: error.code,
      ...(error.errors && { errors: first(error.errors) }),
      ...error.extra,
    }),
  );
}

/** Of a body that no parser takes, the server says nothing but the words of the status; which type the route takes helps more. */
function detailOf({ status, message }: AppError, request: FastifyRequest): string {
  if (status !== 415 || message !== STATUS_CODES[415]) return message;
  return `The body must be ${streamedTypeOf(request) ?? 'application/json'}`;
}

const NOTHING_CHANGED = 'The database is not available; nothing was changed';
const PERHAPS_CHANGED =
  'The database went away in the middle; the change may have been made. Repeat it with the same Idempotency-Key';

/**
 * What a thrown value means to the caller.
 * @param changed whether something was changed before: true, false, or undefined where only the error can tell
 */
export function toAppError(thrown: unknown, changed?: boolean): AppError {
  if (thrown instanceof AppError) return thrown;
  if (thrown instanceof HttpException)
    return new AppError(codeOf(thrown.getStatus()), thrown.message, { cause: thrown });
  const unavailable = (words: string, retryAfterSeconds: number) =>
    new AppError('UNAVAILABLE', changed ? PERHAPS_CHANGED : words, { retryAfterSeconds, cause: thrown });
  if (isDatabaseAway(thrown))
    return unavailable((changed ?? mayBeCommitted(thrown)) ? PERHAPS_CHANGED : NOTHING_CHANGED, 5);
  if (isLockConflict(thrown))
    return unavailable('Others are changing the same data; nothing was changed. Try again', 1);
  if (postgresCode(thrown) === STATEMENT_TIMEOUT)
    return unavailable('The database took too long; nothing was changed', 5);
  if (isUnstorable(thrown))
    return new AppError(
      'VALIDATION_FAILED',
      'The request holds a character that cannot be stored (NUL, or half a pair)',
      {
        cause: thrown,
      },
    );
  return new AppError('INTERNAL', 'Something went wrong on our side', { cause: thrown });
}

/** Postgres's code for a statement that was ended: it ran as long as its role may. Its transaction is rolled back. */
const STATEMENT_TIMEOUT = '57014';

/** Postgres's codes for text it cannot store, as text and as jsonb. */
function isUnstorable(thrown: unknown): boolean {
  return ['22021', '22P05'].includes(postgresCode(thrown));
}

function postgresCode(thrown: unknown): string {
  const { code, driverError } = (thrown ?? {}) as { code?: unknown; driverError?: { code?: unknown } };
  return String(driverError?.code ?? code);
}

/** Code for a status that did not come with one. */
function codeOf(status: number): ErrorCode {
  const [code] = Object.entries(ERROR_STATUS).find(([, value]) => value === status) ?? [];
  return (code as ErrorCode | undefined) ?? (status < 500 ? 'BAD_REQUEST' : 'INTERNAL');
}
