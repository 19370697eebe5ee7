import { Body, Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type {} from '@fastify/cookie';
import type { FastifyReply } from 'fastify';
import { Config } from '../config/config.js';
import { AppError } from '../errors/app-error.js';
import { ApiProblems } from '../http/api-problems.js';
import { TakesNoIdempotencyKey } from '../http/idempotency/answer-rules.js';
import { SmallBody } from '../http/route-limits.js';
import type { Principal } from '../tenancy/context.js';
import { type AuthenticatedRequest, CurrentPrincipal, Public, Roles } from './decorators.js';
import { ChangePasswordRequest, LoginRequest, LoginResponse, UserResponse } from './auth.dto.js';
import { LoginService } from './login.service.js';
import { RequestLimits } from './request-limits.js';
import { clearSessionCookies, sessionOf, setSessionCookies } from './session-cookie.js';
import { SessionsService } from './sessions.service.js';
import { TokensService } from './tokens.service.js';
import { type User, UsersService } from './users.service.js';

@ApiTags('Accounts')
@Controller('auth')
export class AuthController {
  constructor(
    private readonly users: UsersService,
    private readonly tokens: TokensService,
    private readonly limits: RequestLimits,
    private readonly logins: LoginService,
    private readonly sessions: SessionsService,
    private readonly config: Config,
  ) {}

  @Post('login')
  @HttpCode(200)
  @Public()
  @SmallBody()
  @ApiOperation({ summary: 'Log in; also sets a cookie for browsers, as long as the token lasts' })
  @ApiOkResponse({ type: LoginResponse })
  @ApiProblems(400, 401, 413, 429)
  async login(
    @Body() body: LoginRequest,
    @Req() request: AuthenticatedRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LoginResponse> {
    const user = await this.logins.logIn(request, body.email, body.password);
    return this.session(user, reply);
  }

  @Post('password')
  @HttpCode(200)
  @Roles('OPERATOR', 'ADMIN', 'MANAGER', 'STAFF')
  @SmallBody()
  // Sent again it is refused, because the present password has changed by then.
  @TakesNoIdempotencyKey()
  @ApiOperation({ summary: 'Change the own password; ends all sessions of the user and begins a new one' })
  @ApiOkResponse({ type: LoginResponse })
  @ApiProblems(400, 401, 403, 413, 429)
  async changePassword(
    @Body() { currentPassword, newPassword }: ChangePasswordRequest,
    @CurrentPrincipal() principal: Principal,
    @Req() request: AuthenticatedRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LoginResponse> {
    const { kind, email } = principal;
    if (kind !== 'user' || !email) throw new AppError('FORBIDDEN', 'A password is changed by whose it is, logged in');
    const user = await this.limits.login(request, email, () =>
      this.users.changePassword(email, currentPassword, newPassword),
    );
    if (!user) throw new AppError('FORBIDDEN', 'The current password is another one');
    return this.session(user, reply);
  }

  @Post('logout')
  @HttpCode(204)
  @Public()
  @SmallBody()
  @ApiOperation({ summary: 'Forget the session cookie, and end its session' })
  @ApiNoContentResponse()
  async logout(@Req() request: AuthenticatedRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const cookie = sessionOf(request);
    // Another site may make a browser send this; all it can do is to log somebody out.
    const caller = cookie && (await this.sessions.verify(cookie));
    if (caller) await this.sessions.end(caller.userId!, caller.sessionId!);
    clearSessionCookies(reply, this.config);
  }

  @Get('me')
  @Roles('OPERATOR', 'ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Who this credential speaks for' })
  @ApiOkResponse({ type: UserResponse })
  @ApiProblems(401, 403)
  me(@CurrentPrincipal() principal: Principal): UserResponse {
    return {
      id: principal.userId ?? null,
      email: principal.email ?? null,
      role: principal.role,
      tenant: principal.tenantSlug ?? null,
    };
  }

  private async session(user: User, reply: FastifyReply): Promise<LoginResponse> {
    const accessToken = await this.tokens.sign(user);
    setSessionCookies(reply, this.config, accessToken, this.config.JWT_EXPIRES_IN);
    return {
      accessToken,
      tokenType: 'Bearer',
      expiresIn: this.config.JWT_EXPIRES_IN,
      user: { id: user.id, email: user.email, role: user.role, tenant: user.tenant },
    };
  }
}
