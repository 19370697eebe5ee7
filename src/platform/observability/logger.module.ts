import { Module } from '@nestjs/common';
import { LoggerModule as PinoModule } from 'nestjs-pino';
import type { IncomingMessage } from 'node:http';
import { Config } from '../config/config.js';
import { RequestContext } from '../tenancy/context.js';
import { REDACT } from './redact.js';

const QUIET = /^\/(api\/(v1\/)?)?(health\/|metrics)/;

/** JSON lines with request, tenant, user and job ids; secrets never. */
@Module({
  imports: [
    PinoModule.forRootAsync({
      inject: [Config, RequestContext],
      useFactory: (config: Config, context: RequestContext) => ({
        pinoHttp: {
          level: config.LOG_LEVEL,
          redact: { paths: REDACT, censor: '[redacted]' },
          genReqId: (request: IncomingMessage) => request.id,
          // Nest cuts the url of a middleware's request down to what its path did not match.
          autoLogging: {
            ignore: (request: IncomingMessage & { originalUrl?: string }) => QUIET.test(request.originalUrl ?? ''),
          },
          // Method, path, status, time: headers and bodies are not logged at all.
          serializers: {
            req: (request: { id: string; method: string; url: string }) => ({
              method: request.method,
              path: request.url.split('?', 1)[0],
            }),
            res: (response: { statusCode: number }) => ({ status: response.statusCode }),
          },
          mixin: () => {
            const { requestId, jobId, principal } = context.store;
            return { requestId, jobId, tenantId: principal?.tenantId ?? undefined, userId: principal?.userId };
          },
          ...(config.LOG_PRETTY && { transport: { target: 'pino-pretty', options: { singleLine: true } } }),
        },
      }),
    }),
  ],
})
export class LoggerModule {}
