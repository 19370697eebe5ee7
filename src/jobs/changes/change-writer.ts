import { Injectable } from '@nestjs/common';
import { SystemDatabase } from '../../platform/database/system-database.js';
import type { Tx } from '../../platform/database/tx.js';
import { ContractRegistry } from '../contract/contract-registry.js';
import { BATCH } from '../ledger/job-row.js';
import {
  type Found,
  type JobRowSeen,
  type LetterRowSeen,
  ofJob,
  ofLetter,
  ofSlot,
  reload,
  type SlotRowSeen,
} from './change.js';
import { JOBS, LETTERS, MOST_CHANGES, MOVE_ON, SLOTS, TAKE_FEEDS, WRITE } from './changes.sql.js';

interface Feed {
  tenantId: string;
  seq: number;
  /** When it was looked. */
  now: Date;
  /** Nobody has listened for a long time. */
  asleep: boolean;
}

/** Looks for what has changed in tenants and writes it down, each change once. */
@Injectable()
export class ChangeWriter {
  constructor(
    private readonly db: SystemDatabase,
    private readonly contracts: ContractRegistry,
  ) {}

  /**
   * Looks at those of the tenants that no process has looked at for so many ms. All of them together cost a few statements, whoever and
   * however many listen.
   */
  async look(tenantIds: readonly string[], restMs: number): Promise<void> {
    await this.db.transaction(async (tx) => {
      // Plans made on empty tables would read all of the ledger later.
      await tx.run('SET LOCAL enable_seqscan = off');
      const feeds = await tx.rows<Feed>(TAKE_FEEDS, [tenantIds, restMs]);
      if (feeds.length === 0) return;
      const awake = feeds.filter(({ asleep }) => !asleep).map(({ tenantId }) => tenantId);
      const { found, underWay } = await this.find(tx, awake);
      const moves = feeds.map((feed) => {
        const all = found.filter(({ tenantId }) => tenantId === feed.tenantId);
        const skipped = feed.asleep || all.length > MOST_CHANGES;
        const first = reload(feed.tenantId, feed.seq + 1);
        // As many as fit are told all the same: what is never told would be found, and skipped, again at each look.
        return { feed, skipped, told: skipped ? [first, ...all.slice(0, MOST_CHANGES - 1)] : all };
      });
      await this.write(
        tx,
        moves.flatMap(({ feed, told }) => told.map((one, n) => ({ ...one, seq: feed.seq + n + 1 }))),
      );
      await tx.run(MOVE_ON, [
        feeds.map(({ tenantId }) => tenantId),
        moves.map(({ feed, told }) => feed.seq + told.length),
        feeds.map(({ now }) => now),
        moves.map(({ skipped }) => skipped),
        feeds.map(({ tenantId }) => (underWay.get(tenantId) ?? []).join(',')),
      ]);
    });
  }

  private async find(
    tx: Tx,
    tenantIds: readonly string[],
  ): Promise<{ found: Found[]; underWay: Map<string, string[]> }> {
    const underWay = new Map<string, string[]>();
    if (tenantIds.length === 0) return { found: [], underWay };
    const jobs = await tx.rows<JobRowSeen>(JOBS, [tenantIds, [...this.contracts.names(), BATCH]]);
    for (const { tenantId, id } of jobs.filter((job) => job.underWay))
      underWay.set(tenantId, [...(underWay.get(tenantId) ?? []), id]);
    const slots = await tx.rows<SlotRowSeen>(SLOTS, [tenantIds]);
    const letters = await tx.rows<LetterRowSeen>(LETTERS, [tenantIds]);
    return {
      found: [...jobs.filter(({ untold }) => untold).map(ofJob), ...slots.map(ofSlot), ...letters.map(ofLetter)],
      underWay,
    };
  }

  private async write(tx: Tx, events: readonly (Found & { seq: number })[]): Promise<void> {
    if (events.length === 0) return;
    await tx.run(WRITE, [
      events.map(({ tenantId }) => tenantId),
      events.map(({ seq }) => seq),
      events.map(({ kind }) => kind),
      events.map(({ subject }) => subject),
      events.map(({ version }) => version),
      events.map(({ data }) => JSON.stringify(data)),
    ]);
  }
}
