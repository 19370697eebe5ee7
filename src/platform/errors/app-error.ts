/** What went wrong, as a stable word a client may switch on, with the HTTP status it means. */
export const ERROR_STATUS = {
  BAD_REQUEST: 400,
  VALIDATION_FAILED: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  UNPROCESSABLE: 422,
  TOO_MANY_REQUESTS: 429,
  INTERNAL: 500,
  UNAVAILABLE: 503,
} as const;

/** States that a client answers in a way of its own, each with its own word: all of them are conflicts. */
export const NAMED_CONFLICTS = [
  'DAY_NOT_OPEN',
  'DAY_NOT_BEGUN',
  'DAY_NOT_OVER',
  'CHECKLIST_OPEN',
  'STAY_OVER',
  'NIGHTS_RESOLD',
] as const;

type NamedConflict = (typeof NAMED_CONFLICTS)[number];
export type ErrorCode = keyof typeof ERROR_STATUS | NamedConflict;

export interface FieldError {
  /** JSON path of the offending value, e.g. `items.0.quantity`. */
  path: string;
  message: string;
}

/** Most fields an answer names. */
export const MAX_FIELD_ERRORS = 20;

/**
 * The only error that crosses a module: a code and a message that is safe to show to the caller.
 * One filter turns it into problem+json. `extra` members are added to the problem as they are.
 */
export class AppError extends Error {
  readonly errors?: FieldError[];
  readonly extra?: Record<string, unknown>;
  readonly retryAfterSeconds?: number;

  constructor(
    readonly code: ErrorCode,
    message: string,
    options: {
      errors?: FieldError[];
      extra?: Record<string, unknown>;
      retryAfterSeconds?: number;
      cause?: unknown;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'AppError';
    this.errors = options.errors;
    this.extra = options.extra;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  get status(): number {
    return this.code in ERROR_STATUS ? ERROR_STATUS[this.code as keyof typeof ERROR_STATUS] : ERROR_STATUS.CONFLICT;
  }
}

/** 404: the same words for what does not exist and for what belongs to another tenant. */
export function notFound(what: string): AppError {
  return new AppError('NOT_FOUND', `${what} not found`);
}

/** 400 for one field. */
export function invalid(path: string, message: string): AppError {
  return new AppError('VALIDATION_FAILED', message, { errors: [{ path, message }] });
}
