import { Injectable, Logger } from '@nestjs/common';
import type { Completed, JobContext } from '../../jobs/index.js';
import { PersonalDatabase } from '../../platform/database/personal-database.js';
import type { Tx } from '../../platform/database/tx.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { CatchupPreferences } from '../preferences/catchup-preferences.js';
import { type ActiveAccount, CalendarAccounts } from '../sources/accounts/calendar-accounts.js';
import { type SourceAccount, SourceError } from '../sources/calendar-source.js';
import { CalendarSources } from '../sources/calendar-sources.js';
import { refusalOf } from '../sources/refusal.js';
import { WatchChannels } from '../sources/watch/watch-channels.js';
import { CalendarLists } from './calendar-lists.js';
import type { CalendarSyncPayload, CalendarSyncResult } from './calendar-sync.job.js';
import { CalendarReading } from './reading/calendar-reading.js';
import { Failures, verdictOf } from './sync-outcome.js';
import { CalendarSyncs } from './calendar-syncs.js';
import { SyncSchedules } from './sync-schedules.js';

/** How often a job reads again what was asked for while it ran; after that it is the next job's. */
const ROUNDS = 3;
/** Later than this after its time a job that meets a busy provider leaves the rest to the job of the next slot. */
const STALE_MS = 30 * 60_000;

/** A selected calendar that its provider lists. */
interface Selected {
  id: string;
  accountId: string;
  externalId: string;
  /** Its provider tells of changes, and it was read not long ago. */
  watched: boolean;
  /** It was read after the slot of this job: slots that waited for a worker are one reading. */
  readSince: boolean;
  /** Since when it could not be read. */
  troubleAt: Date | null;
}

/** One run of the job. */
interface Run {
  ctx: JobContext;
  zone: string;
  failures: Failures;
  /** The slot, of a job that the schedule made; null: somebody asks for the reading. */
  slot: Date | null;
  /** There may be no account left that could be asked. */
  lost: boolean;
}

/** Reads all selected calendars of a user. Each is one item of the job, by its id, and so is the list of each account. */
@Injectable()
export class CalendarSyncWork {
  private readonly logger = new Logger('Calendars');

  constructor(
    private readonly db: PersonalDatabase,
    private readonly context: RequestContext,
    private readonly preferences: CatchupPreferences,
    private readonly accounts: CalendarAccounts,
    private readonly sources: CalendarSources,
    private readonly channels: WatchChannels,
    private readonly lists: CalendarLists,
    private readonly reading: CalendarReading,
    private readonly syncs: CalendarSyncs,
    private readonly schedules: SyncSchedules,
  ) {}

  run(payload: CalendarSyncPayload, ctx: JobContext): Promise<Completed<CalendarSyncResult>> {
    return this.context.asPerson(ctx.tenantId, payload.userId, () => this.asUser(payload, ctx));
  }

  private async asUser(
    { userId, routine = false }: CalendarSyncPayload,
    ctx: JobContext,
  ): Promise<Completed<CalendarSyncResult>> {
    const { user, zone, accounts } = await this.start(userId);
    if (!user) await this.schedules.remove(userId);
    if (!user || user.off) return ctx.complete(() => Promise.resolve(NOTHING));
    const failures = new Failures();
    const run: Run = { ctx, zone, failures, slot: routine ? ctx.scheduledFor : null, lost: accounts.length === 0 };
    const seen = new Set<string>();
    for (let round = 1; ; round++) {
      for (const account of round === 1 ? accounts : await this.accounts.active()) {
        await this.readAccount(account, !seen.has(account.id), run);
        seen.add(account.id);
      }
      if (run.lost) await this.schedules.rest(userId);
      this.judge(failures, ctx);
      const done = await this.finish(ctx, seen, round < ROUNDS);
      if (done) return done;
    }
  }

  /** What is asked first, at once: a slot of every user comes each half an hour, and most find little to do. */
  private start(userId: string) {
    return this.db.transaction(async (tx) => {
      const user = await tx.first<{ off: boolean }>(
        'SELECT disabled_at IS NOT NULL AS off FROM app_user WHERE id = $1',
        [userId],
      );
      const { timeZone: zone } = await this.preferences.mine();
      return { user, zone, accounts: await this.accounts.active() };
    });
  }

  private judge(failures: Failures, ctx: JobContext): void {
    const waitMs = failures.putOffMs;
    if (waitMs > 0 && Date.now() - ctx.scheduledFor.getTime() < STALE_MS) ctx.snooze(waitMs);
    const error = failures.error();
    if (error) throw error;
  }

  private async readAccount(account: ActiveAccount, first: boolean, run: Run): Promise<void> {
    const { ctx, slot } = run;
    const list = `account:${account.id}`;
    const [isOpen] = first ? await ctx.todo([list]) : [];
    const { watched, unwanted, isListDue } = await this.db.transaction(async () => {
      const { proven, unwanted } = await this.channels.watched();
      const isListDue = isOpen !== undefined && (await this.isDue(account, proven, slot));
      return { watched: proven, unwanted, isListDue };
    });
    if (isListDue) {
      const listed = await this.meets(account, list, null, run, async () => {
        const listing = await this.lists.ask(account, this.sources.for(account), slot !== null, ctx.signal);
        const isNews = !listing.gone || listing.calendars.length + listing.gone.length > 0;
        // Where nothing has changed the token that was used goes on.
        await ctx.transaction(async () => {
          if (isNews) await this.lists.keep(account, listing);
          ctx.item(list, 'ok');
        });
      });
      if (!listed) return;
    }
    const selected = await this.selected(account, watched, slot, !first);
    const due = first ? new Set(await ctx.todo(selected.map(({ id }) => id))) : undefined;
    for (const calendar of selected.filter(({ id }) => due?.has(id) ?? true)) {
      const { id, troubleAt } = calendar;
      if (!(await this.meets(account, id, troubleAt, run, () => this.readOne(calendar, account, run)))) return;
    }
    if (account.troubled) await this.accounts.markOk(account.id);
    for (const { id } of unwanted.filter(({ accountId }) => accountId === account.id))
      await this.channels.stop({ id, account }, ctx.signal);
  }

  /**
   * Does one item of the work, and notes what its provider refuses. A trouble that is older than the slot has made its dead letter: the
   * schedule tries again and makes no further one each half an hour. False: nothing else of the account is to be asked.
   */
  private async meets(
    account: SourceAccount,
    key: string,
    troubleAt: Date | null,
    run: Run,
    work: () => Promise<void>,
  ): Promise<boolean> {
    const { ctx, failures, slot } = run;
    try {
      await work();
      return true;
    } catch (error) {
      const refusal = refusalOf(error);
      // Its user has disconnected it: whatever the work has met then is no trouble.
      if (!ctx.signal.aborted && !(await this.accounts.has(account.id))) {
        ctx.item(key, 'skipped', { code: 'REMOVED' });
        return false;
      }
      if (!refusal) throw error;
      const { trouble, message, retryAfterMs } = refusal;
      const { code, outcome, ofTheAccount } = verdictOf(trouble);
      let since = troubleAt;
      if (trouble === 'needs_reauth') {
        await this.accounts.markNeedsReauth(account, message);
        run.lost = true;
      } else if (ofTheAccount) since = await this.accounts.noteTrouble(account, message);
      const known = slot !== null && since !== null && since < slot;
      if (outcome === 'failed') failures.add(trouble, { retryAfterMs, known });
      ctx.item(key, outcome, { code });
      return !ofTheAccount;
    }
  }

  private async readOne(calendar: Selected, account: SourceAccount, { ctx, zone }: Run): Promise<void> {
    if (calendar.watched) return ctx.item(calendar.id, 'skipped', { code: 'WATCHED' });
    if (calendar.readSince) return ctx.item(calendar.id, 'skipped', { code: 'READ_SINCE' });
    const source = this.sources.for(account);
    const now = ctx.scheduledFor;
    const outcome = await this.reading.read({ calendar, account, source, now, zone, ctx });
    if (outcome === 'elsewhere') return ctx.item(calendar.id, 'skipped', { code: 'READ_ELSEWHERE' });
    if (outcome === 'gone') return ctx.item(calendar.id, 'skipped', { code: 'NOT_SELECTED' });
    ctx.item(calendar.id, 'ok');
    const watched = { id: calendar.id, account, externalId: calendar.externalId };
    await this.channels.keep(watched, ctx.signal).catch((error: unknown) => {
      if (!(error instanceof SourceError)) throw error;
      // It has been read, and will be by the schedule.
      this.logger.debug(`a calendar is not watched: ${error.message}`);
    });
  }

  /** Whether the list of calendars is to be read: not while none of those that it has told of is. */
  private async isDue(account: SourceAccount, watched: ReadonlySet<string>, slot: Date | null): Promise<boolean> {
    if (watched.size === 0 && slot === null) return true;
    const selected = await this.selected(account, watched, slot, false);
    return selected.length === 0 || selected.some((calendar) => !calendar.watched && !calendar.readSince);
  }

  private selected(
    account: SourceAccount,
    watched: ReadonlySet<string>,
    slot: Date | null,
    wanted: boolean,
  ): Promise<Selected[]> {
    return this.db.rows<Selected>(SELECTED, [account.id, [...watched], wanted, slot]);
  }

  /** Undefined when there is something to be read again: the job goes on then. */
  private async finish(
    ctx: JobContext,
    seen: ReadonlySet<string>,
    mayGoOn: boolean,
  ): Promise<Completed<CalendarSyncResult> | undefined> {
    try {
      return await ctx.complete(() => this.db.transaction((tx) => this.close(tx, ctx, seen, mayGoOn)));
    } catch (error) {
      if (error instanceof AskedAgain) return undefined;
      throw error;
    }
  }

  private async close(
    tx: Tx,
    { jobId }: JobContext,
    seen: ReadonlySet<string>,
    mayGoOn: boolean,
  ): Promise<CalendarSyncResult> {
    await this.syncs.hold(tx);
    if (mayGoOn && (await tx.rows(ASKED, [jobId, [...seen]])).length > 0) throw new AskedAgain();
    return (await tx.first<CalendarSyncResult>(RESULT, [jobId]))!;
  }
}

/** Thrown to undo the end of a job. */
class AskedAgain extends Error {}

const NOTHING: CalendarSyncResult = { calendars: 0, full: 0, upserted: 0, deleted: 0, dropped: 0, ignored: 0 };

/**
 * $3: only those that somebody has asked for since they were read. $4: the slot. One whose last reading broke off is read again,
 * whatever its provider would tell and whoever has read it since.
 */
const RESTS = 'wanted_at IS NULL AND trouble IS NULL AND read_until IS NULL AND sync_token IS NOT NULL';
const SELECTED = `
  SELECT id, account_id AS "accountId", external_id AS "externalId", trouble_at AS "troubleAt",
    id = ANY ($2::uuid[]) AND ${RESTS} AND last_read_at > now() - interval '6 hours' AS watched,
    coalesce(${RESTS} AND last_read_at > $4::timestamptz, false) AS "readSince"
  FROM calendar
  WHERE account_id = $1 AND selected AND trouble IS DISTINCT FROM 'gone' AND (NOT $3 OR wanted_at IS NOT NULL)
  ORDER BY id`;

/** An account that was connected, or a calendar that was asked for, while the job ran; what another job reads is for that one. */
const ASKED = `
  SELECT FROM calendar_account a WHERE a.state = 'active' AND (a.id <> ALL ($2::uuid[]) OR EXISTS (
    SELECT FROM calendar c WHERE c.account_id = a.id AND c.selected AND c.trouble IS DISTINCT FROM 'gone' AND c.wanted_at IS NOT NULL
      AND (c.read_by = $1 OR c.read_until IS NULL OR c.read_until < clock_timestamp())))`;

const RESULT = `
  SELECT count(*) FILTER (WHERE read_until IS NULL)::int AS calendars, count(*) FILTER (WHERE full_by = $1)::int AS full,
    coalesce(sum(read_upserted), 0)::int AS upserted, coalesce(sum(read_deleted), 0)::int AS deleted,
    coalesce(sum(read_dropped), 0)::int AS dropped, coalesce(sum(read_ignored), 0)::int AS ignored
  FROM calendar WHERE read_by = $1`;
