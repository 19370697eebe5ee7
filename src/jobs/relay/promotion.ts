import { Injectable } from '@nestjs/common';
import { SystemDatabase } from '../../platform/database/system-database.js';
import { DUE, head, type Hour, turns, URGENT } from './promotion.sql.js';

/** Jobs one statement changes: the workers wait for the first of them no longer than that takes. */
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

/** Makes due what has become due, and lets what must be done soon overtake. */
@Injectable()
export class Promotion {
  private readonly lines: readonly Line[];

  constructor(db: SystemDatabase) {
    this.lines = [new Line(db, DUE), new Line(db, URGENT)];
  }

  /** One step, which takes some hundredths of a second however much is due. */
  async step(): Promise<Promoted> {
    const steps: Promoted[] = [];
    for (const line of this.lines) steps.push(await line.step());
    return { names: [...new Set(steps.flatMap(({ names }) => names))], more: steps.some(({ more }) => more) };
  }
}

/**
 * As long as everything that is due fits into one statement, its order does not matter. When it does not, tenants take
 * turns. What a pause holds comes when nothing else is due: it cannot run, but its time has come, so it leaves the line
 * (once) instead of being stepped over at each look.
 */
class Line {
  private readonly head: string;
  private readonly turns: string;
  private cursor = START;
  /** Whether this round over the tenants has changed a job. */
  private busy = false;

  constructor(
    private readonly db: SystemDatabase,
    hour: Hour,
  ) {
    this.head = head(hour);
    this.turns = turns(hour);
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
