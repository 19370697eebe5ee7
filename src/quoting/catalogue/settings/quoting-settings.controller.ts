import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../../platform/auth/index.js';
import { ApiProblems } from '../../../platform/http/api-problems.js';
import { QuotingSettingsRequest, QuotingSettingsResponse } from './quoting-settings.dto.js';
import { QuotingSettingsService, toSettingsResponse } from './quoting-settings.service.js';

@ApiTags('Quoting: set-up')
@Controller('quoting-settings')
export class QuotingSettingsController {
  constructor(private readonly settings: QuotingSettingsService) {}

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'How the workshop quotes' })
  @ApiOkResponse({ type: QuotingSettingsResponse })
  @ApiProblems(401, 403, 404)
  async get(): Promise<QuotingSettingsResponse> {
    return toSettingsResponse(await this.settings.get());
  }

  @Put()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Set how the workshop quotes; quotes that were made stay as they are' })
  @ApiOkResponse({ type: QuotingSettingsResponse })
  @ApiProblems(400, 401, 403, 409)
  async put(@Body() body: QuotingSettingsRequest): Promise<QuotingSettingsResponse> {
    return toSettingsResponse(await this.settings.put(body));
  }
}
