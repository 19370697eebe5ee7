import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { FastifyRequest } from 'fastify';
import { accessOf } from '../auth/decorators.js';
import { AppError } from '../errors/app-error.js';

/**
 * Refuses members of a body or a query on routes that declare none; on other routes the validation of the declared class
 * refuses unknown members. Public routes (probes) are exempt, because load balancers add parameters of their own.
 */
@Injectable()
export class UndeclaredInputGuard implements CanActivate {
  private readonly known = new WeakMap<object, { body: boolean; query: boolean }>();

  /** @throws AppError VALIDATION_FAILED naming the first member. */
  canActivate(execution: ExecutionContext): boolean {
    if (execution.getType() !== 'http') return true;
    const reads = this.readsOf(execution);
    const { body, query } = execution.switchToHttp().getRequest<FastifyRequest>();
    if (!reads.query) refuse('query', query);
    if (!reads.body) refuse('body', body);
    return true;
  }

  private readsOf(execution: ExecutionContext): { body: boolean; query: boolean } {
    const handler = execution.getHandler();
    let reads = this.known.get(handler);
    if (!reads) {
      const isPublic = accessOf(handler).some(({ kind }) => kind === 'public');
      const args = (Reflect.getMetadata(ROUTE_ARGS_METADATA, execution.getClass(), handler.name) ?? {}) as object;
      const takes = (type: RouteParamtypes) => isPublic || Object.keys(args).some((key) => key.startsWith(`${type}:`));
      reads = { body: takes(RouteParamtypes.BODY), query: takes(RouteParamtypes.QUERY) };
      this.known.set(handler, reads);
    }
    return reads;
  }
}

function refuse(where: string, given: unknown): void {
  if (given === undefined || given === null) return;
  const [first] = typeof given === 'object' ? Object.keys(given) : [where];
  if (first === undefined) return;
  const message = `This route takes no ${where}: property ${first} should not exist`;
  throw new AppError('VALIDATION_FAILED', message, { errors: [{ path: first, message }] });
}
