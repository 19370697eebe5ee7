import { Injectable } from '@nestjs/common';
import { SystemDatabase } from '../../platform/database/system-database.js';
import { DUE, head, type TimedChange, turns, URGENT } from './promotion.sql.js';

/** Jobs one statement changes. Workers get the first of them only after it has committed, so it must be short. */
const AT_ONCE = 1_000;
/** Tenants' kinds with delayed jobs that one statement looks at. */
const LOOK_AT = 1_000;
const START = { tenant: '00000000-0000-0000-0000-000000000000', name: '' };

export interface Promoted {
  /** Queues that have something to ring for now. */
  names: string[];
  /** There may be more whose time has come: look again without waiting for a tick. */
  more: boolean;
}

/** Marks jobs as due when their time has come, and raises those that must be done soon. */
@Injectable()
export class Promotion {
  private readonly promoters: readonly Promoter[];

  constructor(db: SystemDatabase) {
    this.promoters = [new Promoter(db, DUE), new Promoter(db, URGENT)];
  }

  /** One step, which takes some hundredths of a second however much is due. */
  async step(): Promise<Promoted> {
    const steps: Promoted[] = [];
    for (const promoter of this.promoters) steps.push(await promoter.step());
    return { names: [...new Set(steps.flatMap(({ names }) => names))], more: steps.some(({ more }) => more) };
  }
}

/**
 * As long as everything that is due fits into one statement, its order does not matter. When it does not, tenants take
 * turns. Jobs that a pause holds come last, when nothing else is due: they cannot run yet, but once they are marked as due
 * the later looks need not skip them again.
 */
class Promoter {
  private readonly head: string;
  private readonly turns: string;
  private cursor = START;
  /** Whether this round over the tenants has changed a job. */
  private busy = false;

  constructor(
    private readonly db: SystemDatabase,
    change: TimedChange,
  ) {
    this.head = head(change);
    this.turns = turns(change);
  }

  async step(): Promise<Promoted> {
    const first = await this.run(this.head, [AT_ONCE, false]);
    if (!first.crowded) {
      this.cursor = START;
      this.busy = false;
      return { names: first.names, more: false };
    }
    const round = await this.run(this.turns, [AT_ONCE, this.cursor.tenant, this.cursor.name, LOOK_AT]);
    this.busy ||= round.jobs > 0;
    if (!round.ended) {
      this.cursor = { tenant: round.last_tenant!, name: round.last_name! };
      return { names: round.names, more: true };
    }
    this.cursor = START;
    if (this.busy) {
      this.busy = false;
      return { names: round.names, more: true };
    }
    const held = await this.run(this.head, [AT_ONCE, true]);
    return { names: held.names, more: held.jobs > 0 };
  }

  private async run(sql: string, parameters: unknown[]): Promise<Step> {
    return (await this.db.prepared<Step>(sql, parameters))[0]!;
  }
}

interface Step {
  jobs: number;
  names: string[];
  crowded: boolean;
  last_tenant: string | null;
  last_name: string | null;
  ended: boolean;
}
