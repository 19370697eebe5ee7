import { Injectable } from '@nestjs/common';
import { SystemDatabase } from '../../platform/database/system-database.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { notFound } from '../../platform/errors/app-error.js';
import { Fleet } from '../fleet/fleet.js';
import { BATCH, type JobRow } from '../ledger/job-row.js';
import { BEFORE, COUNT_AT_MOST, GATES_OF } from './why.sql.js';

export const WHY_CODES = [
  'FINAL',
  'RUNNING',
  'CANCELLING',
  'CHILDREN',
  'DELAYED',
  'RETRYING',
  'INTERRUPTED',
  'PAUSED',
  'TENANT_CAP',
  'RATE_LIMIT',
  'NO_WORKER',
  'BEHIND',
  'RUNG',
  'DUE',
] as const;

/** One thing that keeps a job from running. */
export interface Reason {
  code: (typeof WHY_CODES)[number];
  message: string;
  /** When this ends by itself, if that is known. */
  until?: Date;
  detail?: Record<string, unknown>;
}

export interface Why {
  jobId: string;
  status: string;
  /** The first names what must change first. */
  reasons: Reason[];
  /** When the job should start if nothing changes; null when that cannot be told. */
  expectedStart: Date | null;
}

interface Gate {
  gate: 'PAUSED' | 'TENANT_CAP' | 'RATE_LIMIT' | null;
  in_flight: number;
  max_running: number | null;
  rate_jobs: number | null;
  rate_seconds: number | null;
  next_token: Date | null;
  /** How many jobs the rate lets start now, possibly a fraction; null: no rate. */
  tokens: number | null;
  pauses: Pause[];
}

interface Pause {
  by: string;
  /** Instant as Postgres writes it. */
  since: string;
  reason: string | null;
  forAll: boolean;
  allQueues: boolean;
}

/** Why a job is not running. It reads the same SQL that releases jobs, so the answer is the true reason. */
@Injectable()
export class WhyService {
  constructor(
    private readonly tenantDb: TenantDatabase,
    private readonly systemDb: SystemDatabase,
    private readonly fleet: Fleet,
  ) {}

  /** @throws AppError NOT_FOUND. */
  async explain(id: string): Promise<Why> {
    const job = await this.tenantDb.first<JobRow>('SELECT * FROM job WHERE id = $1', [id]);
    if (!job) throw notFound('Job');
    const { reasons, expectedStart = null } = await this.reasons(job);
    return { jobId: id, status: job.status, reasons, expectedStart };
  }

  private async reasons(job: JobRow): Promise<{ reasons: Reason[]; expectedStart?: Date | null }> {
    if (job.completed_at)
      return { reasons: [{ code: 'FINAL', message: `It is ${job.status} since ${job.completed_at.toISOString()}` }] };
    if (job.status === 'RUNNING') return { reasons: [running(job)], expectedStart: job.started_at };
    if (job.status === 'PENDING' && !job.due) return { reasons: [delayed(job)], expectedStart: job.run_at };
    const [gate, before] = await Promise.all([
      this.systemDb.first<Gate>(GATES_OF, [job.name, job.tenant_id]),
      this.systemDb.first<{ ahead: number; rung_before: number; running: number }>(BEFORE, [job.id]),
    ]);
    const reasons: Reason[] = [];
    if (job.status === 'PENDING' && gate?.gate) reasons.push(...closed(gate));
    const workers = this.fleet.workers(job.name);
    if (workers === 0)
      reasons.push({
        code: 'NO_WORKER',
        message: `No living worker runs ${job.name} jobs`,
        detail: { queue: job.name },
      });
    if (before && job.status === 'PENDING' && before.ahead > 0) reasons.push(behind(before.ahead));
    if (job.status === 'QUEUED')
      reasons.push({
        code: 'RUNG',
        message: `It is on its way to a worker, behind ${before?.rung_before ?? 0} others`,
        detail: { ahead: before?.rung_before ?? 0, running: before?.running ?? 0, workers },
      });
    if (reasons.length === 0) reasons.push({ code: 'DUE', message: 'Nothing holds it back: it starts in a moment' });
    const stuck = workers === 0 || gate?.gate === 'PAUSED';
    return {
      reasons,
      expectedStart: stuck ? null : this.expected(job, gate, (before?.ahead ?? 0) + (before?.rung_before ?? 0)),
    };
  }

  /** Estimated from how long jobs of the kind run and how many run at a time. */
  private expected(job: JobRow, gate: Gate | undefined, ahead: number): Date | null {
    const ms = this.fleet.runMs(job.name);
    if (ms === undefined) return null;
    const places = Math.min(this.fleet.places(job.name), gate?.max_running ?? Infinity);
    const byPlaces = Date.now() + (ahead * ms) / places;
    return new Date(Math.max(byPlaces, byRate(gate, ahead)));
  }
}

/** When the rate lets it start, ms: the jobs that go before it take their tokens first. */
function byRate(gate: Gate | undefined, ahead: number): number {
  if (!gate?.rate_jobs || !gate.rate_seconds || gate.tokens === null) return 0;
  const missing = ahead + 1 - gate.tokens;
  return missing <= 0 ? 0 : Date.now() + (missing * gate.rate_seconds * 1000) / gate.rate_jobs;
}

function running(job: JobRow): Reason {
  if (job.name === BATCH) return { code: 'CHILDREN', message: 'It waits for the jobs of the batch' };
  const detail = { worker: job.worker, startedAt: job.started_at, attempt: job.attempt };
  if (job.cancel_requested_at)
    return { code: 'CANCELLING', message: `Worker ${job.worker} has been told to stop it`, detail };
  return { code: 'RUNNING', message: `It runs on worker ${job.worker}`, detail };
}

function delayed(job: JobRow): Reason {
  const until = job.run_at;
  if (job.error?.code === 'INFRASTRUCTURE' && !job.error.spent)
    return {
      code: 'INTERRUPTED',
      message: `${job.error.message}; it goes on at ${until.toISOString()}`,
      until,
      detail: { error: job.error },
    };
  if (job.error)
    return {
      code: 'RETRYING',
      message: `Attempt ${job.attempt} of ${job.max_attempts} failed (${job.error.code}); the next one is due at ${until.toISOString()}`,
      until,
      detail: { error: job.error },
    };
  return { code: 'DELAYED', message: `It is not due before ${until.toISOString()}`, until };
}

/** Every pause must be lifted before the job can run, so every pause is listed. */
function closed(gate: Gate): Reason[] {
  return gate.gate === 'PAUSED' ? gate.pauses.map(paused) : [limited(gate)];
}

function paused({ by, since, reason, forAll, allQueues }: Pause): Reason {
  const what = allQueues ? 'All queues are paused' : 'The queue is paused';
  const at = new Date(since);
  return {
    code: 'PAUSED',
    message: `${what} ${forAll ? 'for everybody' : 'for this tenant'} by ${by} since ${at.toISOString()}${reason ? `: ${reason}` : ''}`,
    detail: { by, since: at, reason, scope: forAll ? 'everybody' : 'tenant' },
  };
}

function limited(gate: Gate): Reason {
  switch (gate.gate) {
    case 'TENANT_CAP':
      return {
        code: 'TENANT_CAP',
        message: `${gate.in_flight} of the tenant's jobs of this kind are under way, and ${gate.max_running} may be`,
        detail: { inFlight: gate.in_flight, cap: gate.max_running },
      };
    default:
      return {
        code: 'RATE_LIMIT',
        message: `The tenant may start ${gate.rate_jobs} jobs of this kind in ${gate.rate_seconds} s`,
        until: gate.next_token ?? undefined,
        detail: { jobs: gate.rate_jobs, perSeconds: gate.rate_seconds },
      };
  }
}

function behind(ahead: number): Reason {
  const number = ahead >= COUNT_AT_MOST ? `${COUNT_AT_MOST} or more` : String(ahead);
  return { code: 'BEHIND', message: `${number} due jobs of the tenant go before it`, detail: { ahead } };
}
