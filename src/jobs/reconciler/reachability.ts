import type { SystemDatabase } from '../../platform/database/system-database.js';

/** When an answer takes longer than this, ms, other processes may have had none. */
const PROMPT_MS = 2_000;
/** When a look comes so much later than the one before, ms, this process itself was stopped in between. */
const SLEPT_MS = 10_000;
/** Time workers get to extend their leases once Postgres answers again, ms: the life of a lease, within these bounds. They ask each second. */
const GRACE_MS = { least: 3_000, most: 10_000 };

/**
 * Whether Postgres has answered for long enough that a lease which is over means a dead worker. While it was away, or has just
 * come back, living workers could not extend theirs.
 */
export class Reachability {
  /** Since when it answers promptly, by this process's clock, ms; before the first look it is taken to have always done so. */
  private since?: number = -Infinity;
  private looked?: number;

  constructor(
    private readonly db: Pick<SystemDatabase, 'first'>,
    private readonly leaseMs: number,
    private readonly tickMs: number,
  ) {}

  private get graceMs(): number {
    return Math.min(Math.max(this.leaseMs, GRACE_MS.least), GRACE_MS.most);
  }

  /**
   * The instant until which a lease that is over may be held against its worker, or undefined while it may not.
   * @throws what Postgres answered, or that it did not
   */
  async look(): Promise<Date | undefined> {
    const asked = performance.now();
    if (this.looked !== undefined && asked - this.looked > SLEPT_MS + this.tickMs) this.since = undefined;
    try {
      const row = await this.db.first<{ until: Date; up: number }>(
        `SELECT now() + make_interval(secs => $1::float8 / 1000) AS until,
           (extract(epoch FROM now() - pg_postmaster_start_time()) * 1000)::float8 AS up`,
        [PROMPT_MS],
      );
      const answered = performance.now();
      if (answered - asked > PROMPT_MS) this.since = undefined;
      // In a process that has just begun to look, only the uptime of the server tells of a crash.
      this.since = Math.max(this.since ?? answered, answered - row!.up);
      return answered - this.since < this.graceMs ? undefined : row!.until;
    } catch (error) {
      this.since = undefined;
      throw error;
    } finally {
      this.looked = performance.now();
    }
  }
}
