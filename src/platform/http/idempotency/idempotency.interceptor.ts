import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  Logger,
  type NestInterceptor,
  StreamableFile,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { AppError } from '../../errors/app-error.js';
import { RequestContext } from '../../tenancy/context.js';
import { canonicalJson } from './canonical-json.js';
import { BEAT_MS, IdempotencyKeys } from './idempotency-keys.js';
import { WITHOUT_KEY } from './without-idempotency-key.js';

const KEY = /^[\x21-\x7e]{1,255}$/;

/**
 * Idempotency-Key on every POST of a tenant: the first request is carried out, the same one again gets the same
 * answer. Failures are not kept. Jobs are tied to the key by the transaction that makes them (KeyedJobs).
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  private readonly logger = new Logger('Idempotency');

  constructor(
    private readonly keys: IdempotencyKeys,
    private readonly context: RequestContext,
    private readonly reflector: Reflector,
  ) {}

  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (execution.getType() !== 'http') return next.handle();
    const request = execution.switchToHttp().getRequest<FastifyRequest>();
    const key = request.headers['idempotency-key'];
    const tenantId = this.context.principal?.tenantId;
    if (request.method !== 'POST' || key === undefined || !tenantId) return next.handle();
    if (this.reflector.get<boolean>(WITHOUT_KEY, execution.getHandler())) return next.handle();
    if (typeof key !== 'string' || !KEY.test(key))
      throw new AppError('BAD_REQUEST', 'Idempotency-Key has 1 to 255 visible ASCII characters');
    const reply = execution.switchToHttp().getResponse<FastifyReply>();
    return from(this.once({ tenantId, route: routeOf(request), key }, request, reply, next));
  }

  private async once(
    keyed: { tenantId: string; route: string; key: string },
    request: FastifyRequest,
    reply: FastifyReply,
    next: CallHandler,
  ): Promise<unknown> {
    const begun = await this.keys.begin(keyed, hashOf(request, this.context.principal?.role));
    if (!('holder' in begun)) {
      void reply.status(begun.status).header('Idempotency-Replayed', 'true');
      return begun.body === null ? undefined : JSON.parse(begun.body);
    }
    this.context.store.keyedRequest = begun;
    const beat = setInterval(() => void this.guarded(this.keys.beat(begun)), BEAT_MS);
    try {
      const body: unknown = await lastValueFrom(next.handle(), { defaultValue: undefined });
      if (isFile(body) || reply.sent) await this.guarded(this.keys.giveUp(begun));
      else await this.guarded(this.keys.finish(begun, { status: reply.statusCode, body: textOf(body) }));
      return body;
    } catch (error) {
      await this.guarded(this.keys.giveUp(begun));
      throw error;
    } finally {
      clearInterval(beat);
    }
  }

  /** The request has its answer, whatever becomes of the key: a key left under way is taken over when it is stale. */
  private async guarded(work: Promise<void>): Promise<void> {
    await work.catch((error: Error) => this.logger.warn(error.message));
  }
}

/** `POST /jobs/:id/retry`: one for both forms of the path. What stands for `:id` is part of the request. */
function routeOf({ method, routeOptions }: FastifyRequest): string {
  return `${method} ${(routeOptions.url ?? '').replace(/^\/api(\/v\d+)?/, '')}`;
}

/**
 * What makes a request the same. The role is part of it: an answer is not replayed to somebody who might not have got it
 * (what a role may do is decided in the handler, too, which a replay does not reach).
 */
function hashOf({ params, query, body }: FastifyRequest, role: string | undefined): Buffer {
  return createHash('sha256')
    .update(canonicalJson({ params, query, body: body ?? null, role: role ?? null }))
    .digest();
}

function textOf(body: unknown): string | null {
  return body === undefined ? null : JSON.stringify(body);
}

function isFile(body: unknown): boolean {
  return body instanceof StreamableFile || body instanceof Readable || body instanceof Uint8Array;
}
