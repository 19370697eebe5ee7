import type { JobContract } from '../contract/define-job.js';
import type { NewJob } from '../ledger/ledger.js';
import { newId } from '../ledger/new-id.js';
import { jitterMs } from './jitter.js';

/** The fields of a schedule that go into its jobs. */
export interface ScheduleToFire {
  id: string;
  tenantId: string;
  type: string;
  data: Record<string, unknown>;
  hotelId: number | null;
  jitterSeconds: number;
  /** So many seconds after its slot a job should be done; null: no time is set. */
  dueSeconds: number | null;
}

export interface Firing {
  schedule: ScheduleToFire;
  slot: Date;
}

/**
 * The job of a slot. Its `scheduledFor` is the slot, and it may start up to the schedule's jitter after it.
 * A schedule's jobs have no dedupe key, because each slot needs a job of its own.
 */
export function jobOf(contract: JobContract, { schedule, slot }: Firing, now: Date): NewJob {
  const start = new Date(slot.getTime() + jitterMs(schedule.id, slot, schedule.jitterSeconds));
  return {
    id: newId(),
    tenantId: schedule.tenantId,
    name: schedule.type,
    data: JSON.stringify(schedule.data),
    priority: contract.priority,
    maxAttempts: contract.attempts,
    runAt: start > now ? start : null,
    dueBy: schedule.dueSeconds === null ? null : new Date(slot.getTime() + schedule.dueSeconds * 1000),
    dedupeKey: null,
    hotelId: schedule.hotelId,
    scheduleId: schedule.id,
    scheduledFor: slot,
  };
}
