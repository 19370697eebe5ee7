import { Injectable, Logger } from '@nestjs/common';
import { notFound } from '../../platform/errors/app-error.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { ItemsService } from '../items/items.service.js';
import { JobQueries } from '../queries/job-queries.js';
import { bullStatus, FINAL, type LedgerStatus } from '../ledger/job-row.js';
import { type EventCursor, formatEvent } from './event-cursor.js';
import type { EventStream } from './event-streams.js';
import { JobWatch, type Seen } from '../watch/job-watch.js';

/** How long a reader waits before it connects again, ms. */
const RETRY_MS = 2_000;
/** Silence after which a comment is sent, ms, so that the reader knows that the connection is alive. */
const HEARTBEAT_MS = 15_000;
const ITEMS_AT_ONCE = 200;

/** What happens to a job, as text/event-stream. */
@Injectable()
export class JobEvents {
  private readonly logger = new Logger('Events');

  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly queries: JobQueries,
    private readonly items: ItemsService,
    private readonly watch: JobWatch,
  ) {}

  /**
   * True when the reader has had the job's final event: there is nothing more to tell.
   * @throws AppError NOT_FOUND, also for another tenant's job.
   */
  async isOver(id: string, cursor: EventCursor): Promise<boolean> {
    const job = await this.db.first<{ status: LedgerStatus; token: number }>(
      'SELECT status, token FROM job WHERE id = $1',
      [id],
    );
    if (!job) throw notFound('Job');
    return cursor.end === true && FINAL.includes(job.status) && job.token === cursor.token;
  }

  /**
   * The events after a cursor, until the final one or the end of the stream: `progress` (of status, attempt and percent), `item`,
   * and `completed`, `failed` or `cancelled` with the job. Every item comes once, in order, before the final event.
   */
  async *stream(
    id: string,
    from: EventCursor,
    { signal, admitted }: Pick<EventStream, 'signal' | 'admitted'>,
  ): AsyncGenerator<string> {
    // The socket resumes the generator outside the request's context, so the tenant is remembered here.
    const { tenantId } = this.context;
    const asTenant = <T>(fn: () => Promise<T>) => this.context.asTenant(tenantId, fn);
    const changes = new Changes(this.watch, id, signal);
    try {
      yield `retry: ${RETRY_MS}\n\n`;
      for (let at: EventCursor = { ...from, end: undefined }; ;) {
        const seen = await changes.next(HEARTBEAT_MS);
        if (seen === 'over') return;
        if (seen === 'quiet') {
          yield ': still here\n\n';
          continue;
        }
        if (!(await admitted())) return;
        while (at.seq < seen.lastSeq) {
          const items = await asTenant(() => this.items.after(id, at.seq, ITEMS_AT_ONCE));
          if (items.length === 0) break;
          let chunk = '';
          for (const { seq, ...item } of items) chunk += formatEvent('item', (at = { ...at, seq }), item);
          yield chunk;
        }
        if (FINAL.includes(seen.status)) {
          const job = await asTenant(() => this.queries.detail(id));
          // Otherwise the job runs again meanwhile, and the stream goes on.
          if (isEnd(job.status)) {
            yield formatEvent(job.status, { ...at, token: seen.token, progress: job.progress, end: true }, job);
            return;
          }
        }
        if (seen.token !== at.token || seen.progress !== at.progress) {
          at = { ...at, token: seen.token, progress: seen.progress };
          const { progress, attempt } = seen;
          yield formatEvent('progress', at, { status: bullStatus(seen), progress, attempt });
        }
      }
    } catch (error) {
      // The reader comes back with its Last-Event-ID.
      if (!signal.aborted)
        this.logger.warn({ msg: `events of a job broke off: ${(error as Error).message}`, jobId: id });
    } finally {
      changes.stop();
    }
  }
}

function isEnd(status: string): status is 'completed' | 'failed' | 'cancelled' {
  return ['completed', 'failed', 'cancelled'].includes(status);
}

/** The job's changes, one after the other; a slow reader misses the ones in between. */
class Changes {
  readonly stop: () => void;
  private latest?: Seen | 'over';
  private wake: () => void = () => undefined;

  constructor(
    watch: JobWatch,
    id: string,
    private readonly signal: AbortSignal,
  ) {
    this.stop = watch.watch(id, (seen) => this.put(seen ?? 'over'));
    signal.addEventListener('abort', () => this.put('over'), { once: true });
  }

  /** The next change, `quiet` after so many ms without one, `over` when there will be none. */
  async next(ms: number): Promise<Seen | 'quiet' | 'over'> {
    if (this.signal.aborted) return 'over';
    if (!this.latest) {
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
        timer = setTimeout(resolve, ms);
      });
      clearTimeout(timer);
    }
    const next = this.latest ?? 'quiet';
    if (next !== 'over') this.latest = undefined;
    return next;
  }

  private put(change: Seen | 'over'): void {
    if (this.latest !== 'over') this.latest = change;
    this.wake();
  }
}
