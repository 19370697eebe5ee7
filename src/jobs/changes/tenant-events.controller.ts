import { Readable } from 'node:stream';
import { Controller, Get, Headers, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentPrincipal, Roles } from '../../platform/auth/index.js';
import { Config } from '../../platform/config/config.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { type Principal, RequestContext } from '../../platform/tenancy/context.js';
import { EventStreams } from '../events/event-streams.js';
import { parseNumber, TenantEvents } from './tenant-events.js';
import { TenantEventsQuery } from './tenant-events.dto.js';

const EXAMPLE = `event: ready
id: 1041
data: {"resumed":true}

event: job
id: 1042
data: {"id":"…","type":"invoice-generation","status":"active","progress":40,"attempts":1,"hotelId":3,"scheduleId":"…",…}

event: slot
id: 1043
data: {"scheduleId":"…","type":"no-show-check","hotelId":3,"fireAt":"2026-11-28T02:00:00.000Z","state":"missed"}

event: dead-letter
id: 1044
data: {"id":"…","jobId":"…","type":"invoice-generation","hotelId":3,"fingerprint":"…","state":"open"}`;

@ApiTags('Jobs')
@Controller('events')
export class TenantEventsController {
  constructor(
    private readonly events: TenantEvents,
    private readonly streams: EventStreams,
    private readonly context: RequestContext,
    private readonly config: Config,
  ) {}

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({
    summary: 'What happens in the tenant: jobs, slots that were missed or waived, dead letters',
    description: `Server-sent events, one stream for everything. \`job\` says how a job is now, at most once a second for each; \`slot\`
that a slot without a job is missed or waived; \`dead-letter\` that one was opened or closed (open, requeued, discarded). \`reload\`: more
has changed than is told one by one, so load again what you show. \`ready\` comes first; after a break (Last-Event-ID) its \`resumed\` says
whether everything since then follows, each change once, or whether that is too long ago: then load again what you show. Events are kept
for about ten minutes while somebody listens, and a job under way that has not changed for longer may be told once more, as it is. The stream ends when its time is over; then connect again.`,
  })
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'id of the last event that was received' })
  @ApiOkResponse({
    description: 'The events',
    content: { 'text/event-stream': { schema: { type: 'string' }, example: EXAMPLE } },
  })
  @ApiProblems(400, 401, 403)
  listen(
    @Headers('last-event-id') lastEventId: string | undefined,
    @Query() { after, follow = true }: TenantEventsQuery,
    @CurrentPrincipal() principal: Principal,
    @Res() reply: FastifyReply,
  ): void {
    const untilExpiry = principal.expiresAt ? principal.expiresAt.getTime() - Date.now() : Infinity;
    const stream = this.streams.open(principal, Math.min(this.config.JOBS_STREAM_MS, untilExpiry));
    reply.raw.once('close', stream.end);
    if (reply.raw.destroyed) stream.end();
    // A reader that does not take what it was sent would hold the stream open past its end.
    stream.signal.addEventListener('abort', () => reply.raw.writableNeedDrain && reply.raw.destroy(), { once: true });
    const events = this.events.stream(this.context.tenantId, parseNumber(lastEventId) ?? after, stream, follow);
    void reply
      .header('Content-Type', 'text/event-stream; charset=utf-8')
      .header('X-Accel-Buffering', 'no')
      // One chunk ahead of the socket at most, so that events for a slow reader do not fill the memory.
      .send(Readable.from(events, { highWaterMark: 1 }));
  }
}
