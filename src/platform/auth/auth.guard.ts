import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ClsService } from 'nestjs-cls';
import { AppError } from '../errors/app-error.js';
import type { Principal, Role, Store } from '../tenancy/context.js';
import { Credentials } from './credentials.js';
import { ACCESS, type Access, type AuthenticatedRequest } from './decorators.js';

/** Default deny: opens the request's context and lets in whom the route declares. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly credentials: Credentials,
    private readonly cls: ClsService,
  ) {}

  canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    // Before the first await: entered later, the context would not reach the handler.
    this.cls.enter({ ifNested: 'reuse' });
    this.store().requestId = String(request.id);
    return this.admit(request, this.reflector.get<Access>(ACCESS, context.getHandler()));
  }

  private async admit(request: AuthenticatedRequest, access: Access | undefined): Promise<boolean> {
    if (access?.kind === 'public') return true;
    const principal = access?.kind === 'cron' ? this.cron(request) : await this.person(request, access?.roles ?? []);
    request.principal = principal;
    this.store().principal = principal;
    return true;
  }

  private store(): Store {
    return this.cls.get();
  }

  private cron(request: AuthenticatedRequest): Principal {
    if (!this.credentials.isCron(request)) throw new AppError('UNAUTHENTICATED', 'This needs the cron secret');
    return { kind: 'cron', role: 'CRON', tenantId: null };
  }

  private async person(request: AuthenticatedRequest, roles: readonly Role[]): Promise<Principal> {
    const principal = await this.credentials.principal(request);
    if (!principal) throw new AppError('UNAUTHENTICATED', 'A valid access token or API key is needed');
    if (!roles.some((role) => role === principal.role))
      throw new AppError('FORBIDDEN', `This is for ${roles.join(', ') || 'nobody'}; you are ${principal.role}`);
    return principal;
  }
}
