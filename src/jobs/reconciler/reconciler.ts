import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { SystemDatabase } from '../../platform/database/system-database.js';
import { Batches } from '../batches/batches.js';
import { ContractRegistry } from '../contract/contract-registry.js';
import { JobEndStatements } from '../ledger/job-end.js';
import { JobMetrics } from '../metrics/job-metrics.js';
import { Doorbell } from '../doorbell/doorbell.js';
import { Relay } from '../relay/relay.js';
import { Reachability } from './reachability.js';
import { EXPIRED_LEASES, LAST_CRASHES, PUT_BACK, QUARANTINE, RESET_RUNG, UNCHECKED } from './reconciler.sql.js';

/** Crashes after which a job is quarantined, because the job and not the machine is likely the cause. */
const MAX_CRASHES = 3;
/** A ring older than this, ms, that no worker answered is looked up in Redis. */
const SUSPECT_AFTER_MS = 5_000;
const AT_ONCE = 500;

interface Expired {
  id: string;
  name: string;
  status: string;
  batch_id: string | null;
}

/** Repairs what Postgres and Redis disagree about: jobs of dead workers, lost rings, a Redis that was emptied. */
@Injectable()
export class Reconciler {
  private readonly logger = new Logger('Reconciler');
  private timer?: NodeJS.Timeout;
  private pass?: Promise<void>;
  private leaving = false;
  private readonly reachable: Reachability;
  private readonly quarantineSql: string;

  constructor(
    private readonly db: SystemDatabase,
    private readonly doorbell: Doorbell,
    private readonly relay: Relay,
    private readonly batches: Batches,
    private readonly metrics: JobMetrics,
    private readonly contracts: ContractRegistry,
    private readonly config: Config,
    jobEnds: JobEndStatements,
  ) {
    this.quarantineSql = jobEnds.sql(QUARANTINE);
    this.reachable = new Reachability(db, config.JOBS_LEASE_MS, config.JOBS_TICK_MS);
  }

  start(): void {
    this.timer = setInterval(() => this.tick(), this.config.JOBS_TICK_MS);
    this.tick();
  }

  async stop(): Promise<void> {
    this.leaving = true;
    clearInterval(this.timer);
    await this.pass;
  }

  private tick(): void {
    this.pass ??= this.reconcile().finally(() => (this.pass = undefined));
  }

  /** One pass. Its parts do not depend on each other: when Redis is away, expired leases are still found. */
  async reconcile(): Promise<void> {
    await this.guarded('expired leases', () => this.expiredLeases());
    await this.guarded('wiped broker', () => this.wipedBroker());
    await this.guarded('lost rings', () => this.lostRings());
    await this.guarded('finished batches', () => this.batches.settleAll());
  }

  private async guarded(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.logger.warn(`${what}: ${(error as Error).message}`);
    }
  }

  /** Takes all of them in one look, so that thousands of one tenant do not make those of other tenants wait for later ticks. */
  private async expiredLeases(): Promise<void> {
    let most: number;
    do most = await this.expiredBatch();
    while (most === AT_ONCE && !this.leaving);
  }

  /** Answers how many leases of the fuller kind, those that go back and those that end, one batch found. */
  private async expiredBatch(): Promise<number> {
    const until = await this.reachable.look();
    if (!until) return 0;
    const parameters = [AT_ONCE, MAX_CRASHES, this.config.JOBS_LEASE_MS, until];
    const ended = await this.db.transaction(async (tx) => {
      const last = await tx.rows<{ id: string }>(LAST_CRASHES, parameters);
      return last.length > 0 ? tx.rows<Expired>(this.quarantineSql, [last.map((row) => row.id)]) : [];
    });
    const back = await this.db.rows<Expired>(EXPIRED_LEASES, parameters);
    for (const row of [...back, ...ended]) {
      if (row.status === 'DEAD') this.metrics.quarantined(row.name);
      else this.metrics.putBack(row.name, 'lease');
      this.logger.warn({ msg: `${row.name}: the worker went silent; job is ${row.status}`, jobId: row.id });
      this.relay.wake(row.name);
      if (row.batch_id) this.batches.touch(row.batch_id);
    }
    return Math.max(back.length, ended.length);
  }

  private async wipedBroker(): Promise<void> {
    if ((await this.doorbell.generation()) !== null) return;
    // First the rows, then the mark: after a crash in between the reset is repeated, which does no harm.
    const rows = await this.db.rows<{ name: string }>(RESET_RUNG);
    await this.doorbell.markGeneration(randomUUID());
    if (rows.length > 0) this.logger.warn(`Redis had lost its data: ${rows.length} jobs ring again`);
    for (const name of new Set(rows.map((row) => row.name))) {
      this.metrics.putBack(name, 'redis', rows.filter((row) => row.name === name).length);
      this.relay.wake(name);
    }
  }

  private async lostRings(): Promise<void> {
    while ((await this.lookUpRings()) && !this.leaving);
  }

  /** Answers whether there may be more: what was looked up is not looked up again for some seconds. */
  private async lookUpRings(): Promise<boolean> {
    const rows = await this.db.rows<{ name: string; bell: string; jobs: number }>(UNCHECKED, [
      SUSPECT_AFTER_MS,
      AT_ONCE,
    ]);
    const away = new Map<string, unknown>();
    for (const name of new Set(rows.map((row) => row.name))) {
      // Jobs of a kind unknown here are left to processes that know it.
      if (!this.contracts.get(name)) continue;
      const node = this.doorbell.nodeOf(name);
      if (away.has(node)) continue;
      const bells = rows.filter((row) => row.name === name).map((row) => row.bell);
      const missing = await this.doorbell.missing(name, bells).catch((error: unknown) => void away.set(node, error));
      if (!missing?.length) continue;
      this.metrics.putBack(name, 'doorbell', await this.db.run(PUT_BACK, [missing]));
      this.relay.wake(name);
    }
    // After the queues of the other nodes of Redis.
    for (const error of away.values()) throw error;
    return rows.reduce((sum, { jobs }) => sum + jobs, 0) === AT_ONCE;
  }
}
