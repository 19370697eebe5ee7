import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { IdPipe } from '../../platform/http/id.pipe.js';
import {
  CityTaxesQuery,
  CityTaxesResponse,
  CityTaxResponse,
  CreateCityTaxRequest,
  UpdateCityTaxRequest,
} from './city-taxes.dto.js';
import { CityTaxesService } from './city-taxes.service.js';

@ApiTags('PMS: set-up')
@Controller('city-taxes')
export class CityTaxesController {
  constructor(private readonly taxes: CityTaxesService) {}

  @Post()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Create a city tax, of each person and night: posted and given back with the nights' })
  @ApiCreatedResponse({ type: CityTaxResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  create(@Body() body: CreateCityTaxRequest): Promise<CityTaxResponse> {
    return this.taxes.create(body);
  }

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'City taxes by hotel, name and first night' })
  @ApiOkResponse({ type: CityTaxesResponse })
  @ApiProblems(400, 401, 403, 404)
  async list(@Query() { hotelId }: CityTaxesQuery): Promise<CityTaxesResponse> {
    const cityTaxes = await this.taxes.list(hotelId);
    return { cityTaxes, total: cityTaxes.length };
  }

  @Patch(':id')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Change a city tax, or end it by its last night; what is charged keeps its amount' })
  @ApiOkResponse({ type: CityTaxResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  update(@Param('id', IdPipe) id: number, @Body() body: UpdateCityTaxRequest): Promise<CityTaxResponse> {
    return this.taxes.update(id, body);
  }
}
