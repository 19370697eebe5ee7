import { STATUS_CODES } from 'node:http';
import { getSchemaPath, type OpenAPIObject } from '@nestjs/swagger';
import { type ErrorCode, ERROR_STATUS, type FieldError } from '../platform/errors/app-error.js';
import { MEANING, ProblemResponse } from '../platform/http/api-problems.js';
import { type Access, accessOfOperation, type Operation, operationsOf } from './operations.js';
import { saidBy } from './problem-samples.js';

interface Sample {
  code: ErrorCode;
  detail: string;
  errors?: FieldError[];
}

/** Statuses any route may answer with, whatever it does. Probes are never turned away and say 503 in their own words. */
function impliedStatuses(path: string, method: string, access: Access): number[] {
  const probe = path.includes('/health/');
  return [
    400,
    ...(access === 'public' ? [] : [401]),
    ...(Array.isArray(access) ? [403] : []),
    // A body of another type, or a huge one, is refused before it is known whether the route takes a body.
    ...(method === 'get' || method === 'head' ? [] : [413, 415]),
    ...(probe ? [] : [429, 503]),
  ];
}

/** Completes the errors of every operation, and shows each as this very route answers it. */
export function addProblems(document: OpenAPIObject): void {
  for (const { path, method, operation } of operationsOf(document)) {
    const access = accessOfOperation(operation);
    for (const status of impliedStatuses(path, method, access))
      operation.responses[status] ??= {
        description: MEANING[status]!,
        content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemResponse) } } },
      };
    for (const [status, response] of Object.entries(operation.responses)) {
      const media = response.content?.['application/problem+json'];
      if (!media) continue;
      const example = problemOf(path, Number(status), sampleOf(path, method, operation, Number(status)));
      // New objects, because the objects that decorators made are shared between statuses and routes.
      operation.responses[status] = {
        ...response,
        content: { ...response.content, 'application/problem+json': { ...media, example } },
      };
    }
  }

  function sampleOf(path: string, method: string, operation: Operation, status: number): Sample {
    const said = saidBy(method, path.replace('/api/v1', ''), status);
    if (said) return { code: codeOf(status), detail: said };
    const access = accessOfOperation(operation);
    if (status === 400) return invalidSample(document, method, operation);
    if (status === 403 && Array.isArray(access)) return forbiddenSample(access);
    if (status === 401 && access === 'cron') return { code: 'UNAUTHENTICATED', detail: 'This needs the cron secret' };
    return { code: codeOf(status), detail: USUAL[status] ?? MEANING[status]! };
  }
}

const USUAL: Record<number, string> = {
  401: 'A valid access token or API key is needed',
  409: 'A request with this Idempotency-Key is under way',
  413: 'Request body is too large',
  415: 'Unsupported Media Type',
  422: 'This Idempotency-Key was used for another request',
  429: 'Too many requests; try again later',
  503: 'The database is not available; nothing was changed',
};

/** What the route says to an empty body, or to a member it does not know. */
function invalidSample(document: OpenAPIObject, method: string, operation: Operation): Sample {
  const schema: { $ref?: string } | undefined = operation.requestBody?.content?.['application/json']?.schema;
  const body = schema?.$ref ? (document.components!.schemas![schema.$ref.split('/').at(-1)!] as Body) : undefined;
  const query = operation.parameters?.filter((parameter) => parameter.in === 'query') ?? [];
  const missing = (body ? (body.required ?? []) : query.filter(({ required }) => required).map(({ name }) => name)).map(
    (name) => ({ path: name, message: `${name} is required` }),
  );
  if (missing.length > 0) return { code: 'VALIDATION_FAILED', detail: 'The request is not valid', errors: missing };
  const unknown = 'property surprise should not exist';
  if (body || query.length > 0)
    return {
      code: 'VALIDATION_FAILED',
      detail: 'The request is not valid',
      errors: [{ path: 'surprise', message: unknown }],
    };
  if (schema) return { code: 'VALIDATION_FAILED', detail: 'The data does not fit a room-generation job' };
  // A public route ignores members it does not know.
  if (accessOfOperation(operation) === 'public' && method === 'get')
    return { code: 'BAD_REQUEST', detail: 'A query string has at most 100 members' };
  if (accessOfOperation(operation) === 'public')
    return { code: 'BAD_REQUEST', detail: "Body is not valid JSON but content-type is set to 'application/json'" };
  const message = `This route takes no query: ${unknown}`;
  return { code: 'VALIDATION_FAILED', detail: message, errors: [{ path: 'surprise', message }] };
}

interface Body {
  required?: string[];
}

function forbiddenSample(roles: readonly string[]): Sample {
  const other = ['STAFF', 'MANAGER', 'ADMIN', 'OPERATOR'].find((role) => !roles.includes(role))!;
  return { code: 'FORBIDDEN', detail: `This is for ${roles.join(', ')}; you are ${other}` };
}

function problemOf(path: string, status: number, { code, detail, errors }: Sample): object {
  return {
    type: `urn:nightshift:problem:${code.toLowerCase().replaceAll('_', '-')}`,
    title: STATUS_CODES[status],
    status,
    detail,
    instance: path,
    code,
    ...(errors && { errors }),
  };
}

function codeOf(status: number): ErrorCode {
  const [code] = Object.entries(ERROR_STATUS).findLast(([, value]) => value === status)!;
  return code as ErrorCode;
}
