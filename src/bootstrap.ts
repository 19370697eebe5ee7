import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { type IncomingMessage } from 'node:http';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import { type ModuleMetadata, VersioningType } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppModule } from './app.module.js';
import { describeJobKinds, mountOpenApi } from './openapi.js';
import { BOARD_PATH, mountBullBoard } from './ops/bull-board.js';
import { mountConsole } from './ops/console.js';
import { Credentials, limitRequests } from './platform/auth/index.js';
import { type Config, loadConfig } from './platform/config/config.js';
import { AppError } from './platform/errors/app-error.js';
import { ProblemFilter, sendProblem } from './platform/errors/problem.filter.js';
import { bodyDeadline } from './platform/http/body-deadline.js';
import { contentSecurity } from './platform/http/content-security.js';
import { jsonOnly } from './platform/http/json-only.js';
import { routeLimits } from './platform/http/route-limits.js';
import { validationPipe } from './platform/http/validation.pipe.js';
import { PinoLogger } from './platform/observability/pino-logger.js';
import { Metrics } from './platform/observability/metrics.js';
import { RequestContext } from './platform/tenancy/context.js';
import { openRequestScope } from './platform/tenancy/request-scope.js';

/** Longest wait for the body of a request, and of one that is taken as a stream, ms. */
const BODY_MS = 30_000;
const STREAMED_BODY_MS = 900_000;
const REQUEST_ID = /^[A-Za-z0-9._-]{1,64}$/;

/** The application, ready to listen. Tests make their own, with their own environment and modules beside it. */
export async function createApp(
  env: NodeJS.ProcessEnv,
  extra: Required<Pick<ModuleMetadata, 'imports'>> = { imports: [] },
): Promise<NestFastifyApplication> {
  const config = loadConfig(env);
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.forRoot(config, extra.imports),
    httpAdapter(config),
    {
      bufferLogs: true,
      bodyParser: false,
      abortOnError: false,
    },
  );
  app.useLogger(app.get(PinoLogger));
  app.flushLogs();
  app.setGlobalPrefix('api');
  app.enableVersioning({ type: VersioningType.URI, defaultVersion: '1' });
  app.useGlobalPipes(validationPipe());
  app.useGlobalFilters(new ProblemFilter(app.get(RequestContext)));
  if (config.CORS_ORIGINS.length > 0) app.enableCors({ origin: config.CORS_ORIGINS, credentials: true });
  await secure(app);
  if (!config.has('api')) hideApi(app);
  else {
    describeJobKinds(app);
    mountOpenApi(app);
    await mountBullBoard(app);
    await mountConsole(app);
  }
  return app;
}

function httpAdapter(config: Config): FastifyAdapter {
  return new FastifyAdapter({
    bodyLimit: config.BODY_LIMIT_BYTES,
    // Exactly so many hops: believing more would let a client choose its own address.
    trustProxy: (_address: string, hop: number) => hop < config.TRUST_PROXY,
    requestTimeout: STREAMED_BODY_MS,
    // What fails before there is a route, e.g. a path that is not UTF-8.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
      sendProblem(request, reply, new AppError('BAD_REQUEST', error.message)),
    genReqId: (request: IncomingMessage) => {
      const given = request.headers['x-request-id'];
      return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
    },
    rewriteUrl: (request: IncomingMessage) => rewrite(request.url ?? '/'),
  });
}

/** What is under /api itself, without a version. */
const PAGES = ['/api/docs', BOARD_PATH];

/**
 * Every route has one handler, under /api/v1. Also /api alone leads there, and the root for health and metrics; the board, which is
 * under /api, is reached under /api/v1 as well.
 */
function rewrite(url: string): string {
  if (/^\/(health\/|metrics(\?|$))/.test(url)) return `/api/v1${url}`;
  if (!url.startsWith('/api/')) return url;
  const page = url.replace(/^\/api\/v1\//, '/api/');
  if (PAGES.some((path) => page.startsWith(path))) return page;
  return url.replace(/^\/api\/(?!v\d+\/)/, '/api/v1/');
}

/** A worker or scheduler answers its probes and its scraper, nobody else. */
function hideApi(app: NestFastifyApplication): void {
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', (request, reply, next) => {
      if (/^\/api\/(v1\/)?(health\/|metrics(\?|$))/.test(request.url)) next();
      else reply.callNotFound();
    });
}

/** Pages whose styles are in their text. */
const STYLED_PAGES = [...PAGES, '/api/v1/invitations/page'];

async function secure(app: NestFastifyApplication): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  openRequestScope(fastify, app.get(RequestContext));
  bodyDeadline(fastify, BODY_MS);
  routeLimits(fastify);
  jsonOnly(fastify);
  await app.register(cookie);
  await app.register(limitRequests(app.get(Credentials)));
  await app.register(helmet, { contentSecurityPolicy: false });
  contentSecurity(fastify, STYLED_PAGES);
  const metrics = app.get(Metrics);
  fastify.addHook('onRequest', (request, reply, next) => {
    void reply.header('x-request-id', request.id);
    if (request.url.startsWith('/api/')) void reply.header('Cache-Control', 'no-store');
    next();
  });
  fastify.addHook('onResponse', (request, reply, next) => {
    const route = request.routeOptions.url ?? 'none';
    metrics.request(request.method, route, reply.statusCode, reply.elapsedTime / 1000);
    next();
  });
}
