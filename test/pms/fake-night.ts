import { randomUUID } from 'node:crypto';
import type { Platform, Tenant } from '../platform/harness.js';

export interface FakeJob {
  status: string;
  startedAt?: Date;
  completedAt?: Date;
  progress?: number;
  dueBy?: Date;
}

/** Hotels, schedules, slots and jobs as a night would have left them, without the night. */
export class FakeNight {
  private made = 0;

  constructor(
    private readonly platform: Platform,
    private readonly tenant: Tenant,
  ) {}

  async hotel(name: string, timeZone: string): Promise<number> {
    return this.one(
      `INSERT INTO hotel (tenant_id, name, time_zone, currency) VALUES ($1, $2, $3, 'EUR') RETURNING id`,
      [this.tenant.id, name, timeZone],
    );
  }

  async schedule(
    hotelId: number | null,
    kind: string,
    {
      dueSeconds = null,
      nextRunAt = null,
    }: Partial<Record<'dueSeconds', number | null> & Record<'nextRunAt', Date | null>> = {},
  ): Promise<string> {
    return this.one(
      `INSERT INTO schedule (id, tenant_id, key, name, data, cron, timezone, hotel_id, grace_seconds, due_seconds, next_run_at)
       VALUES (gen_random_uuid(), $1, $2, $3, '{}', '0 2 * * *', 'UTC', $4, 900, $5, $6) RETURNING id`,
      [this.tenant.id, `api:${randomUUID()}`, kind, hotelId, dueSeconds, nextRunAt],
    );
  }

  /** A slot, and its job if there is one, whose id is answered. */
  async slot(scheduleId: string, fireAt: Date, job?: FakeJob, more: object = {}): Promise<string | undefined> {
    const { sql } = this.platform;
    const { rows } = await sql.query<{ name: string; hotel_id: number }>(
      'SELECT name, hotel_id FROM schedule WHERE id = $1',
      [scheduleId],
    );
    const jobId = job && (await this.job(rows[0]!.name, rows[0]!.hotel_id, fireAt, job, scheduleId));
    const { waiveReason = null, passedAt = null } = more as { waiveReason?: string | null; passedAt?: Date | null };
    await sql.query(
      `INSERT INTO schedule_slot (tenant_id, schedule_id, fire_at, job_id, fired_at, passed_at, waived_at, waive_reason)
       VALUES ($1, $2, $3, $4, $5, $6, CASE WHEN $7::text IS NOT NULL THEN now() END, $7)`,
      [this.tenant.id, scheduleId, fireAt, jobId ?? null, jobId ? fireAt : null, passedAt, waiveReason],
    );
    return jobId;
  }

  async job(
    kind: string,
    hotelId: number | null,
    at: Date,
    job: FakeJob,
    scheduleId: string | null = null,
  ): Promise<string> {
    const table = ['PENDING', 'QUEUED', 'RUNNING'].includes(job.status) ? 'job_live' : 'job_history';
    // An id of that time: it tells the month in which the ledger keeps the job.
    const id = await this.one<string>('SELECT ledger_id($1) AS id', [new Date(at.getTime() + ++this.made)]);
    await this.platform.sql.query(
      `INSERT INTO ${table} (id, tenant_id, name, data, max_attempts, status, hotel_id, schedule_id, run_at, scheduled_for,
         created_at, started_at, completed_at, progress, due_by, attempt, token)
       VALUES ($1, $2, $3, '{}', 1, $4, $5, $6, $7, $7, $7, $8, $9, $10, $11, 1, 1)`,
      [
        ...[id, this.tenant.id, kind, job.status, hotelId, scheduleId, at, job.startedAt ?? null],
        ...[job.completedAt ?? null, job.progress ?? 0, job.dueBy ?? null],
      ],
    );
    return id;
  }

  /** So many runs of a schedule on the days before, which took so long each. */
  async runs(scheduleId: string, before: Date, ms: readonly number[]): Promise<void> {
    for (const [n, took] of ms.entries()) {
      const at = new Date(before.getTime() - (n + 1) * 86_400_000);
      await this.slot(scheduleId, at, {
        status: 'COMPLETED',
        startedAt: at,
        completedAt: new Date(at.getTime() + took),
      });
    }
  }

  async deadLetter(jobId: string, at: Date): Promise<string> {
    return this.one(
      `INSERT INTO dead_letter (id, tenant_id, job_id, name, hotel_id, data, error, reason, attempts, created_at)
       SELECT gen_random_uuid(), tenant_id, id, name, hotel_id, data, '{"code": "NO_RATE", "message": "There is no rate"}',
         'exhausted', 1, $2 FROM job WHERE id = $1 RETURNING id`,
      [jobId, at],
    );
  }

  async item(jobId: string, key: string, outcome: 'ok' | 'failed'): Promise<void> {
    await this.platform.sql.query(
      `INSERT INTO job_item (tenant_id, job_id, item_key, outcome, attempt, token, ord) VALUES ($1, $2, $3, $4, 1, 1, 1)`,
      [this.tenant.id, jobId, key, outcome],
    );
  }

  private async one<T>(text: string, values: unknown[]): Promise<T> {
    const { rows } = await this.platform.sql.query<{ id: T }>(text, values);
    return rows[0]!.id;
  }
}

const ZONES = [
  ...[
    'Pacific/Auckland',
    'Pacific/Fiji',
    'Pacific/Noumea',
    'Australia/Brisbane',
    'Asia/Tokyo',
    'Asia/Shanghai',
    'Asia/Bangkok',
    'Asia/Dhaka',
  ],
  ...['Asia/Karachi', 'Asia/Dubai', 'Europe/Moscow', 'Europe/Athens', 'Europe/Madrid', 'Europe/Lisbon'],
  ...['Atlantic/Cape_Verde', 'Atlantic/South_Georgia', 'America/Sao_Paulo', 'America/Halifax', 'America/New_York'],
  ...['America/Chicago', 'America/Denver', 'America/Los_Angeles', 'America/Anchorage', 'Pacific/Honolulu'],
  ...['Pacific/Pago_Pago'],
];

/** A zone in which it is now about two o'clock at night, far from the noons between which a night lies. */
export function zoneAtTwo(now = new Date()): string {
  const hour = (timeZone: string) =>
    Number(new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(now));
  return ZONES.find((zone) => hour(zone) === 2) ?? ZONES.find((zone) => hour(zone) === 3)!;
}
