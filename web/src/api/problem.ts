/** What the API says of a request it did not carry out: application/problem+json. */
export interface Problem {
  status: number;
  code: string;
  title: string;
  detail: string;
  errors?: { path: string; message: string }[];
}

export class ApiError extends Error {
  /** For those who look into the server's log. */
  readonly requestId: string | undefined;
  /** Seconds after which to try again, where the server said so. */
  readonly retryAfter: number | undefined;
  /** The whole body: some problems carry more than the fields all have. */
  readonly body: Record<string, unknown>;

  constructor(
    readonly problem: Problem,
    { requestId, retryAfter, body }: { requestId?: string; retryAfter?: number; body?: Record<string, unknown> } = {},
  ) {
    super(problem.detail);
    this.name = 'ApiError';
    this.requestId = requestId;
    this.retryAfter = retryAfter;
    this.body = body ?? {};
  }

  get status(): number {
    return this.problem.status;
  }

  get code(): string {
    return this.problem.code;
  }

  /** Messages by the path of the field they are about. */
  get fields(): Record<string, string> {
    return Object.fromEntries((this.problem.errors ?? []).map(({ path, message }) => [path, message]));
  }
}

export async function toApiError(response: Response): Promise<ApiError> {
  const body = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  const retryAfter = Number(response.headers.get('Retry-After')) || undefined;
  const problem: Problem = {
    code: 'UNKNOWN',
    title: response.statusText,
    detail: `The server answered ${response.status}.`,
    ...body,
    status: response.status,
  };
  return new ApiError(problem, { requestId: response.headers.get('x-request-id') ?? undefined, retryAfter, body });
}

/** Any error as one that can be shown. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  const detail = error instanceof Error ? error.message : String(error);
  return new ApiError({ status: 0, code: 'CONSOLE', title: 'Something went wrong in this page', detail });
}
