import { applyDecorators, createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Principal, Role } from '../tenancy/context.js';

/** Who may call a route. A route that declares nothing does not boot. */
export type Access = { kind: 'public' } | { kind: 'roles'; roles: readonly Role[] } | { kind: 'cron' };

export const ACCESS = 'nightshift:access';

/** Anybody, without a credential. */
export const Public = () => SetMetadata(ACCESS, { kind: 'public' } satisfies Access);

/** These roles, by token, API key or session cookie. */
export const Roles = (...roles: [Role, ...Role[]]) =>
  applyDecorators(SetMetadata(ACCESS, { kind: 'roles', roles } satisfies Access), ApiBearerAuth());

/** The cron caller: `Authorization: Bearer $CRON_SECRET` and nothing else. */
export const CronSecret = () =>
  applyDecorators(SetMetadata(ACCESS, { kind: 'cron' } satisfies Access), ApiBearerAuth('cron'));

export interface AuthenticatedRequest extends FastifyRequest {
  principal?: Principal;
}

/** The caller of a route that is not public. */
export const CurrentPrincipal = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<AuthenticatedRequest>().principal,
);
