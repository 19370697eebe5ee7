import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../../platform/auth/index.js';
import { ApiProblems } from '../../../platform/http/api-problems.js';
import { IdPipe } from '../../../platform/http/id.pipe.js';
import { CatalogueQuery } from '../fields.js';
import { CreateFinishRequest, FinishesResponse, FinishResponse, UpdateFinishRequest } from './finishes.dto.js';
import { FinishesService } from './finishes.service.js';

@ApiTags('Quoting: catalogue')
@Controller('finishes')
export class FinishesController {
  constructor(private readonly finishes: FinishesService) {}

  @Post()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Add a finish' })
  @ApiCreatedResponse({ type: FinishResponse })
  @ApiProblems(400, 401, 403, 409)
  create(@Body() body: CreateFinishRequest): Promise<FinishResponse> {
    return this.finishes.create(body);
  }

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Finishes by name' })
  @ApiOkResponse({ type: FinishesResponse })
  @ApiProblems(400, 401, 403)
  list(@Query() query: CatalogueQuery): Promise<FinishesResponse> {
    return this.finishes.list(query);
  }

  @Get(':id')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'One finish' })
  @ApiOkResponse({ type: FinishResponse })
  @ApiProblems(400, 401, 403, 404)
  get(@Param('id', IdPipe) id: number): Promise<FinishResponse> {
    return this.finishes.get(id);
  }

  @Patch(':id')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Change a finish; quotes that were made stay as they are' })
  @ApiOkResponse({ type: FinishResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  update(@Param('id', IdPipe) id: number, @Body() body: UpdateFinishRequest): Promise<FinishResponse> {
    return this.finishes.update(id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Offer it no longer; PATCH with active: true brings it back' })
  @ApiNoContentResponse()
  @ApiProblems(400, 401, 403, 404)
  async remove(@Param('id', IdPipe) id: number): Promise<void> {
    await this.finishes.update(id, { active: false });
  }
}
