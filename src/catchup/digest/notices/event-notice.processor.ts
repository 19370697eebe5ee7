import { type JobContext, type JobHandler, Processor } from '../../../jobs/index.js';
import { RequestContext } from '../../../platform/tenancy/context.js';
import { EventNotice, type EventNoticePayload, type EventNoticeResult } from './event-notice.job.js';
import { EventNotices } from './event-notices.service.js';

const SOON_MS = 1_000;

@Processor(EventNotice)
export class EventNoticeProcessor implements JobHandler<EventNoticePayload, EventNoticeResult> {
  constructor(
    private readonly notices: EventNotices,
    private readonly context: RequestContext,
  ) {}

  handle({ userId, suggestionId }: EventNoticePayload, ctx: JobContext): Promise<EventNoticeResult> {
    return this.context.asPerson(ctx.tenantId, userId, async () => {
      const sent = await this.notices.send(suggestionId);
      return 'quietMs' in sent ? ctx.snooze(Math.max(sent.quietMs, SOON_MS)) : sent;
    });
  }
}
