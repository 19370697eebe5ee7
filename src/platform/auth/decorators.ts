import 'reflect-metadata';
import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Principal, Role } from '../tenancy/context.js';

/** Who may call a route. The server does not boot with a route that declares nothing. */
export type Access = { kind: 'public' } | { kind: 'roles'; roles: readonly Role[] } | { kind: 'cron' };

const ACCESS = 'nightshift:access';

/** Adds an access to those already declared, so that the check at boot sees a route that declares two. */
const declare = (access: Access) => (_: object, __: string | symbol, route: PropertyDescriptor) => {
  const handler = route.value as object;
  Reflect.defineMetadata(ACCESS, [...accessOf(handler), access], handler);
};

/** What a route handler declares; the boot check makes sure that it is exactly one. */
export function accessOf(handler: object): Access[] {
  return (Reflect.getMetadata(ACCESS, handler) as Access[] | undefined) ?? [];
}

/** Anybody, without a credential. */
export const Public = () => declare({ kind: 'public' });

/** These roles, by token, API key or session cookie. */
export const Roles = (...roles: [Role, ...Role[]]) =>
  applyDecorators(declare({ kind: 'roles', roles }), ApiBearerAuth(), ApiExtension('x-roles', roles));

/** The cron caller: `Authorization: Bearer $CRON_SECRET` and nothing else. */
export const CronSecret = () => applyDecorators(declare({ kind: 'cron' }), ApiBearerAuth('cron'));

/** The account a log-in was for, successful or not, for the audit trail. It proves nothing. */
export interface Claim {
  /** Null when there is no such account. */
  userId: string | null;
  tenantId: string | null;
  role: Role | 'NONE';
  email: string;
}

export interface AuthenticatedRequest extends FastifyRequest {
  principal?: Principal;
  claim?: Claim;
}

/** The caller of a route that is not public. */
export const CurrentPrincipal = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<AuthenticatedRequest>().principal,
);
