import { Injectable } from '@nestjs/common';
import { AppError } from '../../platform/errors/app-error.js';
import type { Principal } from '../../platform/tenancy/context.js';

/** Streams one caller may have open at this process. */
export const STREAMS_PER_CALLER = 20;

/** The streams of events this process serves: counted by caller, and ended together. */
@Injectable()
export class EventStreams {
  private readonly byCaller = new Map<string, Set<AbortController>>();
  private closed = false;

  /**
   * A place for one more stream. Its signal ends the stream: after so many ms, or when the process leaves.
   * @throws AppError TOO_MANY_REQUESTS; UNAVAILABLE when this process takes no more
   */
  open(principal: Principal, ms: number): { signal: AbortSignal; end: () => void } {
    if (this.closed) throw new AppError('UNAVAILABLE', 'This server is shutting down', { retryAfterSeconds: 1 });
    const caller = [principal.kind, principal.tenantId, principal.userId ?? principal.email].join(' ');
    const mine = this.byCaller.get(caller) ?? new Set();
    if (mine.size >= STREAMS_PER_CALLER)
      throw new AppError('TOO_MANY_REQUESTS', `At most ${STREAMS_PER_CALLER} event streams may be open at a time`, {
        retryAfterSeconds: 5,
      });
    const abort = new AbortController();
    this.byCaller.set(caller, mine.add(abort));
    const timer = setTimeout(() => abort.abort(), Math.max(0, ms));
    const end = () => {
      clearTimeout(timer);
      mine.delete(abort);
      if (mine.size === 0 && this.byCaller.get(caller) === mine) this.byCaller.delete(caller);
      abort.abort();
    };
    return { signal: abort.signal, end };
  }

  get size(): number {
    return [...this.byCaller.values()].reduce((sum, mine) => sum + mine.size, 0);
  }

  /** Ends all streams; their readers go on at another process. */
  close(): void {
    this.closed = true;
    for (const mine of this.byCaller.values()) for (const abort of mine) abort.abort();
  }
}
