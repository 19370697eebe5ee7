import { Body, Controller, Get, Param, Patch, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { IdPipe } from '../../platform/http/id.pipe.js';
import { HotelsService } from '../../rooms/index.js';
import {
  EquipmentQuery,
  MaintenanceScheduleResponse,
  MaintenanceSchedulesResponse,
  UpdateScheduleRequest,
} from './maintenance.dto.js';
import { MaintenanceService } from './maintenance.service.js';
import { PlanAnswers } from './plan-answers.js';

@ApiTags('PMS: maintenance')
@Controller('maintenance-schedules')
export class MaintenancePlansController {
  constructor(
    private readonly hotels: HotelsService,
    private readonly maintenance: MaintenanceService,
    private readonly plans: PlanAnswers,
  ) {}

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'All plans of a hotel with the dates they are due next' })
  @ApiOkResponse({ type: MaintenanceSchedulesResponse })
  @ApiProblems(400, 401, 403, 404)
  async list(@Query() query: EquipmentQuery): Promise<MaintenanceSchedulesResponse> {
    const { id: hotelId } = await this.hotels.get(query.hotelId);
    const schedules = await this.plans.list({ hotelId });
    return { schedules, total: schedules.length };
  }

  @Get(':id')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'One plan' })
  @ApiOkResponse({ type: MaintenanceScheduleResponse })
  @ApiProblems(400, 401, 403, 404)
  get(@Param('id', IdPipe) id: number): Promise<MaintenanceScheduleResponse> {
    return this.plans.one(id);
  }

  @Patch(':id')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Change a plan' })
  @ApiOkResponse({ type: MaintenanceScheduleResponse })
  @ApiProblems(400, 401, 403, 404)
  async change(
    @Param('id', IdPipe) id: number,
    @Body() body: UpdateScheduleRequest,
  ): Promise<MaintenanceScheduleResponse> {
    return this.plans.one((await this.maintenance.changeSchedule(id, body)).id);
  }
}
