import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { IdPipe } from '../../platform/http/id.pipe.js';
import { JobSettingsRequest, JobSettingsResponse } from './job-settings.dto.js';
import { JobSettingsService } from './job-settings.service.js';

@ApiTags('PMS: night jobs')
@Controller('hotels/:id/job-settings')
export class JobSettingsController {
  constructor(private readonly settings: JobSettingsService) {}

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: "When the night jobs run at a hotel, in the hotel's time zone" })
  @ApiOkResponse({ type: JobSettingsResponse })
  @ApiProblems(400, 401, 403, 404)
  async get(@Param('id', IdPipe) id: number): Promise<JobSettingsResponse> {
    return { jobs: await this.settings.get(id) };
  }

  @Put()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Change them' })
  @ApiOkResponse({ type: JobSettingsResponse })
  @ApiProblems(400, 401, 403, 404)
  async put(@Param('id', IdPipe) id: number, @Body() body: JobSettingsRequest): Promise<JobSettingsResponse> {
    return { jobs: await this.settings.put(id, body.jobs) };
  }
}
