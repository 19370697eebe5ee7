import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { random } from '../pms/booking-rows.js';
import type { PmsHarness } from '../pms/harness.js';

/** One try of an operation; answers HTTP statuses, or nothing for work without any. */
export type Operation = () => Promise<unknown>;

export interface Answered {
  status: number;
  body?: Record<string, unknown>;
}

/** Pseudo-random choices that are the same in every run. */
export class Choices {
  private readonly next: () => number;

  constructor(seed: number) {
    this.next = random(seed);
  }

  below(n: number): number {
    return Math.floor(this.next() * n);
  }

  of<T>(values: readonly T[]): T | undefined {
    return values[this.below(values.length)];
  }
}

/** Runs operations against each other and reports which pair had a deadlock, or was answered by a 5xx. */
export class Pairs {
  private readonly again: string[] = [];

  constructor(
    private readonly pms: PmsHarness,
    private readonly each: number,
  ) {
    jest.spyOn(Logger.prototype, 'warn').mockImplementation((message: unknown) => {
      const { msg, err } = (message ?? {}) as { msg?: string; err?: Error & { detail?: string } };
      if (msg === 'a transaction is run again') this.again.push(`${err?.message}: ${err?.detail}`);
    });
  }

  /** So many of each at once; answers what went wrong. */
  async run(a: Operation, b: Operation, each = this.each): Promise<string[]> {
    this.again.length = 0;
    const calls = Array.from({ length: each }, () => [a(), b()]).flat();
    const wrong: string[] = [];
    for (const answer of await Promise.allSettled(calls)) {
      if (answer.status === 'rejected') {
        const { status = 500, message, stack } = answer.reason as { status?: number; message: string; stack?: string };
        if (status >= 500) wrong.push(`threw: ${message} ${stack}`);
      } else {
        const { status = 200, body } = (answer.value ?? {}) as Partial<Answered>;
        if (status >= 500) wrong.push(`${status}: ${JSON.stringify(body)}`);
      }
    }
    return [...wrong, ...this.again];
  }

  /** Deadlocks that Postgres has counted in this database; sessions report theirs when they end, so the application must have stopped. */
  async deadlocks(): Promise<number> {
    const [row] = await this.pms.sql<{ deadlocks: number }>(
      'SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()',
    );
    return row!.deadlocks;
  }
}
