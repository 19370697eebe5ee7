import { bullStatus, type LedgerStatus } from '../ledger/job-row.js';

export const CHANGE_KINDS = ['job', 'slot', 'dead-letter', 'reload'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** One event of a tenant. */
export interface Change {
  tenantId: string;
  seq: number;
  kind: ChangeKind;
  data: object;
}

/** What a look has found; it becomes an event when it gets its number. */
export interface Found {
  tenantId: string;
  kind: ChangeKind;
  subject: string;
  version: string;
  data: object;
}

interface Row {
  tenantId: string;
  subject: string;
  version: string;
  name: string;
  hotel_id: number | null;
}

export interface JobRowSeen extends Row {
  id: string;
  status: LedgerStatus;
  due: boolean;
  attempt: number;
  progress: number;
  last_item: number | null;
  schedule_id: string | null;
  scheduled_for: Date;
  batch_id: string | null;
  run_at: Date;
  started_at: Date | null;
  completed_at: Date | null;
  due_by: Date | null;
  underWay: boolean;
  untold: boolean;
}

export interface SlotRowSeen extends Row {
  schedule_id: string;
  fire_at: Date;
  state: string;
}

export interface LetterRowSeen extends Row {
  id: string;
  job_id: string;
  fingerprint: string;
  resolution: string | null;
}

/** How a job is now, without its data, its result and its error: those are asked for where they are shown. */
export function ofJob(row: JobRowSeen): Found {
  const { tenantId, subject, version } = row;
  const data = {
    id: row.id,
    type: row.name,
    status: bullStatus(row),
    ledgerStatus: row.status,
    progress: row.progress,
    attempts: row.attempt,
    hotelId: row.hotel_id,
    scheduleId: row.schedule_id,
    scheduledFor: row.scheduled_for,
    batchId: row.batch_id,
    runAt: row.run_at,
    startedAt: row.started_at,
    completedAt: row.completed_at,
    dueBy: row.due_by,
    lastItem: row.last_item,
  };
  return { tenantId, kind: 'job', subject, version, data };
}

export function ofSlot({ tenantId, subject, version, ...row }: SlotRowSeen): Found {
  const data = {
    scheduleId: row.schedule_id,
    type: row.name,
    hotelId: row.hotel_id,
    fireAt: row.fire_at,
    state: row.state,
  };
  return { tenantId, kind: 'slot', subject, version, data };
}

export function ofLetter({ tenantId, subject, version, ...row }: LetterRowSeen): Found {
  const data = {
    id: row.id,
    jobId: row.job_id,
    type: row.name,
    hotelId: row.hotel_id,
    fingerprint: row.fingerprint,
    state: row.resolution ?? 'open',
  };
  return { tenantId, kind: 'dead-letter', subject, version, data };
}

/** More has changed than is told one by one: whoever listens loads again what it shows. */
export function reload(tenantId: string, seq: number): Found {
  return { tenantId, kind: 'reload', subject: 'all', version: String(seq), data: {} };
}
