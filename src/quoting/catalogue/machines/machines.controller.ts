import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../../platform/auth/index.js';
import { ApiProblems } from '../../../platform/http/api-problems.js';
import { IdPipe } from '../../../platform/http/id.pipe.js';
import { CatalogueQuery } from '../fields.js';
import { CreateMachineRequest, MachinesResponse, MachineResponse, UpdateMachineRequest } from './machines.dto.js';
import { MachinesService } from './machines.service.js';

@ApiTags('Quoting: catalogue')
@Controller('machines')
export class MachinesController {
  constructor(private readonly machines: MachinesService) {}

  @Post()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Add a machine' })
  @ApiCreatedResponse({ type: MachineResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  create(@Body() body: CreateMachineRequest): Promise<MachineResponse> {
    return this.machines.create(body);
  }

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Machines by name' })
  @ApiOkResponse({ type: MachinesResponse })
  @ApiProblems(400, 401, 403)
  list(@Query() query: CatalogueQuery): Promise<MachinesResponse> {
    return this.machines.list(query);
  }

  @Get(':id')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'One machine' })
  @ApiOkResponse({ type: MachineResponse })
  @ApiProblems(400, 401, 403, 404)
  get(@Param('id', IdPipe) id: number): Promise<MachineResponse> {
    return this.machines.get(id);
  }

  @Patch(':id')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Change a machine; quotes that were made stay as they are' })
  @ApiOkResponse({ type: MachineResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  update(@Param('id', IdPipe) id: number, @Body() body: UpdateMachineRequest): Promise<MachineResponse> {
    return this.machines.update(id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Offer it no longer; PATCH with active: true brings it back' })
  @ApiNoContentResponse()
  @ApiProblems(400, 401, 403, 404)
  async remove(@Param('id', IdPipe) id: number): Promise<void> {
    await this.machines.update(id, { active: false });
  }
}
