import type { RunningJob } from './running-job.js';

/** Jobs are claimed ahead of their places as many as these use up while a claim is under way: in so many ms… */
const CLAIM_MS = 10;
/** …and at most so many. */
const AHEAD = 200;
/** A job waits so long, ms, for a place in this process before it goes back. */
const HOLD_MS = 1_000;
/** Of so many places one is kept… */
const KEEP_FROM = 4;
/** …for so long, ms, after a tenant with nothing under way here found others at work: it may come again. */
const KEEP_MS = 10_000;

/** What a line does with its jobs. */
export interface LineWork<Answer> {
  /** The jobs that are this process's now; for each one that somebody else has, undefined. */
  claim(ids: string[]): Promise<(RunningJob | undefined)[]>;
  /** Runs the handler. */
  handle(job: RunningJob): Promise<Answer>;
  /** Average run of a handler, ms, once that is known. */
  runMs(): number | undefined;
  /** True when the handler still runs, and its place is not given to another. */
  occupied?(answer: Answer): boolean;
  /** Tells the ledger what came of it. */
  settle(job: RunningJob, answer: Answer): Promise<void>;
  /** Gives up jobs that found no place: those that were claimed, and those that were not. */
  giveBack(jobs: RunningJob[], unclaimed: string[]): Promise<void>;
}

/** One message's jobs: answered when all of them are. */
interface Bell {
  left: number;
  resolve(): void;
  reject(error: unknown): void;
}

interface Waiting {
  id: string;
  bell: Bell;
  since: number;
  /** Set once it is claimed. */
  job?: RunningJob;
  /** Its tenant had nothing else here when it was claimed. */
  guest?: boolean;
}

/**
 * The jobs of one queue in this process, from the ring to the outcome. Those that run in no time are claimed some hundreds
 * at once and ahead of their places, so that no place waits for Postgres; what finds no place in time is for others to run.
 */
export class Line<Answer> {
  private rung: Waiting[] = [];
  private claimed: Waiting[] = [];
  private claiming = false;
  private stopped = false;
  private timer?: NodeJS.Timeout;
  private free: number;
  /** Jobs each tenant has here, claimed or running. */
  private readonly present = new Map<string, number>();
  private guestAt = -Infinity;

  /** @param places jobs that run at a time */
  constructor(
    private readonly places: number,
    private readonly work: LineWork<Answer>,
  ) {
    this.free = places;
  }

  /** Resolves when the ledger knows the outcome of each; rejects when it could not be told of one. */
  take(ids: readonly string[]): Promise<void> {
    return new Promise((resolve, reject) => {
      const bell = { left: ids.length, resolve, reject };
      const since = performance.now();
      for (const id of ids) this.rung.push({ id, bell, since });
      if (ids.length === 0) resolve();
      if (this.stopped) void this.giveUp(0);
      else this.move();
    });
  }

  /** Runs a job that is claimed already. Resolves and rejects as take does. */
  adopt(job: RunningJob): Promise<void> {
    return new Promise((resolve, reject) => {
      const bell = { left: 1, resolve, reject };
      this.line({ id: job.id, bell, since: performance.now(), job });
      this.move();
    });
  }

  /** Places that are free while nothing waits for one; of jobs that run in no time only, as others would keep out rings. */
  get idle(): number {
    const waits = this.stopped || this.claiming || this.rung.length + this.claimed.length > 0;
    return waits || this.ahead === 0 ? 0 : Math.max(0, this.free - this.kept);
  }

  /** First jobs of tenants that would start here at once, or next. */
  get guests(): number {
    if (this.stopped || this.ahead === 0) return 0;
    const waiting = this.claimed.findIndex(({ guest }) => !guest);
    return Math.max(0, Math.max(this.free, 1) - (waiting < 0 ? this.claimed.length : waiting));
  }

  /** Claims nothing more; what is claimed still gets its place. */
  stop(): Promise<void> {
    this.stopped = true;
    return this.giveUp(HOLD_MS);
  }

  private move(): void {
    while (this.claimed.length > 0 && this.free > (this.claimed[0]!.guest ? 0 : this.kept))
      void this.run(this.claimed.shift()!);
    const ahead = this.ahead;
    if (!this.claiming && this.rung.length > 0 && this.claimed.length <= ahead / 2 && this.free + ahead > 0)
      void this.claim(this.free + ahead);
    if (this.claimed.length + this.rung.length > 0)
      this.timer ??= setTimeout(() => {
        this.timer = undefined;
        void this.giveUp(HOLD_MS).then(() => this.move());
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
        if (one.job) this.line(one);
        else ended(one);
      });
    } catch (error) {
      for (const { bell } of some) bell.reject(error);
    }
    this.claiming = false;
    this.move();
  }

  /** Puts a claimed job in its place: guests before all others, in the order they came. */
  private line(one: Waiting): void {
    const tenant = one.job!.row.tenant_id;
    one.guest = !this.present.has(tenant);
    if (one.guest && this.present.size > 0) this.guestAt = performance.now();
    this.count(tenant, 1);
    const behind = one.guest ? this.claimed.findIndex(({ guest }) => !guest) : -1;
    this.claimed.splice(behind < 0 ? this.claimed.length : behind, 0, one);
  }

  /** Places that stay free for a guest. */
  private get kept(): number {
    return this.places >= KEEP_FROM && this.ahead > 0 && performance.now() - this.guestAt < KEEP_MS ? 1 : 0;
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
      one.bell.reject(error);
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
      this.move();
    }
  }

  /** A place that was occupied is free again. */
  vacate(): void {
    this.free++;
    this.move();
  }

  /** Gives up what has waited for so many ms; once stopped, all that is not claimed. */
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
      for (const { bell } of given) bell.reject(error);
    }
  }
}

function ended({ bell }: Waiting): void {
  if (--bell.left === 0) bell.resolve();
}
