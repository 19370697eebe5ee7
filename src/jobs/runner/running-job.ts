import type { Held } from '../ledger/ledger.js';
import type { ClaimedJob } from '../ledger/claim.sql.js';

/** A claimed job of this process, until the ledger knows what became of it. */
export class RunningJob implements Held {
  /** Why its attempt is to end, once that is so. */
  reason?: Error;
  /** The error that has kept Postgres from extending the lease since the last time it was extended. */
  silence?: Error;
  private controller?: AbortController;
  private told?: () => void;

  /** @param leaseEnds last moment of the lease by this process's own monotonic clock, ms */
  constructor(
    readonly row: ClaimedJob,
    public leaseEnds: number,
  ) {}

  get id(): string {
    return this.row.id;
  }

  get token(): number {
    return this.row.token;
  }

  /** What the handler listens to; made when it is asked for, since most handlers never do. */
  get signal(): AbortSignal {
    if (!this.controller) {
      this.controller = new AbortController();
      if (this.reason) this.controller.abort(this.reason);
    }
    return this.controller.signal;
  }

  /** The first reason is kept. */
  abort(reason: Error): void {
    if (this.reason) return;
    this.reason = reason;
    this.controller?.abort(reason);
    this.told?.();
  }

  /** Calls back when the attempt is told to end. One callback at a time; undefined removes it. */
  whenTold(call: (() => void) | undefined): void {
    this.told = call;
  }
}
