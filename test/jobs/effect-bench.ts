import { randomUUID } from 'node:crypto';
import { EffectRunner } from '../../src/jobs/effects/effect-runner.js';
import type { EffectOptions } from '../../src/jobs/contract/effect.js';
import { SystemDatabase } from '../../src/platform/database/system-database.js';
import type { JobsProcess, JobsWorld } from './harness.js';
import { Scripted } from './scripted.js';

export interface Mail {
  messageId: string;
}

/** The other side of the wire: knows what it took. */
export class Provider {
  /** Idempotency keys of the calls it took, without deduplicating them: this is what is under test. */
  readonly taken: string[] = [];

  take(key: string): Mail {
    this.taken.push(key);
    return { messageId: `m-${this.taken.length}` };
  }

  find(key: string): Mail | null {
    const n = this.taken.indexOf(key);
    return n < 0 ? null : { messageId: `m-${n + 1}` };
  }
}

type Database = Pick<SystemDatabase, 'rows' | 'run'>;

/** Jobs that run by the ledger's word only, and attempts of them under the test's hand. */
export class EffectBench {
  /**
   * By which an attempt judges whether its claim came in time, ms. It stands still unless a test moves it: how fast this
   * machine is decides nothing here.
   */
  clock: () => number = () => 0;

  constructor(
    readonly world: JobsWorld,
    readonly node: JobsProcess,
  ) {}

  get db(): Database {
    return this.node.app.get(SystemDatabase);
  }

  /** A job that attempt 1 holds. */
  async job(): Promise<string> {
    const { id } = await this.node.as(this.world.a, () =>
      this.node.jobs.enqueue(Scripted, { key: randomUUID() }, { delay: 3_600_000 }),
    );
    await this.hold(id, 1);
    return id;
  }

  /** From now on the attempt with this token has the job. */
  async hold(id: string, token: number): Promise<void> {
    await this.world.db.query(
      `UPDATE job_live SET status = 'RUNNING', token = $2::int, attempt = $2::int, lease_until = now() + interval '1 hour' WHERE id = $1`,
      [id, token],
    );
  }

  /** The calls of all claims of the job are over by now. */
  async later(id: string): Promise<void> {
    await this.world.db.query(`UPDATE effect SET until = now() - interval '1 second' WHERE job_id = $1`, [id]);
  }

  attempt(id: string, token: number, db: Database = this.db): EffectRunner {
    return new EffectRunner({ id, token, tenantId: this.world.a }, db, () => undefined, this.clock);
  }

  async effect(key: string) {
    const { rows } = await this.world.db.query<{
      id: string;
      state: string;
      receipt: Mail | null;
      note: string | null;
    }>(`SELECT id, state, receipt, note FROM effect WHERE key = $1 ORDER BY state = 'not-done', claimed_at DESC`, [
      key,
    ]);
    return rows[0];
  }
}

/** Runs an attempt until its n-th step, and no further: as a process that is killed there. */
export class Fuse {
  private steps = 0;
  private blown!: () => void;
  readonly dead = new Promise<'dead'>((resolve) => (this.blown = () => resolve('dead')));

  constructor(private readonly at: number) {}

  /** Resolves, unless it is here that the process dies: then never. */
  step(): Promise<void> {
    if (++this.steps < this.at) return Promise.resolve();
    this.blown();
    return new Promise(() => undefined);
  }

  /** A database whose every statement is two steps: asked, and answered. */
  database(db: Database): Database {
    const through = async <T>(work: () => Promise<T>): Promise<T> => {
      await this.step();
      const answer = await work();
      await this.step();
      return answer;
    };
    return {
      rows: <Row>(sql: string, values?: unknown[]) => through(() => db.rows<Row>(sql, values)),
      run: (sql, values) => through(() => db.run(sql, values)),
    };
  }
}

/** Options and call of one mail through a provider, each with a step before and after it. */
export function mail(
  key: string,
  provider: Provider,
  lookup: boolean,
  step: () => Promise<void> = async () => undefined,
) {
  const options: EffectOptions<Mail> = { key, kind: 'mail' };
  if (lookup)
    options.lookup = async (idempotencyKey) => {
      await step();
      const found = provider.find(idempotencyKey);
      await step();
      return found;
    };
  const send = async (idempotencyKey: string): Promise<Mail> => {
    await step();
    const receipt = provider.take(idempotencyKey);
    await step();
    return receipt;
  };
  return { options, send };
}
