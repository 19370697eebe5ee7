import { Body, Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type AuthenticatedRequest, Public, RequestLimits } from '../auth/index.js';
import { ApiProblems } from '../http/api-problems.js';
import { SmallBody } from '../http/route-limits.js';
import { AcceptInvitationRequest } from './accounts-requests.dto.js';
import { AcceptedInvitationResponse } from './accounts-answers.dto.js';
import { PAGE, SCRIPT } from './invitation-page.js';
import { InvitationsService } from './invitations.service.js';

@ApiTags('Accounts')
@Controller('invitations')
export class InvitationsController {
  constructor(
    private readonly invitations: InvitationsService,
    private readonly limits: RequestLimits,
  ) {}

  @Post('accept')
  @HttpCode(200)
  @Public()
  @SmallBody()
  // Sent again, it is refused: an invitation works once.
  @ApiOperation({ summary: 'Accept an invitation: choose a password, then log in' })
  @ApiOkResponse({ type: AcceptedInvitationResponse })
  @ApiProblems(400, 404, 409, 413, 429)
  async accept(
    @Body() { token, password }: AcceptInvitationRequest,
    @Req() request: AuthenticatedRequest,
  ): Promise<AcceptedInvitationResponse> {
    // Counted like a try of a password, so that guessing tokens is limited in the same way.
    await this.limits.attempt(request, token);
    const { tenantId, ...user } = await this.invitations.accept(token, password);
    request.claim = { userId: user.id, tenantId, role: user.role, email: user.email };
    return user;
  }

  @Get('page')
  @Public()
  @ApiOperation({ summary: 'The page that the link of an invitation leads to' })
  @ApiOkResponse({ content: { 'text/html': { schema: { type: 'string' } } } })
  page(@Res({ passthrough: true }) reply: FastifyReply): string {
    void reply.type('text/html; charset=utf-8');
    return PAGE;
  }

  @Get('page.js')
  @Public()
  @ApiOperation({ summary: 'The script of that page' })
  @ApiOkResponse({ content: { 'text/javascript': { schema: { type: 'string' } } } })
  script(@Res({ passthrough: true }) reply: FastifyReply): string {
    void reply.type('text/javascript; charset=utf-8');
    return SCRIPT;
  }
}
