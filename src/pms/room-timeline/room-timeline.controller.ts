import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { countDays, today } from '../../platform/dates/index.js';
import { invalid } from '../../platform/errors/app-error.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { dateOf } from '../../platform/http/date-fields.js';
import { IdPipe } from '../../platform/http/id.pipe.js';
import { HotelsService } from '../../rooms/index.js';
import { RoomTimelineQuery, RoomTimelineResponse, type TimelineSpan } from './room-timeline.dto.js';
import { RoomTimelineRepository } from './room-timeline.repository.js';

const MAX_NIGHTS = 62;

@ApiTags('PMS: bookings')
@Controller('hotels/:id/room-timeline')
export class RoomTimelineController {
  constructor(
    private readonly hotels: HotelsService,
    private readonly timeline: RoomTimelineRepository,
  ) {}

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({
    summary: 'Which room is held by which booking or closure, and who has no room yet (at most 62 nights)',
  })
  @ApiOkResponse({ type: RoomTimelineResponse })
  @ApiProblems(400, 401, 403, 404)
  async list(@Param('id', IdPipe) id: number, @Query() query: RoomTimelineQuery): Promise<RoomTimelineResponse> {
    const range = { from: dateOf('from', query.from)!, to: dateOf('to', query.to)! };
    if (range.to < range.from || countDays(range.from, range.to) > MAX_NIGHTS)
      throw invalid('to', `to must lie 0 to ${MAX_NIGHTS - 1} days after from`);
    const hotel = await this.hotels.get(id);
    const { rooms, total } = await this.timeline.rooms(hotel.id, range, query.limit, query.offset);
    const spans = new Map<number, TimelineSpan[]>(rooms.map(({ roomId }) => [roomId, []]));
    for (const { roomId, ...span } of await this.timeline.spans([...spans.keys()], range))
      spans.get(roomId)!.push(span);
    return {
      today: today(hotel.timeZone, new Date()),
      rooms: rooms.map((room) => ({ ...room, spans: spans.get(room.roomId)! })),
      total,
      ...(await this.timeline.withoutRoom(hotel.id, range)),
    };
  }
}
