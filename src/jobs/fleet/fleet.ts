import { Injectable, Logger } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { SystemDatabase } from '../../platform/database/system-database.js';
import { ContractRegistry } from '../contract/contract-registry.js';
import { Pace } from './pace.js';
import { ThisWorker } from './this-worker.js';

const BEAT_MS = 1_000;
/** A worker that has not been seen for so long, ms, counts as gone. */
export const GONE_AFTER_MS = 10_000;

interface Member {
  id: string;
  queues: string[];
  pace: Record<string, number>;
}

/** The processes that run jobs: this one enters itself in the table and reads the others from it. */
@Injectable()
export class Fleet {
  private readonly logger = new Logger('Fleet');
  private timer?: NodeJS.Timeout;
  private beating?: Promise<void>;
  private members: Member[] = [];

  constructor(
    private readonly db: SystemDatabase,
    private readonly config: Config,
    private readonly contracts: ContractRegistry,
    private readonly self: ThisWorker,
    private readonly pace: Pace,
  ) {}

  async start(): Promise<void> {
    await this.declareKinds();
    await this.beat();
    this.timer = setInterval(() => {
      this.beating ??= this.beat().finally(() => (this.beating = undefined));
    }, BEAT_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.beating;
    if (this.config.has('worker'))
      await this.db.run('DELETE FROM worker WHERE id = $1', [this.self.id]).catch(() => undefined);
  }

  /** Living workers that run this queue. */
  workers(queue: string): number {
    return this.members.filter((member) => member.queues.includes(queue)).length;
  }

  /** Jobs of the queue that run at a time on all workers together; never below what one worker would run. */
  places(queue: string): number {
    return (this.contracts.get(queue)?.concurrency ?? 1) * Math.max(1, this.workers(queue));
  }

  /** Average run of an attempt, ms: this process's own, else the others'; undefined when none has run yet. */
  runMs(queue: string): number | undefined {
    const known = this.members.flatMap((member) => member.pace[queue] ?? []);
    return this.pace.of(queue) ?? (known.length > 0 ? Math.max(...known) : undefined);
  }

  private async beat(): Promise<void> {
    try {
      if (this.config.has('worker'))
        await this.db.run(
          `INSERT INTO worker (id, queues, pace, host, pid, version) VALUES ($1, $2, $3, $4, $5, $6)
           ON CONFLICT (id) DO UPDATE SET pace = excluded.pace, seen_at = now()`,
          [
            this.self.id,
            this.contracts.names(),
            JSON.stringify(this.pace.all()),
            this.self.host,
            process.pid,
            this.self.version,
          ],
        );
      this.members = await this.db.rows<Member>(
        `SELECT id, queues, pace FROM worker WHERE seen_at > now() - make_interval(secs => $1::float8 / 1000)`,
        [GONE_AFTER_MS],
      );
    } catch (error) {
      this.logger.warn(`heartbeat of this worker: ${(error as Error).message}`);
    }
  }

  /** Writes the limits that the kinds declare into a table, where SQL can read them. */
  private async declareKinds(): Promise<void> {
    const kinds = this.contracts.all();
    await this.db.run(
      `INSERT INTO job_kind (name, max_running, rate_jobs, rate_seconds)
       SELECT * FROM unnest($1::text[], $2::int[], $3::int[], $4::int[]) AS k(name, running, jobs, seconds) ORDER BY name
       ON CONFLICT (name) DO UPDATE SET max_running = excluded.max_running, rate_jobs = excluded.rate_jobs,
         rate_seconds = excluded.rate_seconds, updated_at = now()
       WHERE (job_kind.max_running, job_kind.rate_jobs, job_kind.rate_seconds)
         IS DISTINCT FROM (excluded.max_running, excluded.rate_jobs, excluded.rate_seconds)`,
      [
        kinds.map((kind) => kind.name),
        kinds.map((kind) => kind.limits.tenantConcurrency ?? null),
        kinds.map((kind) => kind.limits.tenantRate?.jobs ?? null),
        kinds.map((kind) => kind.limits.tenantRate?.perSeconds ?? null),
      ],
    );
  }
}
