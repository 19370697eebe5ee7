import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectTenantTable } from './support/protect-tenant-table.js';

/** The job ledger, its attempts, dead letters and schedules. */
export class CreateJobLedger1764000001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE job (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        name text NOT NULL,
        status text NOT NULL DEFAULT 'PENDING'
          CHECK (status IN ('PENDING', 'QUEUED', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED', 'DEAD')),
        priority smallint NOT NULL DEFAULT 50 CHECK (priority BETWEEN 0 AND 100),
        data jsonb NOT NULL,
        result jsonb,
        error jsonb,
        progress smallint NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 100),
        attempt smallint NOT NULL DEFAULT 0,
        max_attempts smallint NOT NULL CHECK (max_attempts >= 1),
        crashes smallint NOT NULL DEFAULT 0,
        -- Fence: grows with every claim; a writer must still hold the number it claimed with.
        token integer NOT NULL DEFAULT 0,
        -- Generation of the doorbell: <id>.<epoch> is rung at most once per epoch.
        epoch integer NOT NULL DEFAULT 0,
        run_at timestamptz NOT NULL DEFAULT now(),
        -- False while run_at lies ahead: keeps the far future out of the index the relay reads.
        due boolean NOT NULL DEFAULT true,
        rung_at timestamptz,
        checked_at timestamptz,
        lease_until timestamptz,
        worker text,
        cancel_requested_at timestamptz,
        dedupe_key text,
        hotel_id integer,
        schedule_id uuid,
        created_by uuid,
        request_id text,
        metadata jsonb NOT NULL DEFAULT '{}',
        created_at timestamptz NOT NULL DEFAULT now(),
        scheduled_for timestamptz NOT NULL DEFAULT now(),
        started_at timestamptz,
        completed_at timestamptz,
        UNIQUE (tenant_id, id)
      ) WITH (fillfactor = 80);

      -- Hot states only: these indexes stay small however long the history grows.
      CREATE INDEX job_due_idx ON job (name, tenant_id, priority, run_at, id) WHERE status = 'PENDING' AND due;
      CREATE INDEX job_delayed_idx ON job (run_at) WHERE status = 'PENDING' AND NOT due;
      CREATE INDEX job_rung_idx ON job (name, rung_at) WHERE status = 'QUEUED';
      CREATE INDEX job_leased_idx ON job (lease_until) WHERE status = 'RUNNING';
      CREATE UNIQUE INDEX job_dedupe_key ON job (tenant_id, name, dedupe_key)
        WHERE dedupe_key IS NOT NULL AND status IN ('PENDING', 'QUEUED', 'RUNNING');
      -- History, newest first.
      CREATE INDEX job_history_idx ON job (tenant_id, created_at DESC, id DESC);
      CREATE INDEX job_history_name_idx ON job (tenant_id, name, created_at DESC, id DESC);
      CREATE INDEX job_history_hotel_idx ON job (tenant_id, hotel_id, created_at DESC) WHERE hotel_id IS NOT NULL;

      -- Attempts that did not complete the job; the one that did is told by the job's own row.
      CREATE TABLE job_attempt (
        tenant_id uuid NOT NULL,
        job_id uuid NOT NULL,
        token integer NOT NULL,
        attempt smallint NOT NULL,
        outcome text NOT NULL CHECK (outcome IN ('failed', 'crashed', 'cancelled', 'released')),
        worker text,
        started_at timestamptz,
        ended_at timestamptz NOT NULL DEFAULT now(),
        error jsonb,
        retry_at timestamptz,
        PRIMARY KEY (job_id, token),
        FOREIGN KEY (tenant_id, job_id) REFERENCES job (tenant_id, id) ON DELETE CASCADE
      );

      CREATE TABLE dead_letter (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL,
        job_id uuid NOT NULL,
        name text NOT NULL,
        hotel_id integer,
        data jsonb NOT NULL,
        error jsonb NOT NULL,
        reason text NOT NULL CHECK (reason IN ('exhausted', 'permanent', 'quarantined')),
        attempts smallint NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        resolved_at timestamptz,
        resolution text CHECK (resolution IN ('requeued', 'discarded')),
        resolved_by uuid,
        FOREIGN KEY (tenant_id, job_id) REFERENCES job (tenant_id, id) ON DELETE CASCADE
      );
      CREATE INDEX dead_letter_open_idx ON dead_letter (tenant_id, created_at DESC, id) WHERE resolved_at IS NULL;
      CREATE UNIQUE INDEX dead_letter_open_job_key ON dead_letter (job_id) WHERE resolved_at IS NULL;

      -- Without a tenant: paused for everybody.
      CREATE TABLE queue_pause (
        name text NOT NULL,
        tenant_id uuid REFERENCES tenant (id),
        paused_at timestamptz NOT NULL DEFAULT now(),
        paused_by uuid,
        CONSTRAINT queue_pause_key UNIQUE NULLS NOT DISTINCT (name, tenant_id)
      );

      CREATE TABLE schedule (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        -- What the schedule is, unique within its tenant: an edit changes this row, never adds one.
        key text NOT NULL,
        name text NOT NULL,
        data jsonb NOT NULL,
        cron text NOT NULL,
        timezone text NOT NULL,
        enabled boolean NOT NULL DEFAULT true,
        hotel_id integer,
        next_run_at timestamptz,
        last_run_at timestamptz,
        created_by uuid,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (tenant_id, key),
        UNIQUE (tenant_id, id)
      );
      CREATE INDEX schedule_due_idx ON schedule (next_run_at) WHERE enabled AND next_run_at IS NOT NULL;

      -- One firing of a schedule; the key makes a second firing of the same instant impossible.
      CREATE TABLE schedule_slot (
        tenant_id uuid NOT NULL,
        schedule_id uuid NOT NULL,
        fire_at timestamptz NOT NULL,
        job_id uuid NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (schedule_id, fire_at),
        FOREIGN KEY (tenant_id, schedule_id) REFERENCES schedule (tenant_id, id) ON DELETE CASCADE
      );
    `);
    for (const table of ['job', 'job_attempt', 'dead_letter', 'queue_pause', 'schedule', 'schedule_slot'])
      await protectTenantTable(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE schedule_slot, schedule, queue_pause, dead_letter, job_attempt, job');
  }
}
