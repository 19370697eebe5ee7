import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { TAKES_NO_KEY_EXTENSION } from './platform/http/idempotency/answer-rules.js';
import { DocumentBuilder, getSchemaPath, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { ContractRegistry, type JobContract, JobKinds, JobsModule } from './jobs/index.js';
import { addBodyExamples } from './openapi/examples.js';
import { wholeSchema } from './openapi/job-schemas.js';
import { toJsonSchema } from './openapi/null-types.js';
import { addRoles } from './openapi/operations.js';
import { addProblems } from './openapi/problems.js';
import { tagsOf } from './openapi/tags.js';
import { ProblemResponse } from './platform/http/api-problems.js';

const INTRODUCTION = `The back office that works while a business sleeps.

Every route is served under \`/api/v1\` and \`/api\`. Send \`Authorization: Bearer <access token or API key>\`. Errors are
\`application/problem+json\`. Dates are local calendar dates, instants are UTC, money in answers is a decimal string
beside its currency. An Idempotency-Key is the tenant's and the route's; under \`/catchup\` and \`/views\` each user has keys of her own.`;

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemResponse) } } },
});

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header' as const,
  required: false,
  description: `Any text of the caller's choice, 1 to 255 visible ASCII characters. The same request with the same key is
carried out once and answered the same for 24 hours (header Idempotency-Replayed: true), also when the server died before it
could answer. 422 when the key came with another request, 409 with Retry-After while that one is under way. A secret is
told once: the same request again is answered 409 with carriedOut: true and, in answer, the rest of what it was answered.
Failures are not kept.`,
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};

/** Every POST of a tenant takes a key. */
function documentIdempotencyKeys(document: OpenAPIObject): void {
  const answers = {
    409: problem('The present state does not allow it, or the same request is under way.'),
    422: problem('Understood, but it cannot be meant; or the Idempotency-Key came with another request.'),
  };
  for (const { post } of Object.values(document.paths)) {
    if (!post) continue;
    const { 'x-roles': roles } = post as unknown as Record<string, unknown>;
    const takesNone = TAKES_NO_KEY_EXTENSION in post;
    delete (post as unknown as Record<string, unknown>)[TAKES_NO_KEY_EXTENSION];
    if (takesNone) continue;
    if (!Array.isArray(roles) || roles.every((role) => role === 'OPERATOR')) continue;
    post.parameters = [...(post.parameters ?? []), IDEMPOTENCY_KEY];
    post.responses = { ...answers, ...post.responses };
  }
}

/** One document: every route under /api/v1, and every job kind with its payload (x-jobs). */
export function openApiDocument(app: NestFastifyApplication): OpenAPIObject {
  const contracts = app.get(ContractRegistry).all();
  const config = new DocumentBuilder()
    .setTitle('Nightshift')
    .setDescription(INTRODUCTION)
    .setVersion('1')
    .setOpenAPIVersion('3.1.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'Access token or API key' })
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'CRON_SECRET' }, 'cron')
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    extraModels: contracts.flatMap(({ payload, result }) => (result ? [payload, result] : [payload])),
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
  documentIdempotencyKeys(document);
  document.tags = tagsOf(document);
  addRoles(document);
  addProblems(document);
  addBodyExamples(document);
  const jobs = contracts.map(({ name, title, summary, payload, result, attempts, concurrency, startableBy }) => ({
    name,
    title,
    summary,
    attempts,
    concurrency,
    startableBy,
    payload: { $ref: getSchemaPath(payload) },
    ...(result && { result: { $ref: getSchemaPath(result) } }),
  }));
  toJsonSchema(document.paths);
  toJsonSchema(document.components?.schemas);
  return Object.assign(document, { 'x-jobs': jobs });
}

/** The schemas of the data of job kinds, each whole. Only these classes are looked at, no route is. */
function jobSchemas(
  app: NestFastifyApplication,
  contracts: readonly JobContract[],
): Map<string, Record<string, unknown>> {
  const { components } = SwaggerModule.createDocument(app, new DocumentBuilder().build(), {
    include: [JobsModule],
    extraModels: contracts.map(({ payload }) => payload),
  });
  const schemas = components?.schemas ?? {};
  toJsonSchema(schemas);
  return new Map(
    contracts.map(({ name, payload }) => [
      name,
      wholeSchema({ $ref: getSchemaPath(payload) }, schemas) as Record<string, unknown>,
    ]),
  );
}

/** Lets the route of job kinds answer their schemas. */
export function describeJobKinds(app: NestFastifyApplication): void {
  app.get(JobKinds).describeBy((contracts) => jobSchemas(app, contracts));
}

interface DocumentsPage {
  document: { cookie: string };
}

/** Runs in the browser, in the page of the documents: its text is written into the page's script. */
function addCsrfToken(request: { method: string; headers: Record<string, string> }) {
  const { cookie } = (globalThis as unknown as DocumentsPage).document;
  const token = /(?:^|; )ns_csrf=([^;]+)/.exec(cookie)?.[1];
  if (token && request.method !== 'GET') request.headers['X-CSRF-Token'] = token;
  return request;
}

/** Swagger UI at /api/docs, the document at /api/docs-json. */
export function mountOpenApi(app: NestFastifyApplication): void {
  let document: OpenAPIObject | undefined;
  SwaggerModule.setup('api/docs', app, () => (document ??= openApiDocument(app)), {
    jsonDocumentUrl: 'api/docs-json',
    customSiteTitle: 'Nightshift API',
    swaggerOptions: {
      filter: true,
      persistAuthorization: true,
      docExpansion: 'none',
      deepLinking: true,
      // Else the page asks a server of others whether the document is valid.
      validatorUrl: null,
      // Who is logged in as a browser may change something from here too.
      requestInterceptor: addCsrfToken,
    },
  });
}
