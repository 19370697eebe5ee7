import { Injectable } from '@nestjs/common';

/** Weight of the newest run in the average. */
const WEIGHT = 0.05;

/** How long attempts of each queue run in this process, as a moving average. */
@Injectable()
export class Pace {
  private readonly average = new Map<string, number>();

  observe(queue: string, ms: number): void {
    const before = this.average.get(queue);
    this.average.set(queue, before === undefined ? ms : before + (ms - before) * WEIGHT);
  }

  /** ms, or undefined while nothing has run here. */
  of(queue: string): number | undefined {
    return this.average.get(queue);
  }

  all(): Record<string, number> {
    return Object.fromEntries([...this.average].map(([queue, ms]) => [queue, Math.round(ms * 1000) / 1000]));
  }
}
