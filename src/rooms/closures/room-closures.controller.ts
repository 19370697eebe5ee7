import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { addDays } from '../../platform/dates/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { IdPipe } from '../../platform/http/id.pipe.js';
import type { AssignmentRow } from '../occupancy/room-assignments.repository.js';
import {
  ClosureResponse,
  ClosuresResponse,
  CreateClosureRequest,
  CreatedClosureResponse,
} from './room-closures.dto.js';
import { RoomClosuresService } from './room-closures.service.js';

@ApiTags('Rooms: rooms')
@Controller('rooms/:id/closures')
export class RoomClosuresController {
  constructor(private readonly closures: RoomClosuresService) {}

  @Post()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Close a room for some nights; 409 names the nights and bookings that this oversells' })
  @ApiCreatedResponse({ type: CreatedClosureResponse })
  @ApiProblems(400, 401, 403, 404, 409, 422)
  async create(@Param('id', IdPipe) id: number, @Body() body: CreateClosureRequest): Promise<CreatedClosureResponse> {
    const { conflicts, ...closure } = await this.closures.close(id, body);
    return { ...toResponse(closure), conflicts };
  }

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Closures of a room by date' })
  @ApiOkResponse({ type: ClosuresResponse })
  @ApiProblems(400, 401, 403, 404)
  async list(@Param('id', IdPipe) id: number): Promise<ClosuresResponse> {
    const closures = (await this.closures.list(id)).map(toResponse);
    return { closures, total: closures.length };
  }

  @Delete(':closureId')
  @HttpCode(204)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'End a closure',
    description:
      'Today at the hotel, or before it begins. Nights that are past stay closed in the records; 409 for one that is over.',
  })
  @ApiNoContentResponse()
  @ApiProblems(400, 401, 403, 404, 409)
  delete(@Param('id', IdPipe) id: number, @Param('closureId', IdPipe) closureId: number): Promise<void> {
    return this.closures.reopen(id, closureId);
  }
}

function toResponse(row: AssignmentRow): ClosureResponse {
  return {
    id: row.id,
    roomId: row.roomId,
    kind: row.closureKind!,
    from: row.from,
    to: addDays(row.until, -1),
    reason: row.reason,
  };
}
