import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { EffectListResponse, EffectResponse, ListEffectsQuery, SettleEffectRequest } from './effects.dto.js';
import { EffectsService } from './effects.service.js';

@ApiTags('Effects')
@Controller('effects')
export class EffectsController {
  constructor(private readonly effects: EffectsService) {}

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Effects of jobs on other services: mails, callbacks; newest first' })
  @ApiOkResponse({ type: EffectListResponse })
  @ApiProblems(400, 401, 403)
  list(@Query() query: ListEffectsQuery): Promise<EffectListResponse> {
    return this.effects.list(query);
  }

  @Post(':id/settle')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Tell whether an effect whose outcome is not known was done' })
  @ApiOkResponse({ type: EffectResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  settle(@Param('id', ParseUUIDPipe) id: string, @Body() body: SettleEffectRequest): Promise<EffectResponse> {
    return this.effects.settle(id, body.outcome, body.note, body.receipt);
  }
}
