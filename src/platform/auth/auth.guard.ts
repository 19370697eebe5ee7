import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { AppError } from '../errors/app-error.js';
import { type Principal, RequestContext, type Role } from '../tenancy/context.js';
import { Credentials } from './credentials.js';
import { accessOf, type AuthenticatedRequest } from './decorators.js';

/** Lets in whom the route declares and nobody else, and puts the caller into the request's context. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly credentials: Credentials,
    private readonly context: RequestContext,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const [access] = accessOf(context.getHandler());
    if (access?.kind === 'public') return true;
    // Set before the role is checked, so that the audit trail names who was refused.
    request.principal = access?.kind === 'cron' ? await this.cron(request) : await this.person(request);
    if (access?.kind !== 'cron') mayCall(request.principal, access?.roles ?? []);
    this.context.store.principal = request.principal;
    return true;
  }

  private async cron(request: AuthenticatedRequest): Promise<Principal> {
    const principal = await this.credentials.cron(request);
    if (!principal) throw new AppError('UNAUTHENTICATED', 'This needs the cron secret');
    return principal;
  }

  private async person(request: AuthenticatedRequest): Promise<Principal> {
    const principal = await this.credentials.principal(request);
    if (!principal) throw new AppError('UNAUTHENTICATED', 'A valid access token or API key is needed');
    return principal;
  }
}

function mayCall({ role }: Principal, roles: readonly Role[]): void {
  if (!roles.some((allowed) => allowed === role))
    throw new AppError('FORBIDDEN', `This is for ${roles.join(', ') || 'nobody'}; you are ${role}`);
}
