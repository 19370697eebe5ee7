import { Readable } from 'node:stream';
import { Controller, Get, Headers, Param, ParseUUIDPipe, Res } from '@nestjs/common';
import { ApiHeader, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentPrincipal, Roles } from '../../platform/auth/index.js';
import { Config } from '../../platform/config/config.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import type { Principal } from '../../platform/tenancy/context.js';
import { parseCursor } from './event-cursor.js';
import { EventStreams } from './event-streams.js';
import { JobEvents } from './job-events.js';

const EXAMPLE = `event: item
id: 17.2.40
data: {"key":"owner-17","outcome":"skipped","code":"NO_AGREEMENT",…}

event: completed
id: 17.2.100.end
data: {"id":"…","status":"completed",…}`;

@ApiTags('Jobs')
@Controller('jobs/:id/events')
export class EventsController {
  constructor(
    private readonly events: JobEvents,
    private readonly streams: EventStreams,
    private readonly config: Config,
  ) {}

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({
    summary: "A job's events as they happen: progress, item, and completed, failed or cancelled at the end",
    description: `Server-sent events. A stream ends after its final event, or when its time is over (then connect again
with Last-Event-ID: it goes on without a gap). 204 to a reader who has had the final event.`,
  })
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'id of the last event that was received' })
  @ApiOkResponse({
    description: 'The events',
    content: { 'text/event-stream': { schema: { type: 'string' }, example: EXAMPLE } },
  })
  @ApiNoContentResponse({ description: 'Nothing more will happen.' })
  @ApiProblems(400, 401, 403, 404)
  async listen(
    @Param('id', ParseUUIDPipe) id: string,
    @Headers('last-event-id') lastEventId: string | undefined,
    @CurrentPrincipal() principal: Principal,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const cursor = parseCursor(lastEventId);
    if (await this.events.isOver(id, cursor)) {
      void reply.status(204).send();
      return;
    }
    const untilExpiry = principal.expiresAt ? principal.expiresAt.getTime() - Date.now() : Infinity;
    const stream = this.streams.open(principal, Math.min(this.config.JOBS_STREAM_MS, untilExpiry));
    reply.raw.once('close', stream.end);
    if (reply.raw.destroyed) stream.end();
    // A reader that does not take what it was sent would hold the stream open past its end.
    stream.signal.addEventListener('abort', () => reply.raw.writableNeedDrain && reply.raw.destroy(), { once: true });
    void reply
      .header('Content-Type', 'text/event-stream; charset=utf-8')
      .header('X-Accel-Buffering', 'no')
      // One chunk ahead of the socket at most, so that events for a slow reader do not fill the memory.
      .send(Readable.from(this.events.stream(id, cursor, stream), { highWaterMark: 1 }));
  }
}
