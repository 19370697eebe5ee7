import { Controller, Get, Param, ParseUUIDPipe } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../../platform/auth/index.js';
import { ApiProblems } from '../../../platform/http/api-problems.js';
import { StayUsesResponse } from './stay-uses.dto.js';
import { StayUses } from './stay-uses.service.js';

@ApiTags('Statements: stays')
@Controller('reservations')
export class StayUsesController {
  constructor(private readonly uses: StayUses) {}

  @Get(':id/statements')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'The statements that a stay is stated on, and what it comes to on each' })
  @ApiOkResponse({ type: StayUsesResponse })
  @ApiProblems(400, 401, 403, 404)
  statementsOf(@Param('id', ParseUUIDPipe) id: string): Promise<StayUsesResponse> {
    return this.uses.of(id);
  }
}
