import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../../platform/auth/index.js';
import { ApiProblems } from '../../../platform/http/api-problems.js';
import { IdPipe } from '../../../platform/http/id.pipe.js';
import { PartiesQuery } from '../fields.js';
import { CreateOwnerRequest, OwnerResponse, OwnersResponse, UpdateOwnerRequest } from './owners.dto.js';
import { OwnersService } from './owners.service.js';

@ApiTags('Statements: owners')
@Controller('owners')
export class OwnersController {
  constructor(private readonly owners: OwnersService) {}

  @Post()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Add an owner' })
  @ApiCreatedResponse({ type: OwnerResponse })
  @ApiProblems(400, 401, 403)
  create(@Body() body: CreateOwnerRequest): Promise<OwnerResponse> {
    return this.owners.create(body);
  }

  @Get()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Owners by name' })
  @ApiOkResponse({ type: OwnersResponse })
  @ApiProblems(400, 401, 403)
  list(@Query() query: PartiesQuery): Promise<OwnersResponse> {
    return this.owners.list(query);
  }

  @Get(':id')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'One owner' })
  @ApiOkResponse({ type: OwnerResponse })
  @ApiProblems(400, 401, 403, 404)
  get(@Param('id', IdPipe) id: number): Promise<OwnerResponse> {
    return this.owners.answer(id);
  }

  @Patch(':id')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Change an owner; statements that are final stay as they are' })
  @ApiOkResponse({ type: OwnerResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  update(@Param('id', IdPipe) id: number, @Body() body: UpdateOwnerRequest): Promise<OwnerResponse> {
    return this.owners.update(id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'Give it no new shares; PATCH with active: true brings it back',
    description: 'What it owns, and what it is owed, is stated all the same.',
  })
  @ApiNoContentResponse()
  @ApiProblems(400, 401, 403, 404)
  async remove(@Param('id', IdPipe) id: number): Promise<void> {
    await this.owners.update(id, { active: false });
  }
}
