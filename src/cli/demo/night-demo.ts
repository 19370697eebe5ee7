import { type INestApplicationContext } from '@nestjs/common';
import { nextRun, type ScheduleView } from '../../jobs/index.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { today } from '../../platform/dates/index.js';

type App = Pick<INestApplicationContext, 'get'>;
type Owed = Pick<ScheduleView, 'id' | 'cron' | 'timezone' | 'dst'>;

const DAY_MS = 86_400_000;
/** What the last night owed. The sweep and the invoices of the demo group are left to the first start, which prints them. */
const KINDS = ['daily-housekeeping-round', 'availability-recalc', 'no-show-check'];
const SWEEP = 'room-generation-sweep';

/**
 * The hotels of the demo were there last night and no server was: what their schedules owed then is due when the first one
 * starts, which runs it late, as after any outage. So there is a night to look at, of jobs that have really run. Call it
 * within the tenant's context, in the transaction that makes the hotels.
 * @param sweeps also the opening of room nights
 */
export async function oweLastNight(app: App, { sweeps }: { sweeps: boolean }): Promise<void> {
  const db = app.get(TenantDatabase, { strict: false });
  const schedules = await db.rows<Owed>(
    `SELECT id, cron, timezone, dst FROM schedule WHERE enabled AND hotel_id IS NOT NULL AND name = ANY($1::text[])`,
    [sweeps ? [...KINDS, SWEEP] : KINDS],
  );
  const now = new Date();
  const owed = schedules.flatMap((schedule) => {
    const at = lastFiring(schedule, now);
    return at ? [{ id: schedule.id, at }] : [];
  });
  await db.rows(
    `UPDATE schedule SET next_run_at = o.at FROM unnest($1::uuid[], $2::timestamptz[]) AS o(id, at) WHERE schedule.id = o.id`,
    [owed.map(({ id }) => id), owed.map(({ at }) => at)],
  );
}

/** The last time it was to fire on the present date of its zone; undefined when it was not. */
function lastFiring({ cron, timezone, dst }: Owed, now: Date): Date | undefined {
  let last: Date | undefined;
  let next = nextRun(cron, timezone, new Date(now.getTime() - DAY_MS), dst);
  while (next <= now) {
    last = next;
    next = nextRun(cron, timezone, next, dst);
  }
  return last && today(timezone, last) === today(timezone, now) ? last : undefined;
}
