import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../../platform/auth/index.js';
import { ApiProblems } from '../../../platform/http/api-problems.js';
import { IdPipe } from '../../../platform/http/id.pipe.js';
import {
  CreateStatementScheduleRequest,
  StatementScheduleResponse,
  StatementSchedulesResponse,
  UpdateStatementScheduleRequest,
} from './statement-schedules.dto.js';
import { StatementSchedulesService } from './statement-schedules.service.js';

@ApiTags('Statements: runs')
@Controller('statement-schedules')
export class StatementSchedulesController {
  constructor(private readonly schedules: StatementSchedulesService) {}

  @Post()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'Make the statements of all owners by themselves: monthly, weekly or every second week',
    description: `In the zone of the settings, and moved with it. A time that the clocks jump over is fired right after, one
that comes twice fires once. A schedule of the platform follows it: GET /schedules shows its slots and what was missed.`,
  })
  @ApiCreatedResponse({ type: StatementScheduleResponse })
  @ApiProblems(400, 401, 403, 409)
  create(@Body() body: CreateStatementScheduleRequest): Promise<StatementScheduleResponse> {
    return this.schedules.create(body);
  }

  @Get()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Schedules of statements, with their next firings' })
  @ApiOkResponse({ type: StatementSchedulesResponse })
  @ApiProblems(401, 403)
  async list(): Promise<StatementSchedulesResponse> {
    const schedules = await this.schedules.list();
    return { schedules, total: schedules.length };
  }

  @Get(':id')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'A schedule of statements' })
  @ApiOkResponse({ type: StatementScheduleResponse })
  @ApiProblems(400, 401, 403, 404)
  get(@Param('id', IdPipe) id: number): Promise<StatementScheduleResponse> {
    return this.schedules.get(id);
  }

  @Patch(':id')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Change a schedule of statements' })
  @ApiOkResponse({ type: StatementScheduleResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  update(
    @Param('id', IdPipe) id: number,
    @Body() body: UpdateStatementScheduleRequest,
  ): Promise<StatementScheduleResponse> {
    return this.schedules.update(id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Remove a schedule of statements; its runs stay' })
  @ApiNoContentResponse()
  @ApiProblems(400, 401, 403, 404)
  remove(@Param('id', IdPipe) id: number): Promise<void> {
    return this.schedules.remove(id);
  }
}
