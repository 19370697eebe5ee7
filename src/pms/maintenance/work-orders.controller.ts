import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { IdPipe } from '../../platform/http/id.pipe.js';
import {
  CancelOrderRequest,
  CompleteOrderRequest,
  ReportDefectRequest,
  ReportedDefectResponse,
  WorkOrderResponse,
  WorkOrdersQuery,
  WorkOrdersResponse,
} from './work-orders.dto.js';
import { DefectsService } from './defects.service.js';
import { MaintenanceService } from './maintenance.service.js';
import { WorkOrdersRepository } from './work-orders.repository.js';

@ApiTags('PMS: maintenance')
@Controller('work-orders')
export class WorkOrdersController {
  constructor(
    private readonly orders: WorkOrdersRepository,
    private readonly maintenance: MaintenanceService,
    private readonly defects: DefectsService,
  ) {}

  @Post()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Report a defect in a room or in equipment, and close the room for it if need be' })
  @ApiCreatedResponse({ type: ReportedDefectResponse })
  @ApiProblems(400, 401, 403, 404, 409, 422)
  report(@Body() body: ReportDefectRequest): Promise<ReportedDefectResponse> {
    return this.defects.report(body);
  }

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Work orders, latest due date first' })
  @ApiOkResponse({ type: WorkOrdersResponse })
  @ApiProblems(400, 401, 403)
  list(@Query() { limit, offset, ...filter }: WorkOrdersQuery): Promise<WorkOrdersResponse> {
    return this.orders.page(filter, limit, offset);
  }

  @Get(':id')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'One' })
  @ApiOkResponse({ type: WorkOrderResponse })
  @ApiProblems(400, 401, 403, 404)
  get(@Param('id', IdPipe) id: number): Promise<WorkOrderResponse> {
    return this.orders.get(id);
  }

  @Post(':id/start')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Somebody is at it' })
  @ApiOkResponse({ type: WorkOrderResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  start(@Param('id', IdPipe) id: number): Promise<WorkOrderResponse> {
    return this.maintenance.start(id);
  }

  @Post(':id/complete')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Done; the plan counts on from here' })
  @ApiOkResponse({ type: WorkOrderResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  complete(@Param('id', IdPipe) id: number, @Body() body: CompleteOrderRequest): Promise<WorkOrderResponse> {
    return this.maintenance.complete(id, body);
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Not to be done, for a reason' })
  @ApiOkResponse({ type: WorkOrderResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  cancel(@Param('id', IdPipe) id: number, @Body() body: CancelOrderRequest): Promise<WorkOrderResponse> {
    return this.maintenance.cancel(id, body.reason);
  }
}
