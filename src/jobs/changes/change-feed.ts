import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { SystemDatabase } from '../../platform/database/system-database.js';
import { type EventStream, EventStreams } from '../events/event-streams.js';
import type { Change } from './change.js';
import { ChangeWriter } from './change-writer.js';
import { OPEN_FEED, POSITION, READ } from './changes.sql.js';

/** Pause between two looks, ms: a job's progress is told once in it. */
const LOOK_MS = 1_000;
/** A tenant that any process has looked at within it, ms, is not looked at again. */
const REST_MS = 900;
/** Events read at once. */
export const READ_AT_ONCE = 1_000;

export interface Listener {
  stream: EventStream;
  /** New events, in their order, and after all that were told before. */
  tell(changes: readonly Change[]): void;
}

interface Tenant {
  /** Number of the last event that was handed on. */
  seq: number;
  listeners: Set<Listener>;
}

/** Where a feed is. */
export interface Position {
  seq: number;
  /** The oldest event that is kept; null: none. */
  oldest: number | null;
}

/**
 * The changes of the tenants that somebody at this process listens to. However many listen, a look is a few statements for all of them; and
 * none is made while nobody does.
 */
@Injectable()
export class ChangeFeed implements OnModuleDestroy {
  private readonly logger = new Logger('Changes');
  private readonly tenants = new Map<string, Tenant>();
  private timer?: NodeJS.Timeout;
  private looking?: Promise<void>;
  /** A look is under way; the timer has fired then, and there must not be a second one beside it. */
  private ticking = false;
  private failing = false;

  constructor(
    private readonly db: SystemDatabase,
    private readonly writer: ChangeWriter,
    private readonly streams: EventStreams,
  ) {}

  onModuleDestroy(): Promise<void> | undefined {
    this.tenants.clear();
    clearTimeout(this.timer);
    return this.looking;
  }

  /** Tells of a tenant's changes from about now on, until the answered function is called. */
  listen(tenantId: string, listener: Listener): () => void {
    // Not before the first look has found where the feed is.
    const tenant = this.tenants.get(tenantId) ?? { seq: Infinity, listeners: new Set() };
    this.tenants.set(tenantId, tenant);
    tenant.listeners.add(listener);
    this.wake();
    return () => {
      tenant.listeners.delete(listener);
      if (tenant.listeners.size === 0 && this.tenants.get(tenantId) === tenant) this.tenants.delete(tenantId);
      if (this.tenants.size > 0) return;
      clearTimeout(this.timer);
      this.timer = undefined;
    };
  }

  /** Where the tenant's feed is after what has happened by now. */
  async position(tenantId: string): Promise<Position> {
    await this.db.run(OPEN_FEED, [tenantId]);
    await this.writer.look([tenantId], REST_MS);
    const position = (await this.db.first<Position>(POSITION, [tenantId]))!;
    const tenant = this.tenants.get(tenantId);
    // Whoever has begun to listen reads the events up to here by itself.
    if (tenant?.seq === Infinity) tenant.seq = position.seq;
    return position;
  }

  /** Events after a number, at most READ_AT_ONCE. */
  after(tenantId: string, seq: number): Promise<Change[]> {
    return this.db.rows<Change>(READ, [[tenantId], [seq], READ_AT_ONCE]);
  }

  /** Tenants that are listened to. */
  get size(): number {
    return this.tenants.size;
  }

  private wake(): void {
    if (!this.ticking) this.timer ??= setTimeout(() => void this.tick(), LOOK_MS);
  }

  private async tick(): Promise<void> {
    this.timer = undefined;
    this.ticking = true;
    try {
      await (this.looking = this.look());
      this.failing = false;
    } catch (error) {
      // Postgres is away: what happens meanwhile is told afterwards.
      if (!this.failing) this.logger.warn((error as Error).message);
      this.failing = true;
    }
    this.ticking = false;
    if (this.tenants.size > 0) this.wake();
  }

  private async look(): Promise<void> {
    const asked = [...this.tenants].filter(([, { seq }]) => seq !== Infinity);
    if (asked.length === 0) return;
    await this.writer.look(
      asked.map(([id]) => id),
      REST_MS,
    );
    const changes = await this.db.rows<Change>(READ, [
      asked.map(([id]) => id),
      asked.map(([, { seq }]) => seq),
      READ_AT_ONCE,
    ]);
    if (changes.length === 0) return;
    const byTenant = new Map<string, Change[]>();
    for (const change of changes) byTenant.set(change.tenantId, [...(byTenant.get(change.tenantId) ?? []), change]);
    const told = asked.filter(([id]) => byTenant.has(id));
    // Nobody is told anything whose credential has gone meanwhile.
    await this.streams.admit(told.flatMap(([, { listeners }]) => [...listeners].map(({ stream }) => stream)));
    for (const [id, tenant] of told) {
      const own = byTenant.get(id)!;
      tenant.seq = Math.max(tenant.seq, own.at(-1)!.seq);
      for (const listener of tenant.listeners) if (!listener.stream.signal.aborted) listener.tell(own);
    }
  }
}
