import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { SystemDatabase } from '../../platform/database/system-database.js';
import { BATCH, FINAL, type LedgerStatus } from '../ledger/job-row.js';

/** What a watcher is told of a job. */
export interface Seen {
  status: LedgerStatus;
  /** False: its time has not come. */
  due: boolean;
  progress: number;
  attempt: number;
  token: number;
  /** Highest seq among its items; 0: none. */
  lastSeq: number;
}

interface Watcher {
  tell(seen: Seen | undefined): void;
  /** What it was told last, as text. */
  told?: string;
  since: number;
}

/** Longest and shortest pause between two looks, ms. */
const SLOW_MS = 250;
const FAST_MS = 15;

/** The jobs $1 as they are now, each once, whichever part of the ledger it is in. */
const LOOK = `
  SELECT w.id, j.status, j.due, j.attempt, j.token,
    CASE WHEN j.name = '${BATCH}' AND j.status = 'RUNNING' THEN (
      SELECT floor(100.0 * (b.total - (SELECT count(*) FROM job_live c WHERE c.batch_id = b.id)) / greatest(b.total, 1))::int
      FROM job_batch b WHERE b.id = j.id)
    ELSE j.progress END AS progress,
    coalesce((SELECT max(i.seq) FROM job_item i WHERE i.job_id = w.id), 0) AS "lastSeq"
  FROM unnest($1::uuid[]) AS w(id) JOIN job j ON j.id = w.id`;

/**
 * Watches jobs for whoever waits for them in this process: one statement looks at all of them, a few times a second,
 * and only while there is somebody. So it does not matter which process runs the job, and running it costs nothing
 * more. A new watcher is looked after sooner: most jobs are short.
 */
@Injectable()
export class JobWatch implements OnModuleDestroy {
  private readonly logger = new Logger('JobWatch');
  private readonly watchers = new Map<string, Set<Watcher>>();
  private timer?: NodeJS.Timeout;
  private looking = false;
  private again = false;
  private failing = false;

  constructor(private readonly db: SystemDatabase) {}

  /** Ends all watches; who waits is told that there is no answer. */
  onModuleDestroy(): void {
    const all = [...this.watchers.values()].flatMap((watchers) => [...watchers]);
    this.watchers.clear();
    clearTimeout(this.timer);
    for (const watcher of all) watcher.tell(undefined);
  }

  /**
   * Tells how the job is, soon and whenever that changes; undefined when there is no such job. Answers how to stop.
   * Does not ask whose job it is: that is for the caller to have done.
   */
  watch(id: string, tell: (seen: Seen | undefined) => void): () => void {
    const watcher: Watcher = { tell, since: performance.now() };
    const all = this.watchers.get(id) ?? new Set();
    this.watchers.set(id, all.add(watcher));
    this.lookIn(FAST_MS);
    return () => {
      all.delete(watcher);
      if (all.size === 0 && this.watchers.get(id) === all) this.watchers.delete(id);
      if (this.watchers.size === 0) clearTimeout(this.timer);
    };
  }

  /** True as soon as the job is final; false when that takes longer than so many ms, or there is no such job. */
  waitFor(id: string, ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (final: boolean) => {
        clearTimeout(timer);
        stop();
        resolve(final);
      };
      const timer = setTimeout(() => end(false), ms);
      const stop = this.watch(id, (seen) => {
        if (!seen) end(false);
        else if (FINAL.includes(seen.status)) end(true);
      });
    });
  }

  /** This process itself has just ended an attempt of the job. */
  nudge(id: string): void {
    if (this.watchers.has(id)) this.lookIn(0);
  }

  /** Jobs that somebody watches. */
  get size(): number {
    return this.watchers.size;
  }

  private lookIn(ms: number): void {
    if (this.looking) {
      this.again = true;
      return;
    }
    clearTimeout(this.timer);
    if (this.watchers.size > 0) this.timer = setTimeout(() => void this.look(), ms);
  }

  private async look(): Promise<void> {
    this.looking = true;
    this.again = false;
    // Only those who watch now: the answer says nothing about jobs that are watched from a later moment on.
    const asked = [...this.watchers].map(([id, all]) => ({ id, all: [...all] }));
    try {
      const rows = await this.db.rows<Seen & { id: string }>(LOOK, [asked.map(({ id }) => id)]);
      const byId = new Map(rows.map(({ id, ...seen }) => [id, seen]));
      for (const { id, all } of asked) for (const watcher of all) tell(watcher, byId.get(id));
      this.failing = false;
    } catch (error) {
      // Postgres is away: whoever watches goes on waiting.
      if (!this.failing) this.logger.warn((error as Error).message);
      this.failing = true;
    }
    this.looking = false;
    this.lookIn(this.again ? FAST_MS : this.pause());
  }

  /** Half the time the youngest watcher has waited: nobody waits more than half as long again as needed. */
  private pause(): number {
    let youngest = 0;
    for (const all of this.watchers.values()) for (const { since } of all) youngest = Math.max(youngest, since);
    return Math.min(SLOW_MS, Math.max(FAST_MS, (performance.now() - youngest) / 2));
  }
}

function tell(watcher: Watcher, seen: Seen | undefined): void {
  const text = JSON.stringify(seen ?? null);
  if (text === watcher.told) return;
  watcher.told = text;
  watcher.tell(seen);
}
