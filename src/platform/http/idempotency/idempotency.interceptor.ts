import { createHash } from 'node:crypto';
import { type CallHandler, type ExecutionContext, Injectable, Logger, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { TenantDatabase } from '../../database/tenant-database.js';
import type { Tx } from '../../database/tx.js';
import { AppError } from '../../errors/app-error.js';
import { type KeyedRequest, type Principal, RequestContext } from '../../tenancy/context.js';
import { isPersonal } from '../personal-routes.js';
import { AFTER_COMMIT, type AfterCommit, SECRET_MEMBER, TAKES_NO_KEY } from './answer-rules.js';
import { canonicalJson } from './canonical-json.js';
import { type Answer, type Earlier, IdempotencyKeys, ofPerson } from './idempotency-keys.js';
import { answerAgain, keptAnswer } from './kept-answer.js';

const KEY = /^[\x21-\x7e]{1,255}$/;

/**
 * Idempotency-Key on every POST of a tenant: the first request is carried out, the same one again gets the same answer.
 * The request, its key and its answer are one transaction: all of it is committed or nothing. A request that fails leaves
 * the key free. (Exceptions: AnswersAfterCommit.)
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  private readonly logger = new Logger('Idempotency');

  constructor(
    private readonly keys: IdempotencyKeys,
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly reflector: Reflector,
  ) {}

  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (execution.getType() !== 'http') return next.handle();
    const request = execution.switchToHttp().getRequest<FastifyRequest>();
    const key = request.headers['idempotency-key'];
    const { principal } = this.context;
    if (request.method !== 'POST' || key === undefined || !principal?.tenantId) return next.handle();
    if (this.reflector.get<boolean>(TAKES_NO_KEY, execution.getHandler())) return next.handle();
    if (typeof key !== 'string' || !KEY.test(key))
      throw new AppError('BAD_REQUEST', 'Idempotency-Key has 1 to 255 visible ASCII characters');
    const hash = hashOf(request, principal.role);
    const route = routeOf(request, principal);
    const keyed = { tenantId: principal.tenantId, route, key, hash, ties: 0, jobs: 0 };
    const reply = execution.switchToHttp().getResponse<FastifyReply>();
    const handler = execution.getHandler();
    const secret = this.reflector.get<string | undefined>(SECRET_MEMBER, handler);
    const why = this.reflector.get<AfterCommit | undefined>(AFTER_COMMIT, handler);
    const kept = (body: unknown) => keptAnswer(reply.statusCode, body, secret);
    return from(why ? this.inSteps(keyed, why, kept, reply, next) : this.atOnce(keyed, kept, reply, next));
  }

  private atOnce(keyed: KeyedRequest, kept: (body: unknown) => Answer, reply: FastifyReply, next: CallHandler) {
    return this.db.transaction(
      async (tx) => {
        const earlier = await this.keys.take(tx, keyed);
        if (earlier) return replay(earlier, reply);
        const body: unknown = await carryOut(next);
        await this.keys.keep(tx, keyed, kept(body));
        return body;
      },
      { steps: true },
    );
  }

  private async inSteps(
    keyed: KeyedRequest,
    why: AfterCommit,
    kept: (body: unknown) => Answer,
    reply: FastifyReply,
    next: CallHandler,
  ): Promise<unknown> {
    const earlier = await this.db.transaction((tx) => this.keys.find(tx, keyed));
    if (earlier && (earlier.done || earlier.ties > 0)) return replay(earlier, reply);
    if (why === 'reads-stream') return this.context.with({ keyedRequest: keyed }, () => carryOut(next));
    const beforeCommit = (tx: Tx) => this.keys.tie(tx, keyed);
    const body = await this.context.with({ keyedRequest: keyed, beforeCommit }, () => carryOut(next));
    // The request is answered even if its answer could not be kept: sent again, it is answered from the jobs it has made.
    await this.db
      .transaction((tx) => this.keys.keep(tx, keyed, kept(body)))
      .catch((error: Error) => this.logger.warn(error.message));
    return body;
  }
}

function carryOut(next: CallHandler): Promise<unknown> {
  return lastValueFrom(next.handle(), { defaultValue: undefined });
}

function replay(earlier: Earlier, reply: FastifyReply): unknown {
  const body = answerAgain(earlier);
  void reply.status(earlier.status).header('Idempotency-Replayed', 'true');
  return body;
}

/**
 * `POST /jobs/:id/retry`: one for both forms of the path. What stands for `:id` is part of the request. Of what belongs to one user alone
 * each has keys of her own, `POST /catchup/contacts of …`: the same key of another user is another request.
 */
function routeOf({ method, routeOptions }: FastifyRequest, principal: Principal): string {
  const path = (routeOptions.url ?? '').replace(/^\/api(\/v\d+)?/, '');
  return `${method} ${path}${isPersonal(path) ? ofPerson(principal) : ''}`;
}

/**
 * What makes a request the same. The role is part of it: an answer is not replayed to somebody who might not have got it
 * (what a role may do is decided in the handler, too, which a replay does not reach).
 */
function hashOf({ params, query, body }: FastifyRequest, role: string): Buffer {
  return createHash('sha256')
    .update(canonicalJson({ params, query, body: body ?? null, role }))
    .digest();
}
