import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../../platform/auth/index.js';
import { ApiProblems } from '../../../platform/http/api-problems.js';
import { IdPipe } from '../../../platform/http/id.pipe.js';
import { CatalogueQuery } from '../fields.js';
import {
  CreatePriceBookRequest,
  PriceBooksResponse,
  PriceBookResponse,
  UpdatePriceBookRequest,
} from './price-books.dto.js';
import { PriceBooksService } from './price-books.service.js';

@ApiTags('Quoting: catalogue')
@Controller('price-books')
export class PriceBooksController {
  constructor(private readonly books: PriceBooksService) {}

  @Post()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Add a price book' })
  @ApiCreatedResponse({ type: PriceBookResponse })
  @ApiProblems(400, 401, 403, 409)
  create(@Body() body: CreatePriceBookRequest): Promise<PriceBookResponse> {
    return this.books.create(body);
  }

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Price books by name' })
  @ApiOkResponse({ type: PriceBooksResponse })
  @ApiProblems(400, 401, 403)
  list(@Query() query: CatalogueQuery): Promise<PriceBooksResponse> {
    return this.books.list(query);
  }

  @Get(':id')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'One price book' })
  @ApiOkResponse({ type: PriceBookResponse })
  @ApiProblems(400, 401, 403, 404)
  get(@Param('id', IdPipe) id: number): Promise<PriceBookResponse> {
    return this.books.get(id);
  }

  @Patch(':id')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Change a price book; quotes that were made stay as they are' })
  @ApiOkResponse({ type: PriceBookResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  update(@Param('id', IdPipe) id: number, @Body() body: UpdatePriceBookRequest): Promise<PriceBookResponse> {
    return this.books.update(id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Offer it no longer; PATCH with active: true brings it back' })
  @ApiNoContentResponse()
  @ApiProblems(400, 401, 403, 404)
  async remove(@Param('id', IdPipe) id: number): Promise<void> {
    await this.books.update(id, { active: false });
  }
}
