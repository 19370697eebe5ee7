import { Injectable, Logger } from '@nestjs/common';
import { SystemDatabase } from '../../platform/database/system-database.js';
import type { Tx } from '../../platform/database/tx.js';
import { choose, FIRST_TENANT, type Turns } from './turns.sql.js';
import { Firings, type Rhythm } from '../cron/rhythm.js';
import { PASS } from './slots.sql.js';

/** Slots one batch writes. */
const SLOTS_AT_ONCE = 2_000;
const GAPS_AT_ONCE = 100;

interface Gap extends Rhythm {
  id: string;
  tenantId: string;
  scheduleId: string;
  after: Date;
  before: Date;
}

const OPEN = `
  INSERT INTO schedule_gap (tenant_id, schedule_id, after_at, before_at, cron, timezone, dst)
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::timestamptz[], $5::text[], $6::text[], $7::text[])`;

const IN_TURNS = choose('schedule_gap', 'true', 'true', 'id');

/** The gaps $1. Holds the schedules' keys as well: a transaction that deletes one of them waits here, so that no deadlock can arise. */
const TAKE = `
  SELECT g.id, g.tenant_id AS "tenantId", g.schedule_id AS "scheduleId", g.after_at AS after, g.before_at AS before,
    g.cron, g.timezone, g.dst
  FROM schedule_gap g JOIN schedule s ON s.id = g.schedule_id
  WHERE g.id = ANY($1::uuid[]) FOR KEY SHARE OF s SKIP LOCKED FOR UPDATE OF g SKIP LOCKED`;

/**
 * Writes missed slots out as rows. A gap is noted in one row when it is found, however long it is, so that firing what
 * is due never waits for the book-keeping of a long outage; the rows follow in batches.
 */
@Injectable()
export class GapWriter {
  private readonly logger = new Logger('Schedules');
  /** The tenant that had the last turn. */
  private cursor = FIRST_TENANT;

  constructor(private readonly db: SystemDatabase) {}

  /** Notes gaps: the missed slots strictly between two instants, by the expression and zone the schedule has now. */
  async open(
    tx: Tx,
    gaps: readonly { schedule: Rhythm & { id: string; tenantId: string }; after: Date; before: Date }[],
  ): Promise<void> {
    if (gaps.length === 0) return;
    await tx.run(OPEN, [
      gaps.map(({ schedule }) => schedule.tenantId),
      gaps.map(({ schedule }) => schedule.id),
      gaps.map(({ after }) => after),
      gaps.map(({ before }) => before),
      gaps.map(({ schedule }) => schedule.cron),
      gaps.map(({ schedule }) => schedule.timezone),
      gaps.map(({ schedule }) => schedule.dst),
    ]);
  }

  /**
   * Writes one batch of missed slots, of all tenants in turns. Answers how many gaps it worked at: 0 when no gap is
   * left.
   */
  async write(): Promise<number> {
    return this.db.transaction(async (tx) => {
      const gaps = await this.take(tx);
      if (gaps.length === 0) return 0;
      const firings = new Firings();
      const share = Math.floor(SLOTS_AT_ONCE / gaps.length);
      const missed = gaps.map((gap) => ({ gap, slots: this.slots(gap, share, firings) }));
      const rows = missed.flatMap(({ gap, slots }) => slots.map((slot) => ({ gap, slot })));
      await tx.run(PASS, [
        rows.map(({ gap }) => gap.tenantId),
        rows.map(({ gap }) => gap.scheduleId),
        rows.map(({ slot }) => slot),
      ]);
      const done = missed.filter(({ slots }) => slots.length < share);
      const open = missed.filter(({ slots }) => slots.length === share);
      await tx.run('DELETE FROM schedule_gap WHERE id = ANY($1::uuid[])', [done.map(({ gap }) => gap.id)]);
      await tx.run(
        `UPDATE schedule_gap SET after_at = g.after_at FROM unnest($1::uuid[], $2::timestamptz[]) AS g(id, after_at)
         WHERE schedule_gap.id = g.id`,
        [open.map(({ gap }) => gap.id), open.map(({ slots }) => slots.at(-1))],
      );
      return gaps.length;
    });
  }

  private async take(tx: Tx): Promise<Gap[]> {
    // From the last turn on; when nothing is found there, once more from the first tenant on.
    for (const start of new Set([this.cursor, FIRST_TENANT])) {
      const turns = await tx.first<Turns>(IN_TURNS, [GAPS_AT_ONCE, start]);
      this.cursor = turns?.last ?? FIRST_TENANT;
      const gaps = await tx.rows<Gap>(TAKE, [turns?.ids ?? []]);
      if (gaps.length > 0) return gaps;
    }
    return [];
  }

  private slots(gap: Gap, most: number, firings: Firings): Date[] {
    try {
      return firings.some(gap, gap.after, most).filter((slot) => slot < gap.before);
    } catch (error) {
      this.logger.error(`the missed slots of schedule ${gap.scheduleId} are not listed: ${(error as Error).message}`);
      return [];
    }
  }
}
