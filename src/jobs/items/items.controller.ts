import { Controller, Get, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { ItemListResponse, ListItemsQuery } from './items.dto.js';
import { ItemsService } from './items.service.js';

@ApiTags('Jobs')
@Controller('jobs/:id/items')
export class ItemsController {
  constructor(private readonly items: ItemsService) {}

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'What the job did item by item, with a reason code for each that was not done' })
  @ApiOkResponse({ type: ItemListResponse })
  @ApiProblems(400, 401, 403, 404)
  list(@Param('id', ParseUUIDPipe) id: string, @Query() query: ListItemsQuery): Promise<ItemListResponse> {
    return this.items.list(id, query);
  }
}
