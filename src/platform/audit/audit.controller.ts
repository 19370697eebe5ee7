import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Roles } from '../auth/decorators.js';
import { AppError } from '../errors/app-error.js';
import { ApiProblems } from '../http/api-problems.js';
import { AuditListResponse, AuditQuery, AuditTargetQuery } from './audit.dto.js';
import { managerMayAsk } from './audit-about.js';
import { AuditService } from './audit.service.js';
import type { Principal } from '../tenancy/context.js';

@ApiTags('Audit')
@ApiBearerAuth()
@Controller('audit')
export class AuditController {
  constructor(private readonly audit: AuditService) {}

  @Get()
  @Roles('ADMIN', 'OPERATOR')
  @ApiOperation({ summary: 'Who did what, newest first: of the own tenant, or of the operators' })
  @ApiOkResponse({ type: AuditListResponse })
  @ApiProblems(400, 401, 403)
  list(@Query() { limit, offset, from, to, target, ...filter }: AuditQuery): Promise<AuditListResponse> {
    const range = { from: from ? new Date(from) : undefined, to: to ? new Date(to) : undefined };
    return this.audit.list({ ...filter, ...range, about: target }, limit, offset);
  }

  @Get('targets')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'Who did what to a thing, newest first',
    description: 'For the page of a job, a booking, a statement. A MANAGER asks about the things a MANAGER works on.',
  })
  @ApiOkResponse({ type: AuditListResponse })
  @ApiProblems(400, 401, 403)
  ofTargets(
    @Query() { limit, offset, target }: AuditTargetQuery,
    @CurrentPrincipal() { role }: Principal,
  ): Promise<AuditListResponse> {
    const closed = target.find((one) => !managerMayAsk(one));
    if (role === 'MANAGER' && closed) throw new AppError('FORBIDDEN', `What was done to ${closed} is for ADMIN`);
    return this.audit.list({ about: target }, limit, offset);
  }
}
