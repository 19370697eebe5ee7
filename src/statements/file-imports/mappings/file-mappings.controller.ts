import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../../platform/auth/index.js';
import { ApiProblems } from '../../../platform/http/api-problems.js';
import { IdPipe } from '../../../platform/http/id.pipe.js';
import { FileMappingRequest, FileMappingResponse, FileMappingsResponse } from './file-mappings.dto.js';
import { type FileMappingRow, FileMappings } from './file-mappings.service.js';

@ApiTags('Statements: imports')
@Controller('statement-file-mappings')
export class FileMappingsController {
  constructor(private readonly mappings: FileMappings) {}

  @Post()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'Say how files of your own are read: which column is which field',
    description: 'A file whose header has all of these columns, and is of no known kind, is read by the mapping.',
  })
  @ApiCreatedResponse({ type: FileMappingResponse })
  @ApiProblems(400, 401, 403, 409)
  async create(@Body() body: FileMappingRequest): Promise<FileMappingResponse> {
    return answer(await this.mappings.create(body));
  }

  @Get()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Mappings by name' })
  @ApiOkResponse({ type: FileMappingsResponse })
  @ApiProblems(401, 403)
  async list(): Promise<FileMappingsResponse> {
    const mappings = (await this.mappings.all()).map(answer);
    return { mappings, total: mappings.length };
  }

  @Get(':id')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'One mapping' })
  @ApiOkResponse({ type: FileMappingResponse })
  @ApiProblems(400, 401, 403, 404)
  async get(@Param('id', IdPipe) id: number): Promise<FileMappingResponse> {
    return answer(await this.mappings.get(id));
  }

  @Put(':id')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Replace a mapping; files that were read with it stay as they are' })
  @ApiOkResponse({ type: FileMappingResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async replace(@Param('id', IdPipe) id: number, @Body() body: FileMappingRequest): Promise<FileMappingResponse> {
    return answer(await this.mappings.replace(id, body));
  }

  @Delete(':id')
  @HttpCode(204)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Remove a mapping; files that were read with it stay as they are' })
  @ApiNoContentResponse()
  @ApiProblems(400, 401, 403, 404)
  remove(@Param('id', IdPipe) id: number): Promise<void> {
    return this.mappings.remove(id);
  }
}

function answer({ statuses, ...mapping }: FileMappingRow): FileMappingResponse {
  return { ...mapping, statuses: Object.entries(statuses).map(([word, status]) => ({ word, status })) };
}
