import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { IdPipe } from '../../platform/http/id.pipe.js';
import { DateRangeQuery } from '../inventory/inventory.dto.js';
import { HotelInventoryResponse } from './hotel-inventory.dto.js';
import { HotelInventoryService } from './hotel-inventory.service.js';

@ApiTags('Rooms: inventory')
@Controller('hotels/:id/inventory')
export class HotelInventoryController {
  constructor(private readonly inventory: HotelInventoryService) {}

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'What all categories of a hotel can sell, day by day, and the gaps (at most 400 days)' })
  @ApiOkResponse({ type: HotelInventoryResponse })
  @ApiProblems(400, 401, 403, 404, 422)
  list(@Param('id', IdPipe) id: number, @Query() query: DateRangeQuery): Promise<HotelInventoryResponse> {
    return this.inventory.of(id, query);
  }
}
