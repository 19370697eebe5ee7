import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectTenantTable } from './support/protect-tenant-table.js';

/** Policies of schedules; slots written ahead, passed over, waived, backfilled; gaps still to be written out. */
export class ExtendSchedules1764100001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE schedule
        -- Name people gave it, if they did.
        ADD label text,
        ADD dst text NOT NULL DEFAULT 'once' CHECK (dst IN ('skip', 'once', 'both')),
        ADD misfire text NOT NULL DEFAULT 'once' CHECK (misfire IN ('once', 'all', 'skip')),
        ADD jitter_seconds integer NOT NULL DEFAULT 0 CHECK (jitter_seconds BETWEEN 0 AND 86400),
        -- How late a slot's job may begin before the slot counts as late, or as missed.
        ADD grace_seconds integer NOT NULL DEFAULT 900 CHECK (grace_seconds BETWEEN 1 AND 604800),
        ADD paused_at timestamptz,
        ADD paused_by uuid,
        ADD pause_reason text,
        -- Last edit or resume: slots before it are not made up for by the present expression.
        ADD counts_from timestamptz NOT NULL DEFAULT now();
      -- Each firing moves next_run_at, which is indexed: without a vacuum soon the tick wades through dead entries.
      ALTER TABLE schedule SET (autovacuum_vacuum_scale_factor = 0.02);

      ALTER TABLE schedule_slot
        -- NULL while the slot is owed or missed.
        ALTER job_id DROP NOT NULL,
        -- When its job was inserted.
        ADD fired_at timestamptz,
        -- When the misfire policy went past it.
        ADD passed_at timestamptz,
        ADD waived_at timestamptz,
        ADD waived_by uuid,
        ADD waive_reason text,
        ADD backfilled_at timestamptz,
        ADD backfilled_by uuid;
      CREATE INDEX schedule_slot_tenant_idx ON schedule_slot (tenant_id, fire_at);

      -- A stretch of missed slots that are not rows yet: after a long outage jobs come first, book-keeping later.
      -- Keeps the expression of its time, which an edit may have changed since.
      CREATE TABLE schedule_gap (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        tenant_id uuid NOT NULL,
        schedule_id uuid NOT NULL,
        -- Slots strictly after the one and before the other.
        after_at timestamptz NOT NULL,
        before_at timestamptz NOT NULL,
        cron text NOT NULL,
        timezone text NOT NULL,
        dst text NOT NULL,
        FOREIGN KEY (tenant_id, schedule_id) REFERENCES schedule (tenant_id, id) ON DELETE CASCADE
      );
      CREATE INDEX schedule_gap_schedule_idx ON schedule_gap (schedule_id);

      -- The owner, too, would see no rows.
      ALTER TABLE schedule NO FORCE ROW LEVEL SECURITY;
      ALTER TABLE schedule_slot NO FORCE ROW LEVEL SECURITY;
      UPDATE schedule_slot SET fired_at = created_at;
      INSERT INTO schedule_slot (tenant_id, schedule_id, fire_at)
        SELECT tenant_id, id, next_run_at FROM schedule WHERE enabled AND next_run_at IS NOT NULL
        ON CONFLICT DO NOTHING;
      ALTER TABLE schedule FORCE ROW LEVEL SECURITY;
      ALTER TABLE schedule_slot FORCE ROW LEVEL SECURITY;
    `);
    await protectTenantTable(runner, 'schedule_gap');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE schedule_gap;
      DROP INDEX schedule_slot_tenant_idx;
      ALTER TABLE schedule_slot NO FORCE ROW LEVEL SECURITY;
      DELETE FROM schedule_slot WHERE job_id IS NULL;
      ALTER TABLE schedule_slot FORCE ROW LEVEL SECURITY;
      ALTER TABLE schedule_slot ALTER job_id SET NOT NULL, DROP fired_at, DROP passed_at, DROP waived_at,
        DROP waived_by, DROP waive_reason, DROP backfilled_at, DROP backfilled_by;
      ALTER TABLE schedule RESET (autovacuum_vacuum_scale_factor);
      ALTER TABLE schedule DROP label, DROP dst, DROP misfire, DROP jitter_seconds, DROP grace_seconds, DROP paused_at,
        DROP paused_by, DROP pause_reason, DROP counts_from;
    `);
  }
}
