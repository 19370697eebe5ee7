import { Injectable, Logger } from '@nestjs/common';
import type { EventStream } from '../events/event-streams.js';
import type { Change } from './change.js';
import { ChangeFeed, READ_AT_ONCE } from './change-feed.js';

/** How long a reader waits before it connects again, ms. */
const RETRY_MS = 1_000;
/** Silence after which `beat` is sent, ms, so that the reader knows that the connection is alive. A browser's page hears no comments. */
const HEARTBEAT_MS = 15_000;
/** Events kept for a reader that is slow to take them; then it reads them anew from the database. */
const KEPT_FOR_A_READER = 1_000;

/** What happens in a tenant, as text/event-stream. */
@Injectable()
export class TenantEvents {
  private readonly logger = new Logger('Events');

  constructor(private readonly feed: ChangeFeed) {}

  /**
   * `ready` first, whose id is where the stream begins, then every change after the number `from`, in order and once. Where these are
   * no longer kept, or the number is not one of this feed, `ready` says so (`resumed: false`), and the stream begins now.
   * @param follow false: what there is, and no more
   */
  async *stream(
    tenantId: string,
    from: number | undefined,
    stream: EventStream,
    follow: boolean,
  ): AsyncGenerator<string> {
    const inbox = new Inbox(stream.signal);
    const stop = this.feed.listen(tenantId, { stream, tell: (changes) => inbox.put(changes) });
    try {
      const { seq, oldest } = await this.feed.position(tenantId);
      const resumed = from !== undefined && from <= seq && from >= (oldest ?? seq + 1) - 1;
      let at = resumed ? from : seq;
      yield `retry: ${RETRY_MS}\n\n${format('ready', at, { resumed })}`;
      let behind = resumed && from < seq;
      for (;;) {
        if (behind) {
          if (!(await stream.admitted())) return;
          for (let few: Change[] = []; behind; behind = few.length === READ_AT_ONCE) {
            few = await this.feed.after(tenantId, at);
            if (few.length > 0) yield few.map((one) => format(one.kind, one.seq, one.data)).join('');
            at = few.at(-1)?.seq ?? at;
          }
        }
        if (!follow) return;
        const news = await inbox.next(HEARTBEAT_MS);
        if (news === 'over') return;
        if (news === 'quiet') yield 'event: beat\ndata: {}\n\n';
        else if (news === 'too many') behind = true;
        else {
          const fresh = news.filter((one) => one.seq > at);
          // What lies between was told while this reader read for itself.
          if (fresh.length > 0 && fresh[0]!.seq > at + 1) behind = true;
          else if (fresh.length > 0) {
            at = fresh.at(-1)!.seq;
            yield fresh.map((one) => format(one.kind, one.seq, one.data)).join('');
          }
        }
      }
    } catch (error) {
      // The reader comes back with its Last-Event-ID.
      if (!stream.signal.aborted) this.logger.warn(`events of a tenant broke off: ${(error as Error).message}`);
    } finally {
      stop();
      stream.end();
    }
  }
}

/** One event. JSON.stringify writes no line breaks, and those in strings are escaped. */
function format(kind: string, seq: number, data: object): string {
  return `event: ${kind}\nid: ${seq}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** The number in a Last-Event-ID; undefined for what is none. */
export function parseNumber(text: string | undefined): number | undefined {
  return /^\d{1,15}$/.test(text ?? '') ? Number(text) : undefined;
}

/** Events for one reader until it takes them; a reader that is too slow learns that there were more. */
class Inbox {
  private waiting: Change[] | 'too many' = [];
  private wake: () => void = () => undefined;

  constructor(private readonly signal: AbortSignal) {
    signal.addEventListener('abort', () => this.wake(), { once: true });
  }

  put(changes: readonly Change[]): void {
    if (this.waiting !== 'too many')
      this.waiting =
        this.waiting.length + changes.length > KEPT_FOR_A_READER ? 'too many' : [...this.waiting, ...changes];
    this.wake();
  }

  /** What has come, `quiet` after so many ms without anything, `over` at the end of the stream. */
  async next(ms: number): Promise<readonly Change[] | 'too many' | 'quiet' | 'over'> {
    if (this.signal.aborted) return 'over';
    if (this.waiting.length === 0) {
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
        timer = setTimeout(resolve, ms);
      });
      clearTimeout(timer);
    }
    if (this.signal.aborted) return 'over';
    const news = this.waiting;
    this.waiting = [];
    return news.length === 0 ? 'quiet' : news;
  }
}
