import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { defer, finalize, type Observable } from 'rxjs';
import { AppError } from '../errors/app-error.js';
import { RequestContext } from '../tenancy/context.js';
import { streamedTypeOf } from './streamed-body.js';

/** Bodies of a tenant that are taken as streams at a time, in each process. */
export const UPLOADS_AT_ONCE = 16;

/**
 * A body that comes slowly holds a connection, a buffer and a place in the storage as long as it comes, so that each tenant may
 * send only so many at a time, whichever routes take them.
 */
@Injectable()
export class UploadPlaces implements NestInterceptor {
  private readonly taken = new Map<string, number>();

  constructor(private readonly context: RequestContext) {}

  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    const tenantId = this.context.principal?.tenantId;
    if (execution.getType() !== 'http' || !tenantId) return next.handle();
    const http = execution.switchToHttp();
    if (streamedTypeOf(http.getRequest<FastifyRequest>()) === undefined) return next.handle();
    return defer(() => {
      this.enter(tenantId, http.getResponse<FastifyReply>());
      return next.handle().pipe(finalize(() => this.leave(tenantId)));
    });
  }

  /** @throws AppError TOO_MANY_REQUESTS */
  private enter(tenantId: string, reply: FastifyReply): void {
    const there = this.taken.get(tenantId) ?? 0;
    if (there >= UPLOADS_AT_ONCE) {
      // The server does not wait for the rest of a refused body.
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
