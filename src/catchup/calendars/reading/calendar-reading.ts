import { Injectable } from '@nestjs/common';
import type { JobContext } from '../../../jobs/index.js';
import { PersonalDatabase } from '../../../platform/database/personal-database.js';
import { storableJson } from '../../../platform/database/storable-text.js';
import type { Tx } from '../../../platform/database/tx.js';
import {
  type CalendarSource,
  type EventPage,
  type Reading,
  type SourceAccount,
  SourceError,
  type TimeWindow,
} from '../../sources/calendar-source.js';
import { refusalOf } from '../../sources/refusal.js';
import { foldPage } from './page-fold.js';
import { pastStart, planReading, type ReadPlan, type ReadState, sliceBehind, windowAt } from './read-plan.js';
import {
  BEGIN_FULL,
  COUNT,
  DELETE_GONE,
  DELETE_SERIES,
  DROP_OLDER,
  END_CHANGES,
  END_FULL,
  END_SLICE,
  HOLD,
  LEAVE,
  LEAVE_TROUBLED,
  LOOK,
  TAKE,
  UPSERT,
} from './reading.sql.js';

export interface CalendarToRead {
  id: string;
  externalId: string;
}

/** read: all of it. elsewhere: another job reads it just now. gone: its user does not want it read any more. */
export type ReadOutcome = 'read' | 'elsewhere' | 'gone';

interface Looked extends ReadState {
  generation: number;
  selected: boolean;
  trouble: string | null;
  readBy: string | null;
  beingRead: boolean;
  fullBy: string | null;
}

/** Code of a calendar whose provider refuses to tell everything, and the changes as well. */
export const REFUSED_IN_FULL = 'refused_in_full';

/** Thrown inside a reading whose calendar was taken away from it. */
class TakenAway extends Error {}

/** A calendar being read by one job, as its user. */
interface Session {
  calendar: CalendarToRead;
  account: SourceAccount;
  source: CalendarSource;
  now: Date;
  zone: string;
  ctx: JobContext;
}

/**
 * Reads one calendar: its changes, or everything. Pages are written as they come; what was there before stays until a full
 * reading is over, and a token is kept by the transaction that writes what it stands for.
 */
@Injectable()
export class CalendarReading {
  constructor(private readonly db: PersonalDatabase) {}

  /** @throws SourceError what the provider refuses; it is noted with the calendar */
  async read(session: Session): Promise<ReadOutcome> {
    const begun = await this.begin(session);
    if (typeof begun === 'string') return begun;
    try {
      await this.follow(session, begun.plan, begun.generation);
      return 'read';
    } catch (error) {
      if (error instanceof TakenAway) return 'gone';
      const refusal = refusalOf(error);
      if (refusal) await this.note(session, refusal);
      throw refusal ?? error;
    }
  }

  /** Takes the calendar, if nobody else has it, and decides what is to be read. */
  private begin(session: Session): Promise<{ plan: ReadPlan; generation: number } | ReadOutcome> {
    const { calendar, source, now, zone, ctx } = session;
    return this.step(session, async (tx) => {
      const looked = await tx.first<Looked>(LOOK, [calendar.id, source.wholeAfterHours ?? null]);
      if (!looked?.selected || looked.trouble === 'gone') return 'gone';
      if (looked.beingRead && looked.readBy !== ctx.jobId) return 'elsewhere';
      // One full reading a run of the job: an earlier attempt of this one has tried. A dead letter that is run again asks again.
      if (looked.trouble === REFUSED_IN_FULL && looked.fullBy === ctx.jobId && ctx.attempt > 1) throw refusedInFull();
      await tx.run(TAKE, this.ids(session));
      const plan = planReading(looked, source.fingerprint, now, zone);
      return { plan, generation: plan.mode === 'full' ? await this.newGeneration(session, tx) : looked.generation };
    });
  }

  private async follow(session: Session, plan: ReadPlan, generation: number): Promise<void> {
    if (plan.mode === 'full') return this.full(session, plan.window, generation);
    // Changes first: while the slice is read, events in it may change, and the next changes tell of these.
    const slice = sliceBehind(plan.window.end, session.now, session.zone);
    try {
      await this.changes(session, plan, generation, slice === null);
    } catch (error) {
      if (!(error instanceof SourceError) || error.trouble !== 'token_void') throw error;
      const next = await this.step(session, async (tx) => {
        await this.held(tx, HOLD, this.ids(session));
        return this.newGeneration(session, tx);
      });
      return this.full(session, windowAt(session.now, session.zone), next);
    }
    if (slice) await this.slice(session, plan.window.start, slice, generation);
  }

  private async full(session: Session, window: TimeWindow, generation: number): Promise<void> {
    const ids = this.ids(session);
    try {
      await this.pages(session, { mode: 'full', window }, window, generation, async (tx, { token, leftOut }) => {
        // A feed may hold what is to come alone.
        const known = session.source.kind === 'ics' ? null : window.start;
        const { start, end } = window;
        await this.held(tx, END_FULL, [...ids, token ?? null, generation, start, end, known, leftOut]);
        const dropped = await tx.run(DROP_OLDER, [session.calendar.id, generation, window.start]);
        if (dropped > 0) await tx.run(COUNT, [session.calendar.id, 0, 0, dropped, 0]);
        await tx.run(LEAVE, ids);
      });
    } catch (error) {
      if (error instanceof SourceError && error.trouble === 'token_void') throw refusedInFull(error);
      throw error;
    }
  }

  private changes(
    session: Session,
    plan: ReadPlan & { mode: 'changes' },
    generation: number,
    last: boolean,
  ): Promise<void> {
    // Eight weeks back, however long ago the calendar was read in full: what is over is kept, and changes like all else.
    const window = { start: pastStart(session.now, session.zone), end: plan.window.end };
    return this.pages(session, { ...plan, window }, window, generation, async (tx, { token, leftOut }) => {
      await this.held(tx, END_CHANGES, [...this.ids(session), token ?? null, leftOut]);
      if (last) await tx.run(LEAVE, this.ids(session));
    });
  }

  private slice(session: Session, start: Date, window: TimeWindow, generation: number): Promise<void> {
    const all = { start, end: window.end };
    return this.pages(session, { mode: 'slice', window }, all, generation, async (tx, { leftOut }) => {
      await this.held(tx, END_SLICE, [...this.ids(session), window.end, leftOut]);
      await tx.run(LEAVE, this.ids(session));
    });
  }

  /** Writes page after page; the last one in one transaction with what follows from having read all. */
  private async pages(
    session: Session,
    reading: Reading,
    window: TimeWindow,
    generation: number,
    end: (tx: Tx, told: { token: string | undefined; leftOut: number }) => Promise<unknown>,
  ): Promise<void> {
    const { source, account, calendar, ctx } = session;
    let waiting: EventPage | undefined;
    let token: string | undefined;
    let leftOut = 0;
    for await (const page of source.events(account, calendar.externalId, reading, ctx.signal)) {
      if (waiting && waiting.items.length > 0) await this.write(session, waiting, window, generation);
      waiting = page;
      token = page.syncToken ?? token;
      leftOut += page.leftOut ?? 0;
    }
    await this.write(session, waiting ?? { items: [] }, window, generation, (tx) => end(tx, { token, leftOut }));
  }

  private write(
    session: Session,
    page: EventPage,
    window: TimeWindow,
    generation: number,
    end?: (tx: Tx) => Promise<unknown>,
  ): Promise<void> {
    const { id } = session.calendar;
    const { gone, series, events, counts } = foldPage(page, window);
    return this.step(session, async (tx) => {
      if (!end || page.items.length > 0) await this.held(tx, HOLD, this.ids(session));
      if (gone.length > 0) await tx.run(DELETE_GONE, [id, gone]);
      if (series.length > 0) await tx.run(DELETE_SERIES, [id, series, window.start]);
      if (events.length > 0) await tx.run(UPSERT, [id, generation, storableJson(events)]);
      if (page.items.length > 0) await tx.run(COUNT, [id, counts.upserted, counts.deleted, 0, counts.ignored]);
      await end?.(tx);
    });
  }

  private async newGeneration(session: Session, tx: Tx): Promise<number> {
    const row = await tx.first<{ reading: number }>(BEGIN_FULL, [...this.ids(session), session.source.fingerprint]);
    return row!.reading;
  }

  /** @throws TakenAway when the calendar is not this job's any more, or its user has de-selected it: nothing is written then */
  private async held(tx: Tx, sql: string, parameters: unknown[]): Promise<void> {
    if ((await tx.rows(sql, parameters)).length === 0) throw new TakenAway();
  }

  private async note(session: Session, { trouble }: SourceError): Promise<void> {
    const code = trouble === 'token_void' ? REFUSED_IN_FULL : trouble;
    await this.step(session, (tx) => tx.run(LEAVE_TROUBLED, [...this.ids(session), code]));
  }

  private ids({ calendar, ctx }: Session): [string, string] {
    return [calendar.id, ctx.jobId];
  }

  /** A transaction of the user that commits only while this attempt of the job is the one that counts. */
  private step<T>({ ctx }: Session, fn: (tx: Tx) => Promise<T>): Promise<T> {
    return ctx.transaction(() => this.db.transaction(fn));
  }
}

const refusedInFull = (cause?: SourceError) =>
  Object.assign(new SourceError('token_void', 'The provider refuses changes and everything alike'), { cause });
