import type { RunningJob } from './running-job.js';

/** How long a claim takes, ms: as many jobs are claimed ahead as the places use up in that time, … */
const CLAIM_MS = 10;
/** … but not more than this. */
const AHEAD = 200;
/** A job waits this long, ms, for a place in this process before it goes back. */
const HOLD_MS = 1_000;
/** A queue with at least so many places reserves one of them … */
const RESERVE_FROM = 4;
/** … for this long, ms, after the last first job of a tenant came while jobs of other tenants were here. */
const RESERVE_MS = 10_000;

/** What a queue does with its jobs. */
export interface LocalQueueWork<Answer> {
  /** Claims jobs, answered in their order; undefined for each one that another process has. */
  claim(ids: string[]): Promise<(RunningJob | undefined)[]>;
  /** Runs the handler. */
  handle(job: RunningJob): Promise<Answer>;
  /** Average run of a handler, ms, once that is known. */
  runMs(): number | undefined;
  /** True when the handler still runs and its place must stay empty. */
  occupied?(answer: Answer): boolean;
  /** Writes the outcome into the ledger. */
  settle(job: RunningJob, answer: Answer): Promise<void>;
  /** Puts back jobs that found no place: those that were claimed, and those that were not. */
  giveBack(jobs: RunningJob[], unclaimed: string[]): Promise<void>;
}

/** A message from the relay: settled when the outcome of each of its jobs is. */
interface Message {
  left: number;
  resolve(): void;
  reject(error: unknown): void;
}

interface Waiting {
  id: string;
  message: Message;
  since: number;
  /** Set once it is claimed. */
  job?: RunningJob;
  /** Its tenant had nothing else here when it was claimed. */
  firstOfTenant?: boolean;
}

/**
 * The jobs of one queue in this process, from the ring to the outcome. Short jobs are claimed some hundreds at once, before
 * their places are free, so that no place is empty while Postgres answers a claim. A job that finds no place in time goes
 * back, for another process to run.
 *
 * A tenant that has nothing here goes first, so that it need not wait behind another tenant's backlog: its job takes the
 * next place that comes free, and one place is reserved for such jobs for a while.
 */
export class LocalQueue<Answer> {
  private rung: Waiting[] = [];
  private claimed: Waiting[] = [];
  private claiming = false;
  private stopped = false;
  private timer?: NodeJS.Timeout;
  private free: number;
  /** Jobs each tenant has here, claimed or running. */
  private readonly present = new Map<string, number>();
  /** When a tenant's first job last came while jobs of other tenants were here. */
  private firstJobAt = -Infinity;

  /** @param places jobs that run at a time */
  constructor(
    private readonly places: number,
    private readonly work: LocalQueueWork<Answer>,
  ) {
    this.free = places;
  }

  /** Resolves when the ledger knows the outcome of each job; rejects when an outcome could not be written. */
  take(ids: readonly string[]): Promise<void> {
    return new Promise((resolve, reject) => {
      const message = { left: ids.length, resolve, reject };
      const since = performance.now();
      for (const id of ids) this.rung.push({ id, message, since });
      if (ids.length === 0) resolve();
      if (this.stopped) void this.giveUp(0);
      else this.advance();
    });
  }

  /** Runs a job that has been claimed already. Resolves and rejects as take() does. */
  takeClaimed(job: RunningJob): Promise<void> {
    return new Promise((resolve, reject) => {
      const message = { left: 1, resolve, reject };
      this.enqueue({ id: job.id, message, since: performance.now(), job });
      this.advance();
    });
  }

  /**
   * Free places that no job here waits for. None for kinds whose jobs are long, because jobs taken
   * here directly would take the places of jobs that have been rung.
   */
  get idle(): number {
    const waits = this.stopped || this.claiming || this.rung.length + this.claimed.length > 0;
    return waits || this.ahead === 0 ? 0 : Math.max(0, this.free - this.reserved);
  }

  /** How many first jobs of tenants would start here at once, or next. */
  get placesForFirstJobs(): number {
    if (this.stopped || this.ahead === 0) return 0;
    const waiting = this.claimed.findIndex(({ firstOfTenant }) => !firstOfTenant);
    return Math.max(0, Math.max(this.free, 1) - (waiting < 0 ? this.claimed.length : waiting));
  }

  /** Claims nothing more; what is claimed still gets its place. */
  stop(): Promise<void> {
    this.stopped = true;
    return this.giveUp(HOLD_MS);
  }

  private advance(): void {
    while (this.claimed.length > 0 && this.free > (this.claimed[0]!.firstOfTenant ? 0 : this.reserved))
      void this.run(this.claimed.shift()!);
    const ahead = this.ahead;
    if (!this.claiming && this.rung.length > 0 && this.claimed.length <= ahead / 2 && this.free + ahead > 0)
      void this.claim(this.free + ahead);
    if (this.claimed.length + this.rung.length > 0)
      this.timer ??= setTimeout(() => {
        this.timer = undefined;
        void this.giveUp(HOLD_MS).then(() => this.advance());
      }, HOLD_MS / 4);
  }

  private get ahead(): number {
    const ms = this.work.runMs();
    return ms === undefined ? 0 : Math.min(AHEAD, Math.floor((this.places * CLAIM_MS) / Math.max(ms, 0.01)));
  }

  private async claim(most: number): Promise<void> {
    this.claiming = true;
    const some = this.rung.splice(0, most);
    try {
      const jobs = await this.work.claim(some.map(({ id }) => id));
      some.forEach((one, index) => {
        one.job = jobs[index];
        if (one.job) this.enqueue(one);
        else ended(one);
      });
    } catch (error) {
      for (const { message } of some) message.reject(error);
    }
    this.claiming = false;
    this.advance();
  }

  /** Puts a claimed job behind the others, a tenant's first job before those that are not. */
  private enqueue(one: Waiting): void {
    const tenant = one.job!.row.tenant_id;
    one.firstOfTenant = !this.present.has(tenant);
    if (one.firstOfTenant && this.present.size > 0) this.firstJobAt = performance.now();
    this.count(tenant, 1);
    const behind = one.firstOfTenant ? this.claimed.findIndex(({ firstOfTenant }) => !firstOfTenant) : -1;
    this.claimed.splice(behind < 0 ? this.claimed.length : behind, 0, one);
  }

  /** Places that stay free for the first job of a tenant. */
  private get reserved(): number {
    const expected = performance.now() - this.firstJobAt < RESERVE_MS;
    return this.places >= RESERVE_FROM && this.ahead > 0 && expected ? 1 : 0;
  }

  private count(tenant: string, change: 1 | -1): void {
    const now = (this.present.get(tenant) ?? 0) + change;
    if (now > 0) this.present.set(tenant, now);
    else this.present.delete(tenant);
  }

  private async run(one: Waiting): Promise<void> {
    this.free--;
    try {
      // The next handler runs while this one's outcome is on its way into the ledger.
      await this.work.settle(one.job!, await this.handle(one.job!));
      ended(one);
    } catch (error) {
      one.message.reject(error);
    }
  }

  private async handle(job: RunningJob): Promise<Answer> {
    let occupied = false;
    try {
      const answer = await this.work.handle(job);
      occupied = this.work.occupied?.(answer) ?? false;
      return answer;
    } finally {
      if (!occupied) this.free++;
      this.count(job.row.tenant_id, -1);
      this.advance();
    }
  }

  /** A handler that occupied its place has ended: the place is free again. */
  freePlace(): void {
    this.free++;
    this.advance();
  }

  /** Puts back jobs that have waited for so many ms; once stopped, all that are not claimed. */
  private async giveUp(ms: number): Promise<void> {
    const before = performance.now() - ms;
    const late = ({ since, job }: Waiting) => since <= before || (this.stopped && !job);
    const given = [...this.claimed.filter(late), ...this.rung.filter(late)];
    if (given.length === 0) return;
    this.claimed = this.claimed.filter((one) => !late(one));
    this.rung = this.rung.filter((one) => !late(one));
    const jobs = given.flatMap(({ job }) => job ?? []);
    for (const { row } of jobs) this.count(row.tenant_id, -1);
    try {
      await this.work.giveBack(
        jobs,
        given.filter(({ job }) => !job).map(({ id }) => id),
      );
      given.forEach(ended);
    } catch (error) {
      for (const { message } of given) message.reject(error);
    }
  }
}

function ended({ message }: Waiting): void {
  if (--message.left === 0) message.resolve();
}
