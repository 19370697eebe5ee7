import { randomBytes } from 'node:crypto';
import { Body, Controller, Delete, Get, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiQuery,
  ApiResponse,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type AuthenticatedRequest, Public, Roles, SESSION_COOKIE } from '../../../platform/auth/index.js';
import { Config } from '../../../platform/config/config.js';
import { ApiProblems, ProblemResponse } from '../../../platform/http/api-problems.js';
import { AnswerHoldsSecret } from '../../../platform/http/idempotency/answer-rules.js';
import { DisconnectResponse } from '../accounts/accounts.dto.js';
import { DisconnectAccounts } from '../accounts/disconnect-accounts.js';
import { GoogleConnections } from './google-connections.js';
import { outcomePage, PAGE_CSP } from './google-page.js';
import { ConnectGoogleRequest, ConnectGoogleResponse } from './google.dto.js';

/** Before the request comes to this route: of too many parameters. */
const PROBLEM = { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemResponse) } } };
const HTML = { 'text/html': { schema: { type: 'string' } } };
/** One text: a parameter that comes twice is none. */
const one = (value: unknown) => (typeof value === 'string' && value.length <= 4_096 ? value : undefined);

/** What a browser keeps until it comes back from Google. */
const BROWSER_COOKIE = 'ns_google';
const BROWSER_PATH = '/api/v1/catchup/google';
const BROWSER_SECONDS = 600;

@ApiTags('CatchUp: calendars')
@Controller('catchup/google')
export class GoogleController {
  constructor(
    private readonly connections: GoogleConnections,
    private readonly disconnects: DisconnectAccounts,
    private readonly config: Config,
  ) {}

  @Post('connect')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  // Whoever has the address could connect an account of theirs to the user.
  @AnswerHoldsSecret('authorizationUrl')
  @ApiOperation({ summary: 'Begin to connect an account at Google, or to connect one again' })
  @ApiCreatedResponse({ type: ConnectGoogleResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  connect(
    @Body() { accountId }: ConnectGoogleRequest,
    @Req() request: AuthenticatedRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ConnectGoogleResponse> {
    return this.connections.begin(accountId, this.browserOf(request, reply));
  }

  /**
   * Of a page of ours that asks by its session cookie: a secret that this browser alone has. Undefined for programs, and for a page
   * under another name than the one to which Google sends back: there the cookie would not come.
   */
  private browserOf(request: AuthenticatedRequest, reply: FastifyReply): string | undefined {
    const { authorization, host } = request.headers;
    const isPage = authorization === undefined && request.cookies?.[SESSION_COOKIE] !== undefined;
    if (!isPage || hostOf(`http://${host}`) !== hostOf(this.config.publicUrl)) return undefined;
    // The same for all that are begun at a time, in several tabs.
    const known = request.cookies[BROWSER_COOKIE];
    const browser = known && /^[\w-]{43}$/.test(known) ? known : randomBytes(32).toString('base64url');
    // Lax: it comes along when Google's page leads back here, but with no request that another site makes.
    const [sameSite, secure] = ['lax' as const, this.config.publicUrl.startsWith('https:')];
    const cookie = { path: BROWSER_PATH, httpOnly: true, sameSite, secure, maxAge: BROWSER_SECONDS };
    void reply.setCookie(BROWSER_COOKIE, browser, cookie);
    return browser;
  }

  @Get('callback')
  @Public()
  @ApiOperation({ summary: 'The page to which Google sends the user back' })
  @ApiQuery({ name: 'state', required: false, type: String })
  @ApiQuery({ name: 'code', required: false, type: String })
  @ApiQuery({ name: 'error', required: false, type: String })
  @ApiOkResponse({ description: 'The account is connected', content: HTML })
  @ApiResponse({
    status: 400,
    description: 'Nothing was connected; the page says why',
    content: { ...HTML, ...PROBLEM },
  })
  @ApiResponse({ status: 409, description: 'There are too many accounts', content: HTML })
  @ApiResponse({ status: 502, description: 'Google does not answer, or does not know this server', content: HTML })
  @ApiProblems(429)
  async callback(
    @Query('state') state: unknown,
    @Query('code') code: unknown,
    @Query('error') error: unknown,
    @Req() request: AuthenticatedRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const browser = request.cookies?.[BROWSER_COOKIE];
    const outcome = await this.connections.finish({ state: one(state), code: one(code), error: one(error), browser });
    const { status, html } = outcomePage(outcome);
    void reply
      .status(status)
      .type('text/html; charset=utf-8')
      .headers({ 'content-security-policy': PAGE_CSP, 'cache-control': 'private, no-store' });
    return html;
  }

  @Delete()
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Disconnect all of your accounts at Google, with their calendars and events' })
  @ApiOkResponse({ type: DisconnectResponse })
  @ApiProblems(400, 401, 403)
  disconnect(): Promise<DisconnectResponse> {
    return this.disconnects.all('google');
  }
}

/** Without the port, which cookies do not know. */
function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname : undefined;
}
