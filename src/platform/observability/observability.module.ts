import type { IncomingMessage } from 'node:http';
import { Global, Inject, type MiddlewareConsumer, Module, type NestModule } from '@nestjs/common';
import { type Logger, type LoggerOptions, pino } from 'pino';
import { pinoHttp } from 'pino-http';
import { Config } from '../config/config.js';
import { RequestContext } from '../tenancy/context.js';
import { Metrics } from './metrics.js';
import { PinoLogger } from './pino-logger.js';
import { REDACT } from './redact.js';

/** Paths whose next part is a secret: files, quotes and statements of people without an account, feeds of calendars, links of mails. */
const SIGNED = /(\/(?:downloads|customer\/quotes|owner|catchup\/feed|catchup\/digest\/unsubscribe)\/)[^/]+/;
const QUIET = /^\/(api\/(v1\/)?)?(health\/|metrics)/;
const LOG = Symbol('pino');

/** Metrics of the process, and its log: JSON lines with request, tenant, user and job ids, without secrets. */
@Global()
@Module({
  providers: [
    Metrics,
    {
      provide: LOG,
      inject: [Config, RequestContext],
      useFactory: (config: Config, context: RequestContext) => pino(logOptions(config, context)),
    },
    { provide: PinoLogger, inject: [LOG], useFactory: (log: Logger) => new PinoLogger(log) },
  ],
  exports: [Metrics],
})
export class ObservabilityModule implements NestModule {
  constructor(@Inject(LOG) private readonly log: Logger) {}

  /** A line for each request, when it has been answered. */
  configure(consumer: MiddlewareConsumer): void {
    const middleware = pinoHttp({
      logger: this.log,
      genReqId: (request: IncomingMessage) => request.id,
      // Nest cuts the url of a middleware's request down to what its path did not match.
      autoLogging: {
        ignore: (request: IncomingMessage & { originalUrl?: string }) => QUIET.test(request.originalUrl ?? ''),
      },
      // Method, path, status, time: headers and bodies are not logged at all.
      serializers: {
        req: (request: { id: string; method: string; url: string }) => ({
          method: request.method,
          // Who has the path of a signed link has what it leads to.
          path: request.url.split('?', 1)[0]!.replace(SIGNED, '$1…'),
        }),
        res: (response: { statusCode: number }) => ({ status: response.statusCode }),
      },
    });
    consumer.apply(middleware).forRoutes('{/*splat}');
  }
}

function logOptions(config: Config, context: RequestContext): LoggerOptions {
  return {
    level: config.LOG_LEVEL,
    redact: { paths: REDACT, censor: '[redacted]' },
    mixin: () => {
      const { requestId, jobId, principal } = context.store;
      return { requestId, jobId, tenantId: principal?.tenantId ?? undefined, userId: principal?.userId };
    },
    ...(config.LOG_PRETTY && { transport: { target: 'pino-pretty', options: { singleLine: true } } }),
  };
}
