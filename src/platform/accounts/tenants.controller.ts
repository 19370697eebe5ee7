import { Body, Controller, Get, Param, ParseUUIDPipe, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Roles } from '../auth/index.js';
import { ApiProblems } from '../http/api-problems.js';
import { PageQuery } from '../http/page.query.js';
import type { Principal } from '../tenancy/context.js';
import { ChangeTenantRequest, ChangeUserRequest, CreateTenantRequest, InviteRequest } from './accounts-requests.dto.js';
import {
  MemberListResponse,
  MemberResponse,
  NewInvitationResponse,
  NewTenantResponse,
  TenantListResponse,
  TenantResponse,
} from './accounts-answers.dto.js';
import { InvitationsService } from './invitations.service.js';
import { MembersService } from './members.service.js';
import { TenantAccountsService } from './tenant-accounts.service.js';

@ApiTags('Tenants')
@Controller('tenants')
export class TenantsController {
  constructor(
    private readonly tenants: TenantAccountsService,
    private readonly members: MembersService,
    private readonly invitations: InvitationsService,
  ) {}

  @Post()
  // The answer may hold a link that is shown once. Sent again, the request is refused, because the short name is taken.
  @Roles('OPERATOR')
  @ApiOperation({ summary: 'Create a tenant, and invite its first ADMIN' })
  @ApiCreatedResponse({ type: NewTenantResponse })
  @ApiProblems(400, 401, 403, 409)
  async create(
    @Body() { slug, name, adminEmail }: CreateTenantRequest,
    @CurrentPrincipal() caller: Principal,
  ): Promise<NewTenantResponse> {
    const tenant = await this.tenants.create({ slug, name });
    if (adminEmail === undefined) return tenant;
    return { ...tenant, invitation: await this.invitations.invite(tenant.id, adminEmail, 'ADMIN', caller) };
  }

  @Get()
  @Roles('OPERATOR')
  @ApiOperation({ summary: 'All tenants, oldest first' })
  @ApiOkResponse({ type: TenantListResponse })
  @ApiProblems(400, 401, 403)
  list(@Query() { limit, offset }: PageQuery): Promise<TenantListResponse> {
    return this.tenants.list(limit, offset);
  }

  @Get(':id')
  @Roles('OPERATOR')
  @ApiOperation({ summary: 'One tenant' })
  @ApiOkResponse({ type: TenantResponse })
  @ApiProblems(400, 401, 403, 404)
  get(@Param('id', ParseUUIDPipe) id: string): Promise<TenantResponse> {
    return this.tenants.get(id);
  }

  @Patch(':id')
  @Roles('OPERATOR')
  @ApiOperation({ summary: 'Rename, disable or enable a tenant' })
  @ApiOkResponse({ type: TenantResponse })
  @ApiProblems(400, 401, 403, 404)
  change(@Param('id', ParseUUIDPipe) id: string, @Body() body: ChangeTenantRequest): Promise<TenantResponse> {
    return this.tenants.change(id, body);
  }

  @Post(':id/invitations')
  // The answer holds a link that is shown once. Sent again, the request replaces the earlier invitation.
  @Roles('OPERATOR')
  @ApiOperation({ summary: 'Invite somebody into a tenant' })
  @ApiCreatedResponse({ type: NewInvitationResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  invite(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { email, role }: InviteRequest,
    @CurrentPrincipal() caller: Principal,
  ): Promise<NewInvitationResponse> {
    return this.invitations.invite(id, email, role, caller);
  }

  @Get(':id/users')
  @Roles('OPERATOR')
  @ApiOperation({ summary: "A tenant's users" })
  @ApiOkResponse({ type: MemberListResponse })
  @ApiProblems(400, 401, 403, 404)
  async users(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() { limit, offset }: PageQuery,
  ): Promise<MemberListResponse> {
    await this.tenants.get(id);
    return this.members.list(id, limit, offset);
  }

  @Patch(':id/users/:userId')
  @Roles('OPERATOR')
  @ApiOperation({ summary: 'Give a user of a tenant another role, disable or enable one' })
  @ApiOkResponse({ type: MemberResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  changeUser(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('userId', ParseUUIDPipe) userId: string,
    @Body() body: ChangeUserRequest,
    @CurrentPrincipal() caller: Principal,
  ): Promise<MemberResponse> {
    return this.members.change(id, userId, body, caller.role);
  }
}
