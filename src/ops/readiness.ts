import { readdirSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { HealthCheckService, HealthIndicatorService } from '@nestjs/terminus';
import { MIGRATIONS_FOLDER } from '../platform/database/data-source.js';
import { SystemDatabase } from '../platform/database/system-database.js';
import { ClockSkew } from './clock-skew.js';
import { AbandonedHandlers, Doorbell } from '../jobs/index.js';

export interface Ready {
  status: 'ok' | 'degraded' | 'unavailable';
  checks: Record<string, string>;
}

/** Longest time of one check, ms. */
const PROBE_MS = 2_000;

/** Whether this process should get requests. */
@Injectable()
export class Readiness {
  private leaving = false;

  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly db: SystemDatabase,
    private readonly doorbell: Doorbell,
    private readonly clock: ClockSkew,
    private readonly abandoned: AbandonedHandlers,
  ) {}

  /** False when the process has work that it cannot end: only a restart helps. */
  get sound(): boolean {
    return !this.abandoned.tooMany;
  }

  /** From now on the answer is no, so that load balancers send no more requests while this process shuts down. */
  leave(): void {
    this.leaving = true;
  }

  async check(): Promise<Ready> {
    if (this.leaving) return { status: 'unavailable', checks: { process: 'shutting down' } };
    const outcome = await this.health
      .check([
        () => this.probe('postgres', () => this.postgres()),
        () => this.probe('migrations', () => this.migrations()),
      ])
      .catch((error: { response?: { details?: Record<string, { status: string }> } }) => error.response);
    const details = (outcome as { details?: Record<string, { status: string }> } | undefined)?.details ?? {};
    const checks = Object.fromEntries(Object.entries(details).map(([name, { status }]) => [name, status]));
    checks['redis'] = await this.doorbell.check().then(
      () => 'up',
      () => 'down',
    );
    checks['handlers'] = this.sound ? 'up' : 'stuck';
    if (!this.sound || checks['postgres'] !== 'up' || checks['migrations'] !== 'up')
      return { status: 'unavailable', checks };
    checks['clock'] = this.clock.state;
    const well = checks['redis'] === 'up' && ['up', 'unknown'].includes(checks['clock']);
    return { status: well ? 'ok' : 'degraded', checks };
  }

  private async probe(name: string, work: () => Promise<boolean>) {
    const probe = this.indicators.check(name).attempt(async () => {
      if (!(await work())) throw new Error(`${name} is not ready`);
    });
    // A database that accepts the connection but does not answer counts as down.
    const result = await probe.withTimeout(PROBE_MS);
    // The reason goes to the log only, because the answer is public.
    const up = result[name]?.status === 'up';
    return up ? this.indicators.check(name).up() : this.indicators.check(name).down();
  }

  private async postgres(): Promise<boolean> {
    return (await this.db.rows('SELECT 1')).length === 1;
  }

  /** True when the database has at least the migrations this build knows. */
  private async migrations(): Promise<boolean> {
    const known = readdirSync(MIGRATIONS_FOLDER).filter(
      (name) => /\.[jt]s$/.test(name) && !name.endsWith('.d.ts'),
    ).length;
    const row = await this.db.first<{ applied: number }>('SELECT count(*) AS applied FROM migration');
    return (row?.applied ?? 0) >= known;
  }
}
