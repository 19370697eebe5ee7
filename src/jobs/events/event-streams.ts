import { Injectable, Logger } from '@nestjs/common';
import { LiveCredentials } from '../../platform/auth/index.js';
import { AppError } from '../../platform/errors/app-error.js';
import type { Principal } from '../../platform/tenancy/context.js';

/** Streams one caller may have open at this process. */
export const STREAMS_PER_CALLER = 20;
/** Pause between two looks at whether the callers may still listen, ms. */
const LOOK_MS = 500;

export interface EventStream {
  /** Ends the stream: after its time, when its caller's credential is revoked or changed, or when the process stops. */
  signal: AbortSignal;
  /** Ends it from the reader's side. */
  end: () => void;
  /** Asks Postgres whether the caller may still listen, and ends the stream if not. Called before anything is sent. */
  admitted: () => Promise<boolean>;
}

/** What lies behind the streams that were given out. */
const opened = new WeakMap<EventStream, Open>();

interface Open {
  principal: Principal;
  abort: AbortController;
}

/** The event streams of this process: counted by caller, ended with the caller's credential, and all ended at shutdown. */
@Injectable()
export class EventStreams {
  private readonly logger = new Logger('EventStreams');
  private readonly byCaller = new Map<string, Set<Open>>();
  private timer?: NodeJS.Timeout;
  private looking = false;
  private closed = false;

  constructor(private readonly credentials: LiveCredentials) {}

  /**
   * Opens one more stream. Its signal ends the stream: after so many ms, when the caller's credential is no longer what it
   * was, or when the process stops.
   * @throws AppError TOO_MANY_REQUESTS; UNAVAILABLE when this process takes no more
   */
  open(principal: Principal, ms: number): EventStream {
    if (this.closed) throw new AppError('UNAVAILABLE', 'This server is shutting down', { retryAfterSeconds: 1 });
    const caller = [principal.kind, principal.tenantId, principal.userId ?? principal.subject ?? principal.email].join(
      ' ',
    );
    const mine = this.byCaller.get(caller) ?? new Set();
    if (mine.size >= STREAMS_PER_CALLER)
      throw new AppError('TOO_MANY_REQUESTS', `At most ${STREAMS_PER_CALLER} event streams may be open at a time`, {
        retryAfterSeconds: 5,
      });
    const abort = new AbortController();
    const one = { principal, abort };
    this.byCaller.set(caller, mine.add(one));
    const timer = setTimeout(() => abort.abort(), Math.max(0, ms));
    this.timer ??= setInterval(() => void this.look(), LOOK_MS);
    const end = () => {
      clearTimeout(timer);
      mine.delete(one);
      if (mine.size === 0 && this.byCaller.get(caller) === mine) this.byCaller.delete(caller);
      if (this.byCaller.size === 0) this.stopLooking();
      abort.abort();
    };
    const admitted = async () => {
      await this.endBad([one]);
      return !abort.signal.aborted;
    };
    const stream = { signal: abort.signal, end, admitted };
    opened.set(stream, one);
    return stream;
  }

  /** Ends those of the streams whose callers may no longer listen; one statement asks for all of them. */
  admit(streams: readonly EventStream[]): Promise<void> {
    return this.endBad(streams.flatMap((stream) => opened.get(stream) ?? []));
  }

  get size(): number {
    return [...this.byCaller.values()].reduce((sum, mine) => sum + mine.size, 0);
  }

  /** Ends all streams; their readers connect again to another process. */
  close(): void {
    this.closed = true;
    this.stopLooking();
    for (const mine of this.byCaller.values()) for (const { abort } of mine) abort.abort();
  }

  /** Ends streams of revoked keys and of users whose role has changed, also while nothing happens to their jobs. */
  private async look(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    try {
      await this.endBad([...this.byCaller.values()].flatMap((mine) => [...mine]));
    } catch (error) {
      // Postgres does not answer. Nothing is sent meanwhile, and the credential is checked again before anything is.
      this.logger.warn((error as Error).message);
    } finally {
      this.looking = false;
    }
  }

  private async endBad(open: readonly Open[]): Promise<void> {
    if (open.length === 0) return;
    const good = await this.credentials.stillGood(open.map(({ principal }) => principal));
    open.forEach(({ abort }, n) => good[n] || abort.abort());
  }

  private stopLooking(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }
}
