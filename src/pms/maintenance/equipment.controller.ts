import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { IdPipe } from '../../platform/http/id.pipe.js';
import { PageQuery } from '../../platform/http/page.query.js';
import { HotelsService } from '../../rooms/index.js';
import { EquipmentRepository } from './equipment.repository.js';
import {
  CreateEquipmentRequest,
  CreateScheduleRequest,
  EquipmentListResponse,
  EquipmentQuery,
  EquipmentResponse,
  MaintenanceScheduleResponse,
  MaintenanceSchedulesResponse,
  ReadingRequest,
  ReadingResponse,
  ReadingsResponse,
  UpdateEquipmentRequest,
} from './maintenance.dto.js';
import { MaintenanceService } from './maintenance.service.js';
import { PlanAnswers } from './plan-answers.js';

@ApiTags('PMS: maintenance')
@Controller()
export class EquipmentController {
  constructor(
    private readonly hotels: HotelsService,
    private readonly equipment: EquipmentRepository,
    private readonly maintenance: MaintenanceService,
    private readonly plansOf: PlanAnswers,
  ) {}

  @Post('equipment')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Add equipment' })
  @ApiCreatedResponse({ type: EquipmentResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  create(@Body() body: CreateEquipmentRequest): Promise<EquipmentResponse> {
    return this.maintenance.addEquipment(body);
  }

  @Get('equipment')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: "A hotel's equipment by name" })
  @ApiOkResponse({ type: EquipmentListResponse })
  @ApiProblems(400, 401, 403, 404)
  async list(@Query() { hotelId }: EquipmentQuery): Promise<EquipmentListResponse> {
    const equipment = await this.equipment.list((await this.hotels.get(hotelId)).id);
    return { equipment, total: equipment.length };
  }

  @Patch('equipment/:id')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Change equipment' })
  @ApiOkResponse({ type: EquipmentResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  update(@Param('id', IdPipe) id: number, @Body() body: UpdateEquipmentRequest): Promise<EquipmentResponse> {
    return this.maintenance.changeEquipment(id, body);
  }

  @Post('equipment/:id/readings')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Note what the meter shows; a lower value needs a reset' })
  @ApiCreatedResponse({ type: ReadingResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  read(@Param('id', IdPipe) id: number, @Body() body: ReadingRequest): Promise<ReadingResponse> {
    return this.maintenance.read(id, body);
  }

  @Get('equipment/:id/readings')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'What the meter has shown, latest first' })
  @ApiOkResponse({ type: ReadingsResponse })
  @ApiProblems(400, 401, 403, 404)
  async readings(@Param('id', IdPipe) id: number, @Query() { limit, offset }: PageQuery): Promise<ReadingsResponse> {
    const equipment = await this.equipment.get(id);
    const readings = await this.equipment.readings(equipment.id, limit, offset);
    return { readings, total: await this.equipment.countReadings(equipment.id) };
  }

  @Post('equipment/:id/schedules')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Plan maintenance: every so often, by the calendar, by use, or whichever comes first' })
  @ApiCreatedResponse({ type: MaintenanceScheduleResponse })
  @ApiProblems(400, 401, 403, 404)
  async plan(
    @Param('id', IdPipe) id: number,
    @Body() body: CreateScheduleRequest,
  ): Promise<MaintenanceScheduleResponse> {
    return this.plansOf.one((await this.maintenance.addSchedule(id, body)).id);
  }

  @Get('equipment/:id/schedules')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Plans of an equipment' })
  @ApiOkResponse({ type: MaintenanceSchedulesResponse })
  @ApiProblems(400, 401, 403, 404)
  async plans(@Param('id', IdPipe) id: number): Promise<MaintenanceSchedulesResponse> {
    const { id: equipmentId } = await this.equipment.get(id);
    const schedules = await this.plansOf.list({ equipmentId });
    return { schedules, total: schedules.length };
  }
}
