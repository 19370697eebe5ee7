import { Injectable, Logger } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { SystemDatabase } from '../../platform/database/system-database.js';
import type { Tx } from '../../platform/database/tx.js';
import { JobMetrics } from '../metrics/job-metrics.js';
import { Firings, type Rhythm } from '../cron/rhythm.js';
import { COUNT_FROM_NOW, MARK, RECOMPUTE, STANDING } from './set-back.sql.js';

/** Corrections of a clock smaller than this, ms, are usual, and nothing waits noticeably because of them. */
const TOLERATED_MS = 2_000;
/** The mark is written anew only when it is so old, ms. */
const MARK_MS = 5_000;
const AT_ONCE = 1_000;
const FIRST = '00000000-0000-0000-0000-000000000000';

interface Mark {
  seen: Date;
  now: Date;
  recomputedTo: string | null;
}

interface Standing extends Rhythm {
  id: string;
  nextRunAt: Date;
  countsFrom: Date;
}

/**
 * Notices that the database's clock was set back. What was counted from the wrong time would wait, without any error, until that
 * time comes: schedules for their next firing, dead workers' jobs for the end of their leases.
 */
@Injectable()
export class ClockWatch {
  private readonly logger = new Logger('Clock');

  constructor(
    private readonly db: SystemDatabase,
    private readonly metrics: JobMetrics,
    private readonly config: Config,
  ) {}

  /** Compares the clock with its mark, and does what is needed when it was set back. If the process dies in between, the next call goes on from there. */
  async look(): Promise<void> {
    const goOn = await this.db.transaction((tx) => this.check(tx));
    for (let more = goOn; more;) more = await this.db.transaction((tx) => this.recompute(tx));
  }

  /** Answers whether there are schedules to be looked at anew. */
  private async check(tx: Tx): Promise<boolean> {
    const mark = await tx.first<Mark>(MARK);
    if (!mark) return false;
    const backMs = mark.seen.getTime() - mark.now.getTime();
    if (backMs > TOLERATED_MS) {
      this.metrics.clockSetBack();
      this.logger.warn(
        `The database's clock was set back by ${(backMs / 1000).toFixed(1)} s, from ${mark.seen.toISOString()}: what ` +
          'counted from there counts from now. Slots that had their jobs before their time are not run twice.',
      );
      for (const statement of COUNT_FROM_NOW) await tx.run(...statement(backMs / 1000, this.config.JOBS_LEASE_MS));
      await tx.run('UPDATE clock_mark SET seen_at = clock_timestamp(), recomputed_to = $1', [FIRST]);
      return true;
    }
    if (-backMs > MARK_MS) await tx.run('UPDATE clock_mark SET seen_at = clock_timestamp()');
    return mark.recomputedTo !== null;
  }

  /** One page of schedules. Answers whether there may be more. */
  private async recompute(tx: Tx): Promise<boolean> {
    const mark = await tx.first<Mark>(MARK);
    if (!mark?.recomputedTo) return false;
    const page = await tx.rows<Standing>(STANDING, [mark.recomputedTo, AT_ONCE]);
    const firings = new Firings();
    const changed = page.flatMap((schedule) => {
      const next = this.nextOf(schedule, mark.now, firings);
      const tooFar = next !== null && next < schedule.nextRunAt;
      return tooFar || schedule.countsFrom > mark.now
        ? [{ id: schedule.id, next: tooFar ? next : schedule.nextRunAt }]
        : [];
    });
    await tx.run(RECOMPUTE, [changed.map(({ id }) => id), changed.map(({ next }) => next)]);
    if (changed.length > 0) this.logger.warn(`${changed.length} schedules go on by the clock as it is now`);
    const more = page.length === AT_ONCE;
    await tx.run('UPDATE clock_mark SET recomputed_to = $1', [more ? page.at(-1)!.id : null]);
    return more;
  }

  /** Null for one that cannot be read: the tick pauses it when its time comes. */
  private nextOf(schedule: Standing, now: Date, firings: Firings): Date | null {
    try {
      return firings.next(schedule, now);
    } catch {
      return null;
    }
  }
}
