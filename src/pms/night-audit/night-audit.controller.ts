import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { IdPipe } from '../../platform/http/id.pipe.js';
import { NightAuditService } from './night-audit.service.js';
import { NightAuditPack } from './pack.js';

@ApiTags('PMS: business days')
@Controller('hotels/:id/night-audits')
export class NightAuditController {
  constructor(private readonly audits: NightAuditService) {}

  @Get(':date')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: "A night's pack: what each job did, figures, trial balance, exceptions" })
  @ApiOkResponse({ type: NightAuditPack })
  @ApiProblems(400, 401, 403, 404)
  pack(@Param('id', IdPipe) id: number, @Param('date') date: string): Promise<NightAuditPack> {
    return this.audits.get(id, date);
  }
}
