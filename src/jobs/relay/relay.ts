import { Injectable, Logger } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { SystemDatabase } from '../../platform/database/system-database.js';
import { ContractRegistry } from '../contract/contract-registry.js';
import { Doorbell, type Ring } from '../queue/doorbell.js';
import { PROMOTE, TAKE, UNTAKE, WAITING } from './relay.sql.js';

/** Rings out for one queue at most: enough to keep workers busy for seconds, little enough to stay fair. */
const RINGS_PER_SLOT = 10;
const PROMOTE_AT_ONCE = 1_000;
/** Well below the time in which workers use up the rings that are out. */
const REFILL_MS = 20;

/**
 * From the ledger to the doorbell. Every process runs one: it is woken by its own commits and by its own
 * finished jobs, and looks by itself every tick as a net for everything else.
 */
@Injectable()
export class Relay {
  private readonly logger = new Logger('Relay');
  private readonly dirty = new Set<string>();
  private timer?: NodeJS.Timeout;
  private refillTimer?: NodeJS.Timeout;
  private pass?: Promise<void>;
  private running = false;
  private holdUntil = 0;

  constructor(
    private readonly db: SystemDatabase,
    private readonly contracts: ContractRegistry,
    private readonly doorbell: Doorbell,
    private readonly config: Config,
  ) {}

  start(): void {
    this.running = true;
    this.timer = setInterval(() => this.wakeAll(), this.config.JOBS_TICK_MS);
    this.wakeAll();
  }

  async stop(): Promise<void> {
    this.running = false;
    clearInterval(this.timer);
    clearTimeout(this.refillTimer);
    await this.pass;
  }

  /** Something of this queue may be due. Returns at once. */
  wake(queue: string): void {
    this.dirty.add(queue);
    this.kick();
  }

  /** A slot of this queue has come free: looks soon, once for all slots that come free together. */
  refill(queue: string): void {
    this.dirty.add(queue);
    this.refillTimer ??= setTimeout(() => {
      this.refillTimer = undefined;
      this.kick();
    }, REFILL_MS);
  }

  private wakeAll(): void {
    for (const name of this.contracts.names()) this.dirty.add(name);
    this.kick(true);
  }

  private kick(promote = false): void {
    if (!this.running || this.pass) return;
    this.pass = this.work(promote)
      .catch((error: Error) => this.logger.warn(`relay: ${error.message}`))
      .finally(() => {
        this.pass = undefined;
        if (this.dirty.size > 0 && performance.now() > this.holdUntil) this.kick();
      });
  }

  private async work(promote: boolean): Promise<void> {
    if (performance.now() < this.holdUntil) return;
    if (promote)
      for (const { name } of await this.db.rows<{ name: string }>(PROMOTE, [PROMOTE_AT_ONCE])) this.dirty.add(name);
    const names = [...this.dirty];
    this.dirty.clear();
    const waiting = await this.db.rows<{ name: string; rung: number }>(WAITING, [names]);
    for (const { name, rung } of waiting) await this.relay(name, rung);
  }

  private async relay(queue: string, rung: number): Promise<void> {
    const slots = this.contracts.get(queue)?.concurrency ?? 1;
    const room = slots * RINGS_PER_SLOT - rung;
    if (room <= 0) return;
    const taken = await this.db.rows<Ring>(TAKE, [queue, room]);
    if (taken.length === 0) return;
    try {
      await this.doorbell.ring(queue, taken);
    } catch (error) {
      // The rows wait in Postgres; asking a dead broker in a tight loop helps nobody.
      this.holdUntil = performance.now() + this.config.JOBS_TICK_MS;
      await this.db.run(UNTAKE, [taken.map((ring) => ring.id)]);
      throw error;
    }
  }
}
