import { Body, Controller, Delete, Get, HttpCode, Post, Query, Res } from '@nestjs/common';
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
import { Public, Roles } from '../../../platform/auth/index.js';
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

@ApiTags('CatchUp: calendars')
@Controller('catchup/google')
export class GoogleController {
  constructor(
    private readonly connections: GoogleConnections,
    private readonly disconnects: DisconnectAccounts,
  ) {}

  @Post('connect')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  // Whoever has the address could connect an account of theirs to the user.
  @AnswerHoldsSecret('authorizationUrl')
  @ApiOperation({ summary: 'Begin to connect an account at Google, or to connect one again' })
  @ApiCreatedResponse({ type: ConnectGoogleResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  connect(@Body() { accountId }: ConnectGoogleRequest): Promise<ConnectGoogleResponse> {
    return this.connections.begin(accountId);
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
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const outcome = await this.connections.finish({ state: one(state), code: one(code), error: one(error) });
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
