import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../auth/decorators.js';
import { ApiProblems } from '../http/api-problems.js';
import { AuditListResponse, AuditQuery } from './audit.dto.js';
import { AuditService } from './audit.service.js';

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
  list(@Query() { limit, offset, from, to, ...filter }: AuditQuery): Promise<AuditListResponse> {
    const range = { from: from ? new Date(from) : undefined, to: to ? new Date(to) : undefined };
    return this.audit.list({ ...filter, ...range }, limit, offset);
  }
}
