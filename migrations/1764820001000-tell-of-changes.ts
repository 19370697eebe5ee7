import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectTenantTable } from './support/protect-tenant-table.js';

/** What has changed in a tenant, one after the other, for the streams of events that somebody listens to. */
export class TellOfChanges1764820001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE change_feed (
        tenant_id uuid PRIMARY KEY REFERENCES tenant (id),
        -- Of the last event. Drawn under this row's lock: a reader that has seen n has seen all below.
        seq bigint NOT NULL DEFAULT 0,
        -- When the tenant was last looked at, and when there was more than is told one by one.
        looked_at timestamptz NOT NULL DEFAULT now(),
        skipped_at timestamptz,
        -- Jobs that were under way then: the next look asks what became of them.
        under_way uuid[] NOT NULL DEFAULT '{}'
      );

      -- Kept for minutes, and only while somebody listens.
      CREATE TABLE change_event (
        tenant_id uuid NOT NULL,
        seq bigint NOT NULL,
        at timestamptz NOT NULL DEFAULT now(),
        kind text NOT NULL CHECK (kind IN ('job', 'slot', 'dead-letter', 'reload')),
        -- What it is about and how that was: the same is told once.
        subject text NOT NULL,
        version text NOT NULL,
        data jsonb NOT NULL,
        PRIMARY KEY (tenant_id, seq),
        CONSTRAINT change_event_key UNIQUE (tenant_id, subject, version),
        FOREIGN KEY (tenant_id) REFERENCES tenant (id)
      );
      CREATE INDEX change_event_at_idx ON change_event (at);

      CREATE INDEX dead_letter_closed_idx ON dead_letter (tenant_id, resolved_at) WHERE resolved_at IS NOT NULL;
    `);
    await protectTenantTable(runner, 'change_feed');
    await protectTenantTable(runner, 'change_event');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX dead_letter_closed_idx;
      DROP TABLE change_event, change_feed;
    `);
  }
}
