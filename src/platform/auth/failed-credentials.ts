import { Injectable } from '@nestjs/common';
import { AppError } from '../errors/app-error.js';

const MINUTE = 60_000;
const SWEEP_AT = 10_000;

/**
 * Counts bad credentials per address and minute. The limit per credential does not stop somebody who tries a new
 * one with every request; this does, before the database is asked. Counted in each process by itself.
 */
@Injectable()
export class FailedCredentials {
  private readonly windows = new Map<string, { count: number; until: number }>();

  /** @throws AppError TOO_MANY_REQUESTS once `limit` failures of the key lie within the minute. */
  check(key: string, limit: number): void {
    const window = this.windows.get(key);
    const left = window ? window.until - Date.now() : 0;
    if (!window || left <= 0 || window.count < limit) return;
    throw new AppError('TOO_MANY_REQUESTS', 'Too many bad credentials from your address; try again later', {
      retryAfterSeconds: Math.ceil(left / 1000),
    });
  }

  add(key: string): void {
    const now = Date.now();
    const window = this.windows.get(key);
    if (window && window.until > now) {
      window.count++;
      return;
    }
    if (this.windows.size >= SWEEP_AT)
      for (const [old, { until }] of this.windows) if (until <= now) this.windows.delete(old);
    this.windows.set(key, { count: 1, until: now + MINUTE });
  }
}
