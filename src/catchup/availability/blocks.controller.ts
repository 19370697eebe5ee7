import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { ManualBlockResponse, ManualBlocksResponse, CreateManualBlockRequest } from './blocks.dto.js';
import { BlocksService } from './blocks.service.js';

@ApiTags('CatchUp: availability')
@Controller('catchup/blocks')
export class BlocksController {
  constructor(private readonly blocks: BlocksService) {}

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Time that you keep for yourself, oldest first; only you can read it' })
  @ApiOkResponse({ type: ManualBlocksResponse })
  @ApiProblems(400, 401, 403)
  async list(): Promise<ManualBlocksResponse> {
    return { blocks: await this.blocks.list() };
  }

  @Post()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Keep time for yourself, once or every week; a commute as well' })
  @ApiCreatedResponse({ type: ManualBlockResponse })
  @ApiProblems(400, 401, 403, 409)
  create(@Body() body: CreateManualBlockRequest): Promise<ManualBlockResponse> {
    return this.blocks.create(body);
  }

  @Delete(':id')
  @HttpCode(204)
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Let the time go' })
  @ApiNoContentResponse()
  @ApiProblems(400, 401, 403, 404)
  delete(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.blocks.delete(id);
  }
}
