import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { CatchupPreferences } from './catchup-preferences.js';
import { PreferencesRequest, PreferencesResponse, told, untold } from './preferences.dto.js';

@ApiTags('CatchUp: availability')
@Controller('catchup/preferences')
export class CatchupPreferencesController {
  constructor(private readonly preferences: CatchupPreferences) {}

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'When you have time, and how you want to be reminded; only you can read it' })
  @ApiOkResponse({ type: PreferencesResponse })
  @ApiProblems(400, 401, 403)
  async get(): Promise<PreferencesResponse> {
    return told(await this.preferences.mine());
  }

  @Put()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Replace your preferences; a digest that is planned moves with them' })
  @ApiOkResponse({ type: PreferencesResponse })
  @ApiProblems(400, 401, 403, 409)
  async put(@Body() body: PreferencesRequest): Promise<PreferencesResponse> {
    return told(await this.preferences.put(untold(body)));
  }
}
