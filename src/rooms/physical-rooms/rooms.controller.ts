import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { IdPipe } from '../../platform/http/id.pipe.js';
import {
  CreateRoomRequest,
  CreateRoomsRequest,
  RoomResponse,
  RoomsQuery,
  RoomsResponse,
  UpdatedRoomResponse,
  UpdateRoomRequest,
} from './rooms.dto.js';
import { RoomsService } from './rooms.service.js';

@ApiTags('Rooms: rooms')
@Controller('rooms')
export class RoomsController {
  constructor(private readonly rooms: RoomsService) {}

  @Post()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Create a room' })
  @ApiCreatedResponse({ type: RoomResponse })
  @ApiProblems(400, 401, 403, 404, 409, 422)
  create(@Body() body: CreateRoomRequest): Promise<RoomResponse> {
    return this.rooms.create(body);
  }

  @Post('bulk')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Create rooms with consecutive numbers: all of them or none' })
  @ApiCreatedResponse({ type: RoomsResponse })
  @ApiProblems(400, 401, 403, 404, 409, 422)
  createMany(@Body() body: CreateRoomsRequest): Promise<RoomsResponse> {
    return this.rooms.createMany(body);
  }

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'List rooms by number' })
  @ApiOkResponse({ type: RoomsResponse })
  @ApiProblems(400, 401, 403)
  list(@Query() query: RoomsQuery): Promise<RoomsResponse> {
    return this.rooms.list(query);
  }

  @Get(':id')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'One room' })
  @ApiOkResponse({ type: RoomResponse })
  @ApiProblems(400, 401, 403, 404)
  get(@Param('id', IdPipe) id: number): Promise<RoomResponse> {
    return this.rooms.get(id);
  }

  @Patch(':id')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'Renumber a room, or change when it is in service',
    description:
      'Retiring removes its unsold future nights at once. When guests are to sleep in it, or fewer rooms are left than are sold: 409 with conflicts, unless acceptOversell and a reason are sent; then nights with a guest stay.',
  })
  @ApiOkResponse({ type: UpdatedRoomResponse })
  @ApiProblems(400, 401, 403, 404, 409, 422)
  update(@Param('id', IdPipe) id: number, @Body() body: UpdateRoomRequest): Promise<UpdatedRoomResponse> {
    return this.rooms.update(id, body);
  }
}
