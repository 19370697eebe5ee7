import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { defer, finalize, type Observable, tap } from 'rxjs';
import { AppError } from '../errors/app-error.js';
import { RequestContext } from '../tenancy/context.js';
import { streamedTypeOf } from './streamed-body.js';

/** Bodies of a tenant that are taken as streams at a time, in each process. */
export const UPLOADS_AT_ONCE = 16;

/**
 * A body that comes slowly holds a connection, a buffer and a place in the storage as long as it comes, so that each tenant may
 * send only so many at a time, whichever routes take them. A body that is refused before its end ends its connection: the server does
 * not wait for the rest.
 */
@Injectable()
export class UploadPlaces implements NestInterceptor {
  private readonly taken = new Map<string, number>();

  constructor(private readonly context: RequestContext) {}

  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    const tenantId = this.context.principal?.tenantId;
    if (execution.getType() !== 'http' || !tenantId) return next.handle();
    const http = execution.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    if (streamedTypeOf(request) === undefined) return next.handle();
    const refused = (error: unknown) => {
      if (error instanceof AppError && !request.raw.complete) void reply.header('Connection', 'close');
    };
    return defer(() => {
      this.enter(tenantId, reply);
      return next.handle().pipe(
        tap({ error: refused }),
        finalize(() => this.leave(tenantId)),
      );
    });
  }

  /** @throws AppError TOO_MANY_REQUESTS */
  private enter(tenantId: string, reply: FastifyReply): void {
    const there = this.taken.get(tenantId) ?? 0;
    if (there >= UPLOADS_AT_ONCE) {
      void reply.header('Connection', 'close');
      throw new AppError(
        'TOO_MANY_REQUESTS',
        `${there} uploads are under way; send this one when one of them is done`,
        {
          retryAfterSeconds: 5,
        },
      );
    }
    this.taken.set(tenantId, there + 1);
  }

  private leave(tenantId: string): void {
    const there = this.taken.get(tenantId)! - 1;
    if (there > 0) this.taken.set(tenantId, there);
    else this.taken.delete(tenantId);
  }
}
