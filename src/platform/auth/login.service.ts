import { Injectable } from '@nestjs/common';
import { AppError } from '../errors/app-error.js';
import type { AuthenticatedRequest } from './decorators.js';
import { RequestLimits } from './request-limits.js';
import { type User, UsersService } from './users.service.js';

/** E-mail and password, for programs and browsers alike: counted, and noted for the audit trail. */
@Injectable()
export class LoginService {
  constructor(
    private readonly users: UsersService,
    private readonly limits: RequestLimits,
  ) {}

  /** @throws AppError UNAUTHENTICATED; TOO_MANY_REQUESTS before anything is compared */
  async logIn(request: AuthenticatedRequest, email: string, password: string): Promise<User> {
    const user = await this.attempt(request, email, password);
    if (!user) throw new AppError('UNAUTHENTICATED', 'E-mail or password is wrong');
    return user;
  }

  /** The same; undefined when e-mail or password is wrong. @throws AppError TOO_MANY_REQUESTS */
  attempt(request: AuthenticatedRequest, email: string, password: string): Promise<User | undefined> {
    return this.limits.login(request, email, async () => {
      // For the audit trail; looked up for every log-in, so that the time taken does not show whether there is such an account.
      const account = await this.users.account(email);
      request.claim = {
        userId: account?.id ?? null,
        tenantId: account?.tenantId ?? null,
        role: account?.role ?? 'NONE',
        email,
      };
      return this.users.authenticate(email, password);
    });
  }
}
