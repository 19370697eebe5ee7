import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { IdPipe } from '../../platform/http/id.pipe.js';
import {
  CreatePenaltyRuleRequest,
  PenaltyRuleResponse,
  PenaltyRulesQuery,
  PenaltyRulesResponse,
  UpdatePenaltyRuleRequest,
} from './penalty-rules.dto.js';
import { PenaltyRulesService } from './penalty-rules.service.js';

@ApiTags('PMS: set-up')
@Controller('penalty-rules')
export class PenaltyRulesController {
  constructor(private readonly rules: PenaltyRulesService) {}

  @Post()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Create a penalty rule: what a guest who does not come is charged' })
  @ApiCreatedResponse({ type: PenaltyRuleResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  create(@Body() body: CreatePenaltyRuleRequest): Promise<PenaltyRuleResponse> {
    return this.rules.create(body);
  }

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Penalty rules by hotel and name' })
  @ApiOkResponse({ type: PenaltyRulesResponse })
  @ApiProblems(400, 401, 403, 404)
  async list(@Query() query: PenaltyRulesQuery): Promise<PenaltyRulesResponse> {
    const penaltyRules = await this.rules.list(query.hotelId);
    return { penaltyRules, total: penaltyRules.length };
  }

  @Patch(':id')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Change a penalty rule, for bookings made from now on' })
  @ApiOkResponse({ type: PenaltyRuleResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  update(@Param('id', IdPipe) id: number, @Body() body: UpdatePenaltyRuleRequest): Promise<PenaltyRuleResponse> {
    return this.rules.update(id, body);
  }
}
