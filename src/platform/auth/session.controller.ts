import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  ParseUUIDPipe,
  Patch,
  Post,
  Query,
  Req,
  Res,
} from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Config } from '../config/config.js';
import { AppError } from '../errors/app-error.js';
import { ApiProblems } from '../http/api-problems.js';
import { PageQuery } from '../http/page.query.js';
import { SmallBody } from '../http/route-limits.js';
import { type Principal, RequestContext } from '../tenancy/context.js';
import { LoginRequest } from './auth.dto.js';
import { type AuthenticatedRequest, CurrentPrincipal, Public, Roles } from './decorators.js';
import { LoginService } from './login.service.js';
import {
  clearSessionCookies,
  csrfTokenOf,
  CSRF_COOKIE,
  sessionOf,
  setCsrfCookie,
  setSessionCookies,
} from './session-cookie.js';
import { BrowserSessionListResponse, ChangeDisplayRequest, SessionResponse } from './session.dto.js';
import { SessionsService } from './sessions.service.js';
import { WhoService } from './who.service.js';

const EVERYBODY = ['OPERATOR', 'ADMIN', 'MANAGER', 'STAFF'] as const;

/** Sessions of browsers. Programs take POST /auth/login or an API key. */
@ApiTags('Accounts')
@Controller('auth')
export class SessionController {
  constructor(
    private readonly logins: LoginService,
    private readonly sessions: SessionsService,
    private readonly who: WhoService,
    private readonly context: RequestContext,
    private readonly config: Config,
  ) {}

  @Post('session')
  @Public()
  @SmallBody()
  @ApiOperation({
    summary: 'Log in as a browser',
    description: `Sets two cookies: the session, which scripts cannot read, and ns_csrf, whose value every request but GET and
HEAD must carry as X-CSRF-Token.`,
  })
  @ApiCreatedResponse({ type: SessionResponse })
  @ApiProblems(400, 401, 413, 429)
  async begin(
    @Body() body: LoginRequest,
    @Req() request: AuthenticatedRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionResponse> {
    const user = await this.logins.logIn(request, body.email, body.password);
    const { cookie } = await this.sessions.begin(user, request);
    setSessionCookies(reply, this.config, cookie, this.sessions.seconds);
    return this.who.of((await this.sessions.verify(cookie))!);
  }

  @Get('session')
  @Roles(...EVERYBODY)
  @ApiOperation({ summary: 'Who is logged in, for which company, and how she wants things shown' })
  @ApiOkResponse({ type: SessionResponse })
  @ApiProblems(401, 403)
  read(
    @CurrentPrincipal() principal: Principal,
    @Req() request: AuthenticatedRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionResponse> {
    const cookie = sessionOf(request);
    // A browser that has lost it could read everything and change nothing.
    if (cookie && request.headers.authorization === undefined && request.cookies[CSRF_COOKIE] !== csrfTokenOf(cookie))
      setCsrfCookie(reply, this.config, cookie, this.sessions.seconds);
    return this.who.of(principal);
  }

  @Patch('session')
  @Roles(...EVERYBODY)
  @SmallBody()
  @ApiOperation({
    summary: 'Choose language, zone, theme, whether keys of one letter do anything, or end the tour of the demo',
  })
  @ApiOkResponse({ type: SessionResponse })
  @ApiProblems(400, 401, 403)
  async change(@Body() body: ChangeDisplayRequest, @CurrentPrincipal() principal: Principal): Promise<SessionResponse> {
    await this.who.prefer(this.context.userId, body);
    return this.who.of(principal);
  }

  @Delete('session')
  @HttpCode(204)
  @Roles(...EVERYBODY)
  @ApiOperation({ summary: 'Log out: ends the session at once' })
  @ApiNoContentResponse()
  @ApiProblems(401, 403)
  async end(@CurrentPrincipal() principal: Principal, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    if (principal.sessionId) await this.sessions.end(this.context.userId, principal.sessionId);
    clearSessionCookies(reply, this.config);
  }

  @Get('sessions')
  @Roles(...EVERYBODY)
  @ApiOperation({ summary: 'The own sessions, the last one used first' })
  @ApiOkResponse({ type: BrowserSessionListResponse })
  @ApiProblems(400, 401, 403)
  async list(
    @Query() { limit, offset }: PageQuery,
    @CurrentPrincipal() { sessionId }: Principal,
  ): Promise<BrowserSessionListResponse> {
    const { sessions, total } = await this.sessions.list(this.context.userId, limit, offset);
    return { sessions: sessions.map((session) => ({ ...session, current: session.id === sessionId })), total };
  }

  @Delete('sessions/:id')
  @HttpCode(204)
  @Roles(...EVERYBODY)
  @ApiOperation({ summary: 'End one of the own sessions, e.g. that of a lost device' })
  @ApiNoContentResponse()
  @ApiProblems(400, 401, 403, 404)
  async endOne(@Param('id', ParseUUIDPipe) id: string, @CurrentPrincipal() { kind }: Principal): Promise<void> {
    if (kind !== 'user') throw new AppError('FORBIDDEN', 'Sessions are ended by whose they are, logged in');
    await this.sessions.end(this.context.userId, id);
  }
}
