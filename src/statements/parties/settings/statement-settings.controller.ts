import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../../platform/auth/index.js';
import { ApiProblems } from '../../../platform/http/api-problems.js';
import { StatementSettingsRequest, StatementSettingsResponse } from './statement-settings.dto.js';
import { StatementSettingsService, toSettingsResponse } from './statement-settings.service.js';

@ApiTags('Statements: owners')
@Controller('statement-settings')
export class StatementSettingsController {
  constructor(private readonly settings: StatementSettingsService) {}

  @Get()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'How the manager presents itself on statements' })
  @ApiOkResponse({ type: StatementSettingsResponse })
  @ApiProblems(401, 403, 404)
  async get(): Promise<StatementSettingsResponse> {
    return toSettingsResponse(await this.settings.get());
  }

  @Put()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Set name, zone and paper; statements that are final stay as they are' })
  @ApiOkResponse({ type: StatementSettingsResponse })
  @ApiProblems(400, 401, 403)
  async put(@Body() body: StatementSettingsRequest): Promise<StatementSettingsResponse> {
    return toSettingsResponse(await this.settings.put(body));
  }
}
