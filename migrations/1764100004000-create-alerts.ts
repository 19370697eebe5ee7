import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectTenantTable } from './support/protect-tenant-table.js';

/** Rules that tell a tenant when its jobs go wrong, and what they told. */
export class CreateAlerts1764100004000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE alert_rule (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
        kind text NOT NULL CHECK (kind IN ('failure_rate', 'oldest_age', 'missed_slot', 'dead_letters')),
        -- null: jobs of every kind, of every hotel.
        job_name text,
        hotel_id integer,
        -- Percent, seconds or a number of things, as the kind has it; reached is crossed.
        threshold numeric NOT NULL CHECK (threshold > 0),
        window_minutes integer NOT NULL DEFAULT 60 CHECK (window_minutes BETWEEN 1 AND 10080),
        -- Fewer finished jobs have no failure rate.
        min_jobs integer NOT NULL DEFAULT 10 CHECK (min_jobs >= 1),
        webhook_url text,
        webhook_secret text,
        emails text[] NOT NULL DEFAULT '{}',
        enabled boolean NOT NULL DEFAULT true,
        state text NOT NULL DEFAULT 'ok' CHECK (state IN ('ok', 'firing')),
        state_since timestamptz NOT NULL DEFAULT now(),
        -- null: not measured yet, or too few jobs.
        last_value double precision,
        last_checked_at timestamptz,
        next_check_at timestamptz NOT NULL DEFAULT now(),
        -- Last message about the present state.
        told_at timestamptz,
        remind_hours integer CHECK (remind_hours BETWEEN 1 AND 720),
        created_by uuid,
        created_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (tenant_id, id),
        CHECK (webhook_url IS NULL OR webhook_secret IS NOT NULL)
      ) WITH (fillfactor = 80);
      CREATE INDEX alert_rule_due_idx ON alert_rule (next_check_at) WHERE enabled;

      CREATE TABLE alert_event (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL,
        rule_id uuid NOT NULL,
        kind text NOT NULL CHECK (kind IN ('fired', 'resolved', 'reminder')),
        value double precision,
        at timestamptz NOT NULL DEFAULT now(),
        FOREIGN KEY (tenant_id, rule_id) REFERENCES alert_rule (tenant_id, id) ON DELETE CASCADE
      );
      CREATE INDEX alert_event_idx ON alert_event (rule_id, id DESC);
    `);
    for (const table of ['alert_rule', 'alert_event']) await protectTenantTable(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE alert_event, alert_rule');
  }
}
