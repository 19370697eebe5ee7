import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../../platform/auth/index.js';
import { ApiProblems } from '../../../platform/http/api-problems.js';
import { IdPipe } from '../../../platform/http/id.pipe.js';
import { CatalogueQuery } from '../fields.js';
import { CreateMaterialRequest, MaterialsResponse, MaterialResponse, UpdateMaterialRequest } from './materials.dto.js';
import { MaterialsService } from './materials.service.js';

@ApiTags('Quoting: catalogue')
@Controller('materials')
export class MaterialsController {
  constructor(private readonly materials: MaterialsService) {}

  @Post()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Add a material' })
  @ApiCreatedResponse({ type: MaterialResponse })
  @ApiProblems(400, 401, 403, 409, 422)
  create(@Body() body: CreateMaterialRequest): Promise<MaterialResponse> {
    return this.materials.create(body);
  }

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Materials by name' })
  @ApiOkResponse({ type: MaterialsResponse })
  @ApiProblems(400, 401, 403)
  list(@Query() query: CatalogueQuery): Promise<MaterialsResponse> {
    return this.materials.list(query);
  }

  @Get(':id')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'One material' })
  @ApiOkResponse({ type: MaterialResponse })
  @ApiProblems(400, 401, 403, 404)
  get(@Param('id', IdPipe) id: number): Promise<MaterialResponse> {
    return this.materials.get(id);
  }

  @Patch(':id')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Change a material; quotes that were made stay as they are' })
  @ApiOkResponse({ type: MaterialResponse })
  @ApiProblems(400, 401, 403, 404, 409, 422)
  update(@Param('id', IdPipe) id: number, @Body() body: UpdateMaterialRequest): Promise<MaterialResponse> {
    return this.materials.update(id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Offer it no longer; PATCH with active: true brings it back' })
  @ApiNoContentResponse()
  @ApiProblems(400, 401, 403, 404)
  async remove(@Param('id', IdPipe) id: number): Promise<void> {
    await this.materials.update(id, { active: false });
  }
}
