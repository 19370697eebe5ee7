import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { SystemDatabase } from '../platform/database/system-database.js';
import { Metrics } from '../platform/observability/metrics.js';
import { type ClockSample, isOff, type Skew, skewOf, told } from './skew.js';

const EVERY_MS = 10_000;
const SAMPLES = 3;
/** How often a skew that lasts is logged again, ms. */
const REMIND_MS = 600_000;

/**
 * How far this process's clock is from the database's. The database's clock decides what is due; this process's clock is used
 * in ids, for the expiry of tokens and in times that are shown. Too far apart, jobs seem to have been made in another month.
 */
@Injectable()
export class ClockSkew implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Clock');
  private timer?: NodeJS.Timeout;
  private measuring?: Promise<void>;
  private last?: Skew;
  private warnedAt?: number;

  constructor(
    private readonly db: SystemDatabase,
    metrics: Metrics,
  ) {
    const last = () => this.last;
    new Gauge({
      name: 'nightshift_clock_skew_seconds',
      help: "This process's clock less the database's, as last measured",
      registers: [metrics.registry],
      collect() {
        const skew = last();
        if (skew) this.set(skew.ms / 1000);
        else this.reset();
      },
    });
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.tick(), EVERY_MS);
    this.timer.unref();
    this.tick();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.measuring;
  }

  /** For the readiness answer: up, or by how much it is off; unknown while nothing could be measured. */
  get state(): string {
    if (!this.last) return 'unknown';
    return isOff(this.last) ? told(this.last) : 'up';
  }

  /** Measures once, and warns when the clocks are too far apart. */
  async measure(): Promise<Skew> {
    const samples: ClockSample[] = [];
    for (let n = 0; n < SAMPLES; n++) samples.push(await this.sample());
    const skew = skewOf(samples);
    this.tell(skew);
    return (this.last = skew);
  }

  private tick(): void {
    this.measuring ??= this.measure()
      .then(() => undefined)
      // A database that cannot be reached is reported elsewhere (readiness.ts).
      .catch(() => (this.last = undefined))
      .finally(() => (this.measuring = undefined));
  }

  private async sample(): Promise<ClockSample> {
    const own = Date.now();
    const asked = performance.now();
    const row = await this.db.first<{ database: number }>(
      'SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS database',
    );
    return { own, database: row!.database, roundTripMs: performance.now() - asked };
  }

  private tell(skew: Skew): void {
    if (!isOff(skew)) {
      if (this.warnedAt !== undefined) this.logger.log("this process's clock is in step with the database's again");
      this.warnedAt = undefined;
      return;
    }
    if (this.warnedAt !== undefined && performance.now() - this.warnedAt < REMIND_MS) return;
    this.warnedAt = performance.now();
    this.logger.warn(`this process's clock is ${told(skew)}; set the clocks of both machines by NTP`);
  }
}
