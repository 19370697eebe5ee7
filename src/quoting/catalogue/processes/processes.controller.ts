import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../../platform/auth/index.js';
import { ApiProblems } from '../../../platform/http/api-problems.js';
import { IdPipe } from '../../../platform/http/id.pipe.js';
import { CatalogueQuery } from '../fields.js';
import { CreateProcessRequest, ProcessesResponse, ProcessResponse, UpdateProcessRequest } from './processes.dto.js';
import { ProcessesService } from './processes.service.js';

@ApiTags('Quoting: catalogue')
@Controller('processes')
export class ProcessesController {
  constructor(private readonly processes: ProcessesService) {}

  @Post()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Add a process' })
  @ApiCreatedResponse({ type: ProcessResponse })
  @ApiProblems(400, 401, 403, 409)
  create(@Body() body: CreateProcessRequest): Promise<ProcessResponse> {
    return this.processes.create(body);
  }

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Processes by name' })
  @ApiOkResponse({ type: ProcessesResponse })
  @ApiProblems(400, 401, 403)
  list(@Query() query: CatalogueQuery): Promise<ProcessesResponse> {
    return this.processes.list(query);
  }

  @Get(':id')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'One process' })
  @ApiOkResponse({ type: ProcessResponse })
  @ApiProblems(400, 401, 403, 404)
  get(@Param('id', IdPipe) id: number): Promise<ProcessResponse> {
    return this.processes.get(id);
  }

  @Patch(':id')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Change a process; quotes that were made stay as they are' })
  @ApiOkResponse({ type: ProcessResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  update(@Param('id', IdPipe) id: number, @Body() body: UpdateProcessRequest): Promise<ProcessResponse> {
    return this.processes.update(id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Offer it no longer; PATCH with active: true brings it back' })
  @ApiNoContentResponse()
  @ApiProblems(400, 401, 403, 404)
  async remove(@Param('id', IdPipe) id: number): Promise<void> {
    await this.processes.update(id, { active: false });
  }
}
