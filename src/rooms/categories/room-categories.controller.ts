import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { IdPipe } from '../../platform/http/id.pipe.js';
import {
  CreateRoomCategoryRequest,
  RoomCategoriesQuery,
  RoomCategoriesResponse,
  RoomCategoryResponse,
  UpdateRoomCategoryRequest,
} from './room-categories.dto.js';
import { RoomCategoriesService } from './room-categories.service.js';

@ApiTags('Rooms: categories and prices')
@Controller('room-categories')
export class RoomCategoriesController {
  constructor(private readonly categories: RoomCategoriesService) {}

  @Post()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Create a room category with its base price, season and weekday rules' })
  @ApiCreatedResponse({ type: RoomCategoryResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  create(@Body() body: CreateRoomCategoryRequest): Promise<RoomCategoryResponse> {
    return this.categories.create(body);
  }

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'List room categories' })
  @ApiOkResponse({ type: RoomCategoriesResponse })
  @ApiProblems(400, 401, 403)
  list(@Query() query: RoomCategoriesQuery): Promise<RoomCategoriesResponse> {
    return this.categories.list(query);
  }

  @Get(':id')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'One room category' })
  @ApiOkResponse({ type: RoomCategoryResponse })
  @ApiProblems(400, 401, 403, 404)
  get(@Param('id', IdPipe) id: number): Promise<RoomCategoryResponse> {
    return this.categories.get(id);
  }

  @Patch(':id')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'Change a room category',
    description:
      'Nights that exist keep their price until a generation is started with reprice. A night that is opened later has the new price, also of a room that comes later; the lowest price of a date is what the next sale of it costs.',
  })
  @ApiOkResponse({ type: RoomCategoryResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  update(@Param('id', IdPipe) id: number, @Body() body: UpdateRoomCategoryRequest): Promise<RoomCategoryResponse> {
    return this.categories.update(id, body);
  }
}
