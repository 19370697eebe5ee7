import type { SystemDatabase } from '../../platform/database/system-database.js';

/** An answer later than this, ms, means that others may have had none. */
const PROMPT_MS = 2_000;
/** A look that comes so much later than the one before, ms, comes from a process that was stopped itself. */
const SLEPT_MS = 10_000;
/** Time workers get to extend their leases once Postgres answers again, ms: that of a lease, within these bounds. They ask each second. */
const GRACE_MS = { least: 3_000, most: 10_000 };

/**
 * Whether Postgres has answered for long enough that a lease which is over means a dead worker. While it was away, or has just
 * come back, living workers could not extend theirs.
 */
export class Reachability {
  /** Since when it answers promptly, by this process's clock, ms; before the first look: for all we know, always. */
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
      // A process that has just begun to look learns of a crash from the age of the server.
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
