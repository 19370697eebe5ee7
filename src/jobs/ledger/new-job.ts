/** A new job, validated. */
export interface NewJob {
  /** UUIDv7: its order is the order of creation. */
  id: string;
  tenantId: string;
  name: string;
  /** JSON text. */
  data: string;
  priority: number;
  maxAttempts: number;
  /** null: at once. */
  runAt: Date | null;
  /** When it should be done: its rank rises as this comes near. */
  dueBy?: Date | null;
  dedupeKey: string | null;
  hotelId: number | null;
  scheduleId?: string | null;
  scheduledFor?: Date | null;
  batchId?: string | null;
  /** Digest of kind and payload, if the job's result may be reused. */
  inputHash?: Buffer | null;
  /** What the platform notes about the job. */
  metadata?: Record<string, unknown>;
  createdBy?: string | null;
  requestId?: string | null;
}

/** A due job with a due_by is raised to the front when this share of its time is left… */
export const RAISE_AT_SHARE = 0.25;
/** …or this much, ms, whichever comes first. */
export const RAISE_AT_LEAST_MS = 15 * 60_000;

/** When a job to be done by an instant goes to the front of its tenant's line. */
export function raiseAt(dueBy: Date, from: Date): Date {
  const time = dueBy.getTime() - from.getTime();
  return new Date(dueBy.getTime() - Math.max(RAISE_AT_LEAST_MS, time * RAISE_AT_SHARE));
}
