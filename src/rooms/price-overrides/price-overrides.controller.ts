import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { IdPipe } from '../../platform/http/id.pipe.js';
import {
  CreatedPriceOverrideResponse,
  CreatePriceOverrideRequest,
  DeletePriceOverrideQuery,
  PriceOverridesQuery,
  PriceOverridesResponse,
} from './price-overrides.dto.js';
import { PriceOverridesService } from './price-overrides.service.js';

@ApiTags('Rooms: categories and prices')
@Controller('room-categories/:id/price-overrides')
export class PriceOverridesController {
  constructor(private readonly overrides: PriceOverridesService) {}

  @Post()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Set a price for dates; existing unsold nights take it at once' })
  @ApiCreatedResponse({ type: CreatedPriceOverrideResponse })
  @ApiProblems(400, 401, 403, 404, 409, 422)
  create(
    @Param('id', IdPipe) id: number,
    @Body() body: CreatePriceOverrideRequest,
  ): Promise<CreatedPriceOverrideResponse> {
    return this.overrides.create(id, body);
  }

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'List price overrides by date' })
  @ApiOkResponse({ type: PriceOverridesResponse })
  @ApiProblems(400, 401, 403, 404, 422)
  list(@Param('id', IdPipe) id: number, @Query() query: PriceOverridesQuery): Promise<PriceOverridesResponse> {
    return this.overrides.list(id, query);
  }

  @Delete(':overrideId')
  @HttpCode(204)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Delete a price override; unsold nights get their rule price back, or the price before it' })
  @ApiNoContentResponse()
  @ApiProblems(400, 401, 403, 404)
  delete(
    @Param('id', IdPipe) id: number,
    @Param('overrideId', IdPipe) overrideId: number,
    @Query() { restore }: DeletePriceOverrideQuery,
  ): Promise<void> {
    return this.overrides.delete(id, overrideId, { restore: restore === 'true' });
  }
}
