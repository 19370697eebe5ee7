import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Roles } from '../auth/index.js';
import { ApiProblems } from '../http/api-problems.js';
import { TakesNoIdempotencyKey } from '../http/idempotency/answer-rules.js';
import { PageQuery } from '../http/page.query.js';
import { type Principal, RequestContext } from '../tenancy/context.js';
import { ChangeUserRequest, InviteRequest } from './accounts-requests.dto.js';
import {
  InvitationListResponse,
  MemberListResponse,
  MemberResponse,
  MemberSessionListResponse,
  NewInvitationResponse,
} from './accounts-answers.dto.js';
import { InvitationsService } from './invitations.service.js';
import { MembersService } from './members.service.js';

@ApiTags('Accounts')
@Controller('users')
export class UsersController {
  constructor(
    private readonly members: MembersService,
    private readonly invitations: InvitationsService,
    private readonly context: RequestContext,
  ) {}

  @Get()
  @Roles('ADMIN')
  @ApiOperation({ summary: "The tenant's users" })
  @ApiOkResponse({ type: MemberListResponse })
  @ApiProblems(400, 401, 403)
  list(@Query() { limit, offset }: PageQuery): Promise<MemberListResponse> {
    return this.members.list(this.context.tenantId, limit, offset);
  }

  @Post('invitations')
  // Sent again, the request replaces the earlier invitation.
  @TakesNoIdempotencyKey()
  @Roles('ADMIN')
  @ApiOperation({ summary: 'Invite somebody; the link is shown once, and mailed if there is a mail server' })
  @ApiCreatedResponse({ type: NewInvitationResponse })
  @ApiProblems(400, 401, 403, 409)
  invite(
    @Body() { email, role }: InviteRequest,
    @CurrentPrincipal() caller: Principal,
  ): Promise<NewInvitationResponse> {
    return this.invitations.invite(this.context.tenantId, email, role, caller);
  }

  @Get('invitations')
  @Roles('ADMIN')
  @ApiOperation({ summary: 'Invitations that can still be accepted, newest first' })
  @ApiOkResponse({ type: InvitationListResponse })
  @ApiProblems(400, 401, 403)
  open(@Query() { limit, offset }: PageQuery): Promise<InvitationListResponse> {
    return this.invitations.list(this.context.tenantId, limit, offset);
  }

  @Delete('invitations/:id')
  @HttpCode(204)
  @Roles('ADMIN')
  @ApiOperation({ summary: 'Take an invitation back' })
  @ApiNoContentResponse()
  @ApiProblems(400, 401, 403, 404)
  revoke(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.invitations.revoke(this.context.tenantId, id);
  }

  @Patch(':id')
  @Roles('ADMIN')
  @ApiOperation({
    summary: 'Give a user another role, disable or enable one',
    description: 'Ends the sessions of the user. The last ADMIN stays one.',
  })
  @ApiOkResponse({ type: MemberResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  change(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: ChangeUserRequest,
    @CurrentPrincipal() caller: Principal,
  ): Promise<MemberResponse> {
    return this.members.change(this.context.tenantId, id, body, caller.role);
  }

  @Get(':id/sessions')
  @Roles('ADMIN')
  @ApiOperation({ summary: 'Browsers a user is logged in with, the last one used first' })
  @ApiOkResponse({ type: MemberSessionListResponse })
  @ApiProblems(400, 401, 403, 404)
  sessions(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() { limit, offset }: PageQuery,
  ): Promise<MemberSessionListResponse> {
    return this.members.sessionsOf(this.context.tenantId, id, limit, offset);
  }

  @Delete(':id/sessions')
  @HttpCode(204)
  @Roles('ADMIN')
  @ApiOperation({
    summary: 'End all sessions of a user',
    description: 'Access tokens too; API keys stay. The user can log in again.',
  })
  @ApiNoContentResponse()
  @ApiProblems(400, 401, 403, 404)
  endSessions(@Param('id', ParseUUIDPipe) id: string, @CurrentPrincipal() caller: Principal): Promise<void> {
    return this.members.endSessions(this.context.tenantId, id, caller.role);
  }
}
