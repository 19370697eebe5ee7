import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { Retention } from '../../platform/retention/retention.js';
import { AlertTick } from '../alerts/alert-tick.js';
import { ContractRegistry } from '../contract/contract-registry.js';
import { handlerOf } from '../runner/processor.decorator.js';
import { CancelListener } from '../control/cancel-listener.js';
import { EventStreams } from '../events/event-streams.js';
import { Ledger } from '../ledger/ledger.js';
import { Fleet } from '../fleet/fleet.js';
import { Doorbell } from '../doorbell/doorbell.js';
import { Reconciler } from '../reconciler/reconciler.js';
import { Relay } from '../relay/relay.js';
import { JobRunner } from '../runner/job-runner.js';
import { RunningJobs } from '../runner/running-jobs.js';
import { ScheduleTick } from '../schedules/schedule-tick.js';

/** Time handlers get to stop after their signals are aborted, ms; then their jobs are put back all the same. */
const GRACE_MS = 2_000;

/** Starts the moving parts once the application stands, and stops them in order. */
@Injectable()
export class JobsLifecycle implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Jobs');
  private drained?: Promise<boolean>;

  constructor(
    private readonly config: Config,
    private readonly contracts: ContractRegistry,
    private readonly doorbell: Doorbell,
    private readonly fleet: Fleet,
    private readonly relay: Relay,
    private readonly retention: Retention,
    private readonly reconciler: Reconciler,
    private readonly ticks: ScheduleTick,
    private readonly cancels: CancelListener,
    private readonly running: RunningJobs,
    private readonly runner: JobRunner,
    private readonly ledger: Ledger,
    private readonly streams: EventStreams,
    private readonly alerts: AlertTick,
  ) {}

  /** @throws Error when a contract has no processor, or Redis would throw rings away. */
  async onApplicationBootstrap(): Promise<void> {
    const unhandled = this.contracts.all().filter((contract) => !handlerOf(contract));
    if (unhandled.length > 0) throw new Error(`No processor for: ${unhandled.map((c) => c.name).join(', ')}`);
    await this.checkRedis();
    await this.fleet.start();
    this.relay.start();
    if (this.config.has('worker')) {
      this.doorbell.startConsuming();
      this.cancels.start();
    }
    if (this.config.has('worker') || this.config.has('scheduler')) this.reconciler.start();
    if (!this.config.has('scheduler')) return;
    this.ticks.start();
    this.retention.start();
    this.alerts.start();
  }

  /** For applications that are closed without drain(): timers would go on in them. */
  async onModuleDestroy(): Promise<void> {
    await this.drain();
  }

  /**
   * Stops taking work, lets running jobs end within JOBS_DRAIN_MS, hands the rest back without a spent attempt.
   * True when every job ended or was handed back.
   */
  drain(): Promise<boolean> {
    return (this.drained ??= this.drainOnce());
  }

  private async drainOnce(): Promise<boolean> {
    this.streams.close();
    await Promise.all([
      this.ticks.stop(),
      this.retention.stop(),
      this.alerts.stop(),
      this.reconciler.stop(),
      this.relay.stop(),
    ]);
    if (this.config.has('worker')) {
      await this.doorbell.stopConsuming();
      await this.runner.stop();
    }
    if (this.running.size > 0) this.logger.log(`waiting for ${this.running.size} running jobs`);
    await this.settled(this.config.JOBS_DRAIN_MS);
    this.running.drain();
    await this.settled(GRACE_MS);
    const left = this.running.list();
    const released = await Promise.allSettled(
      left.map(async (job) => (await this.ledger.release(job)) || this.ledger.cancelled(job)),
    );
    await Promise.all([this.cancels.stop(), this.fleet.stop()]);
    const failed = released.filter((outcome) => outcome.status === 'rejected').length;
    if (left.length > 0) this.logger.warn(`handed back ${left.length - failed} of ${left.length} jobs`);
    return failed === 0;
  }

  private async settled(ms: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
    await Promise.race([deadline, this.running.settled()]);
    clearTimeout(timer);
  }

  private async checkRedis(): Promise<void> {
    try {
      await this.doorbell.check();
    } catch (error) {
      const message = (error as Error).message;
      if (message.includes('maxmemory-policy')) throw error;
      this.logger.warn(`${message}. Jobs are accepted and wait in Postgres until Redis is back.`);
    }
  }
}
