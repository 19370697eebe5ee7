import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { invalid } from '../../platform/errors/app-error.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { IdPipe } from '../../platform/http/id.pipe.js';
import { HotelsService } from '../../rooms/index.js';
import { TaxCategoriesRepository } from './tax-categories.repository.js';
import { TaxCategoriesResponse, TaxCategoryRequest, TaxCategoryResponse } from './tax-categories.dto.js';

@ApiTags('PMS: set-up')
@Controller('hotels/:id/tax-categories')
export class TaxCategoriesController {
  constructor(
    private readonly hotels: HotelsService,
    private readonly taxes: TaxCategoriesRepository,
  ) {}

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: "A hotel's taxes by code" })
  @ApiOkResponse({ type: TaxCategoriesResponse })
  @ApiProblems(400, 401, 403, 404)
  async list(@Param('id', IdPipe) id: number): Promise<TaxCategoriesResponse> {
    const taxCategories = await this.taxes.list((await this.hotels.get(id)).id);
    return { taxCategories, total: taxCategories.length };
  }

  @Put(':code')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Set a tax; what has been charged keeps its rate' })
  @ApiOkResponse({ type: TaxCategoryResponse })
  @ApiProblems(400, 401, 403, 404)
  async put(
    @Param('id', IdPipe) id: number,
    @Param('code') code: string,
    @Body() body: TaxCategoryRequest,
  ): Promise<TaxCategoryResponse> {
    if (!/^[A-Z0-9_-]{1,20}$/.test(code)) throw invalid('code', 'code must be 1 to 20 of A-Z, 0-9, _ and -');
    if (body.treatment !== 'taxable' && Number(body.rate) !== 0)
      throw invalid('rate', `What is ${body.treatment} has a rate of 0`);
    const { id: hotelId } = await this.hotels.get(id);
    return this.taxes.put({ hotelId, code, ...body });
  }
}
