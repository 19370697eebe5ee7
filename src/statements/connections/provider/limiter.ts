import { setTimeout as sleep } from 'node:timers/promises';

/** Successful requests after which one more may run at a time again. */
const RECOVER_AFTER = 20;
const MINUTE_MS = 60_000;

/**
 * Requests with one key: so many at a time, their starts some time apart, and so many in a minute. After a 429 one at a time,
 * and none before its wait is over.
 */
export class KeyLimiter {
  private allowed: number;
  private active = 0;
  private good = 0;
  private quietUntil = 0;
  private nextStart = 0;
  private readonly starts: number[] = [];
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly most: number,
    private readonly spacingMs: number,
    private readonly perMinute: number | null = null,
  ) {
    this.allowed = most;
  }

  /** How many may run at a time now. */
  get concurrency(): number {
    return this.allowed;
  }

  /** Runs fn when its turn has come. @throws the signal's reason */
  async run<T>(fn: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    await this.enter(signal);
    try {
      await this.turn(signal);
      return await fn();
    } finally {
      this.active--;
      this.wake();
    }
  }

  /** The provider asked for patience. */
  slowDown(ms: number): void {
    this.allowed = 1;
    this.good = 0;
    this.quietUntil = Math.max(this.quietUntil, Date.now() + ms);
  }

  succeeded(): void {
    if (this.allowed === this.most || ++this.good < RECOVER_AFTER) return;
    this.good = 0;
    this.allowed++;
    this.wake();
  }

  private async enter(signal?: AbortSignal): Promise<void> {
    while (this.active >= this.allowed) {
      signal?.throwIfAborted();
      let go: () => void = () => undefined;
      const turn = new Promise<void>((resolve) => (go = resolve));
      this.waiting.push(go);
      signal?.addEventListener('abort', go);
      await turn;
      signal?.removeEventListener('abort', go);
    }
    signal?.throwIfAborted();
    this.active++;
  }

  private async turn(signal?: AbortSignal): Promise<void> {
    for (;;) {
      const now = Date.now();
      while (this.starts.length > 0 && this.starts[0]! <= now - MINUTE_MS) this.starts.shift();
      const full = this.perMinute !== null && this.starts.length >= this.perMinute;
      const at = Math.max(this.quietUntil, this.nextStart, full ? this.starts[0]! + MINUTE_MS : 0);
      if (at <= now) {
        this.nextStart = now + this.spacingMs;
        if (this.perMinute !== null) this.starts.push(now);
        return;
      }
      await sleep(at - now, undefined, { signal }).catch((error: unknown) => {
        throw signal?.aborted ? signal.reason : error;
      });
    }
  }

  private wake(): void {
    for (const go of this.waiting.splice(0)) go();
  }
}
