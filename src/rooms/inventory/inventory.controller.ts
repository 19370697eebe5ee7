import { Body, Controller, Get, Param, Patch, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { IdPipe } from '../../platform/http/id.pipe.js';
import { InventoryCalendarService } from './inventory-calendar.service.js';
import {
  DateRangeQuery,
  InventoryResponse,
  UpdatedInventoryResponse,
  UpdateInventoryRequest,
} from './inventory.dto.js';

@ApiTags('Rooms: inventory')
@Controller('room-categories/:id/inventory')
export class InventoryController {
  constructor(private readonly inventory: InventoryCalendarService) {}

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'What the category can sell, day by day (at most 367 days)' })
  @ApiOkResponse({ type: InventoryResponse })
  @ApiProblems(400, 401, 403, 404, 422)
  list(@Param('id', IdPipe) id: number, @Query() query: DateRangeQuery): Promise<InventoryResponse> {
    return this.inventory.list(id, query);
  }

  @Patch()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'Stop-sell, arrival and departure closings, stay limits, overbooking limit',
    description:
      'Sets only what is sent. A stop-sell is a flag: reopening finds the nights, prices and limits as they were.',
  })
  @ApiOkResponse({ type: UpdatedInventoryResponse })
  @ApiProblems(400, 401, 403, 404, 422)
  update(@Param('id', IdPipe) id: number, @Body() body: UpdateInventoryRequest): Promise<UpdatedInventoryResponse> {
    return this.inventory.update(id, body);
  }
}
