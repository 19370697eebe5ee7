import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectPersonalTable } from './support/protect-personal-table.js';

export class ManualBlocks1764803000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Time that a user keeps for herself: once, or every week at the same local hours of her zone.
      CREATE TABLE manual_block (
        tenant_id uuid NOT NULL DEFAULT NULLIF(current_setting('app.tenant_id', true), '')::uuid,
        user_id uuid NOT NULL DEFAULT NULLIF(current_setting('app.person_id', true), '')::uuid,
        id uuid NOT NULL,
        -- A commute is on the way already: no distance is kept to it.
        kind text NOT NULL CHECK (kind IN ('busy', 'commute')),
        title text CHECK (length(title) BETWEEN 1 AND 200),
        starts_at timestamptz,
        ends_at timestamptz,
        -- ISO: Monday 1 … Sunday 7. Hours that end before they begin end on the next day.
        weekdays smallint[] CHECK (weekdays <@ '{1,2,3,4,5,6,7}'::smallint[] AND cardinality(weekdays) BETWEEN 1 AND 7),
        from_time time,
        to_time time,
        -- First and last local date on which it begins; null: without bound.
        since date,
        until date,
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (tenant_id, id),
        FOREIGN KEY (tenant_id, user_id) REFERENCES app_user (tenant_id, id) ON DELETE CASCADE,
        CHECK (ends_at > starts_at),
        CHECK (until >= since),
        CONSTRAINT manual_block_once_or_weekly CHECK (
          (starts_at IS NOT NULL AND ends_at IS NOT NULL AND weekdays IS NULL AND from_time IS NULL AND to_time IS NULL
            AND since IS NULL AND until IS NULL)
          OR (starts_at IS NULL AND ends_at IS NULL AND weekdays IS NOT NULL AND from_time IS NOT NULL AND to_time IS NOT NULL))
      );
      CREATE INDEX manual_block_user_idx ON manual_block (tenant_id, user_id, created_at, id);
      -- What retention deletes, oldest first.
      CREATE INDEX manual_block_end_idx ON manual_block (ends_at) WHERE ends_at IS NOT NULL;
    `);
    await protectPersonalTable(runner, 'manual_block');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE manual_block');
  }
}
