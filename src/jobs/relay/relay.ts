import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { SystemDatabase } from '../../platform/database/system-database.js';
import { ContractRegistry } from '../contract/contract-registry.js';
import { Fleet } from '../fleet/fleet.js';
import type { Inserted, Places } from '../ledger/insert.sql.js';
import { Doorbell, type Ring } from '../doorbell/doorbell.js';
import { Promotion } from './promotion.js';
import { GIVE_BACK, TAKE, WAITING } from './relay.sql.js';

/** Jobs rung ahead for each place of a worker: enough to keep workers busy, few enough that a tenant's first jobs need not wait long. */
const RINGS_PER_PLACE = 10;
/** Most short jobs rung ahead for one worker: what it does in about a tenth of a second. */
const OUT_PER_WORKER = 2_000;
/** Jobs taken by one statement. Workers get the first of them only after it has committed, so it must be short. */
const TAKE_AT_ONCE = 1_000;
/** Tenants that are asked whether they have nothing under way, when there is no room for others. */
const LOOK_FOR_FIRST = 200;
/** Pause before a look after a place came free, ms: well below the time in which workers use up the rings that are out. */
const REFILL_MS = 50;
/** The same for kinds with a cap for each tenant: nothing is rung ahead of their places, so each place stands empty until the look. */
const CAPPED_REFILL_MS = 5;
/** A bundle holds about so much work, ms… */
const BUNDLE_MS = 50;
/** …and at most so many jobs. */
const BUNDLE_MAX = 100;

/** A queue that has something to ring for. */
interface Waiting {
  name: string;
  rung: number;
  limited: boolean;
}

interface Taken {
  bell: string;
  ids: string;
  first: boolean;
  last: string;
}

/**
 * Takes due jobs from the ledger and rings for them. Every process runs one: its own commits and its own finished jobs
 * wake it, and every tick it also looks for due jobs of which nothing has told it.
 */
@Injectable()
export class Relay {
  private readonly logger = new Logger('Relay');
  private readonly dirty = new Set<string>();
  /** Queues that had no room for more rings at the last look: their new jobs need no look at once. */
  private readonly full = new Set<string>();
  /** Tenant that had the last turn, by queue. */
  private readonly cursor = new Map<string, string>();
  private timer?: NodeJS.Timeout;
  /** By the pause. */
  private readonly refillTimers = new Map<number, NodeJS.Timeout>();
  private pass?: Promise<void>;
  private running = false;
  /** The tick came, or there was more than one look could take: time to look for what has become due. */
  private tick = false;
  /** Until when nothing is rung at a node of Redis that did not take a ring. */
  private readonly holds = new Map<string, number>();

  constructor(
    private readonly db: SystemDatabase,
    private readonly contracts: ContractRegistry,
    private readonly fleet: Fleet,
    private readonly doorbell: Doorbell,
    private readonly promotion: Promotion,
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
    for (const timer of this.refillTimers.values()) clearTimeout(timer);
    await this.pass;
  }

  /** Something of this queue may be due. Returns at once. */
  wake(queue: string): void {
    this.dirty.add(queue);
    this.kick();
  }

  /** A place of this queue has come free: looks soon, once for all places that come free together. */
  refill(queue: string): void {
    this.dirty.add(queue);
    const pause = this.contracts.get(queue)?.limits?.tenantConcurrency ? CAPPED_REFILL_MS : REFILL_MS;
    if (this.refillTimers.has(pause)) return;
    const look = () => {
      this.refillTimers.delete(pause);
      this.kick();
    };
    this.refillTimers.set(pause, setTimeout(look, pause));
  }

  /** Workers' places of those queues whose jobs may leave at once, without the relay. */
  places(queues: Iterable<string>): Places {
    const places = new Map<string, number>();
    if (!this.running) return places;
    for (const queue of queues) {
      if (this.isHeld(queue)) continue;
      const limits = this.contracts.get(queue)?.limits;
      if (limits && !limits.tenantConcurrency && !limits.tenantRate) places.set(queue, this.fleet.places(queue));
    }
    return places;
  }

  /** After the commit of new jobs: rings for those that left at once, looks after those that wait. */
  accepted(jobs: readonly { name: string; inserted: Inserted }[]): void {
    const rings = new Map<string, Ring[]>();
    for (const { name, inserted } of jobs) {
      if (inserted.status === 'RUNNING') continue;
      if (!inserted.bell) {
        if (inserted.due && this.full.has(name)) this.refill(name);
        else if (inserted.due) this.dirty.add(name);
        continue;
      }
      const ring = { bell: inserted.bell, ids: [inserted.id], first: true };
      const out = rings.get(name);
      if (out) out.push(ring);
      else rings.set(name, [ring]);
    }
    for (const [name, out] of rings)
      void this.ring(name, out).catch((error: Error) => this.logger.warn(`ring: ${error.message}`));
    if (this.dirty.size > 0) this.kick();
  }

  private isHeld(queue: string): boolean {
    if (this.holds.size === 0) return false;
    const until = this.holds.get(this.doorbell.nodeOf(queue));
    return until !== undefined && performance.now() < until;
  }

  /** No queue can be rung. */
  private get holding(): boolean {
    for (const [node, until] of this.holds) if (performance.now() >= until) this.holds.delete(node);
    return this.holds.size > 0 && this.contracts.names().every((name) => this.isHeld(name));
  }

  private wakeAll(): void {
    for (const name of this.contracts.names()) this.dirty.add(name);
    // Remembered until the next pass: under load a pass is always under way when the tick comes.
    this.tick = true;
    this.kick();
  }

  private kick(): void {
    if (!this.running || this.pass) return;
    this.pass = this.work()
      .catch((error: Error) => this.logger.warn(`relay: ${error.message}`))
      .finally(() => {
        this.pass = undefined;
        if ((this.dirty.size > 0 || this.tick) && !this.holding) this.kick();
      });
  }

  private async work(): Promise<void> {
    if (this.holding) return;
    if (this.tick) await this.promote();
    // The next tick looks again after those that are held.
    const names = [...this.dirty].filter((name) => !this.isHeld(name));
    this.dirty.clear();
    const waiting = await this.db.prepared<Waiting>(WAITING, [names]);
    const byNode = new Map<string, Waiting[]>();
    for (const queue of waiting) {
      const node = this.doorbell.nodeOf(queue.name);
      byNode.set(node, [...(byNode.get(node) ?? []), queue]);
    }
    await Promise.all([...byNode.values()].map((queues) => this.inTurn(queues)));
  }

  /** Queues of one node of Redis. When it does not take the rings of one of them, the others are not tried; those of other nodes are. */
  private async inTurn(queues: readonly Waiting[]): Promise<void> {
    try {
      for (const queue of queues) await this.relay(queue);
    } catch (error) {
      this.logger.warn(`relay: ${(error as Error).message}`);
    }
  }

  /** Jobs that became due are rung before more are looked for; if there are more, that follows at once and not with the next tick. */
  private async promote(): Promise<void> {
    this.tick = false;
    const { names, more } = await this.promotion.step();
    for (const name of names) this.dirty.add(name);
    this.tick ||= more;
  }

  private async relay(queue: Waiting): Promise<void> {
    const places = this.fleet.places(queue.name);
    const bundle = this.bundle(queue.name);
    const most = Math.min(places * 2 * bundle, OUT_PER_WORKER * Math.max(1, this.fleet.workers(queue.name)));
    const room = Math.max(places * RINGS_PER_PLACE, most) - queue.rung;
    // Without room, a tenant that has nothing under way still gets its first job out.
    const taken = await this.take(queue, room > 0 ? Math.min(room, TAKE_AT_ONCE) : places, bundle, room <= 0);
    if (room > 0) this.full.delete(queue.name);
    else this.full.add(queue.name);
    if (taken.length === 0) return;
    if (room > TAKE_AT_ONCE) this.dirty.add(queue.name);
    this.cursor.set(queue.name, taken[0]!.last);
    await this.ring(
      queue.name,
      taken.map(({ bell, ids, first }) => ({ bell, ids: ids.split(','), first })),
    );
  }

  private async take(queue: Waiting, room: number, bundle: number, onlyFirst: boolean): Promise<Taken[]> {
    const bells = Array.from({ length: Math.ceil(room / bundle) }, () => randomUUID());
    const start = this.cursor.get(queue.name) ?? '00000000-0000-0000-0000-000000000000';
    // Most of the tenants looked at have jobs under way already: further ones are looked at, so that each gets its turn.
    const look = onlyFirst ? Math.max(room, LOOK_FOR_FIRST) : room;
    const parameters = [queue.name, room, start, bells, bundle, onlyFirst, look];
    if (!queue.limited) return this.db.prepared<Taken>(TAKE, parameters);
    // Caps and rates hold exactly only while one relay at a time counts.
    return this.db.transaction(async (tx) => {
      await tx.run('SELECT pg_advisory_xact_lock($1, hashtext($2))', [LOCK_SPACE, queue.name]);
      return tx.rows<Taken>(TAKE, parameters);
    });
  }

  /** Jobs in one message: one as a rule, many of a kind whose jobs are short. */
  private bundle(queue: string): number {
    const ms = this.fleet.runMs(queue);
    return ms === undefined ? 1 : Math.min(Math.max(Math.floor(BUNDLE_MS / Math.max(ms, 0.01)), 1), BUNDLE_MAX);
  }

  private async ring(queue: string, rings: readonly Ring[]): Promise<void> {
    try {
      await this.doorbell.ring(queue, rings);
    } catch (error) {
      // The jobs are safe in Postgres. A pause, so that Redis, or this node of it, is not asked over and over while it is away.
      this.holds.set(this.doorbell.nodeOf(queue), performance.now() + this.config.JOBS_TICK_MS);
      await this.db.run(GIVE_BACK, [rings.map((ring) => ring.bell)]);
      throw error;
    }
  }
}

/** First key of the relay's advisory locks. */
const LOCK_SPACE = 0x6e73;
