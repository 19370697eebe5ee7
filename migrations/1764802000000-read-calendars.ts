import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What readings of calendars need to be exact: who reads, under which generation, and what came of it. */
export class ReadCalendars1764802000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE calendar
        -- Of the latest full reading that was begun. A later one never uses it again, so that rows of one that broke off are dropped.
        ADD COLUMN reading integer NOT NULL DEFAULT 0,
        -- The job that reads it, until when nobody else may; after that time, and when it is null, anybody may.
        ADD COLUMN read_by uuid,
        ADD COLUMN read_until timestamptz,
        -- The job that began the latest full reading.
        ADD COLUMN full_by uuid,
        -- What the job read_by has done to the events: told, told as deleted, missing in the full reading, without meaning.
        ADD COLUMN read_upserted integer NOT NULL DEFAULT 0,
        ADD COLUMN read_deleted integer NOT NULL DEFAULT 0,
        ADD COLUMN read_dropped integer NOT NULL DEFAULT 0,
        ADD COLUMN read_ignored integer NOT NULL DEFAULT 0,
        -- Somebody wants it read, and no reading has begun since.
        ADD COLUMN wanted_at timestamptz;
      CREATE INDEX calendar_event_age_idx ON calendar_event (ends_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX calendar_event_age_idx;
      ALTER TABLE calendar DROP COLUMN reading, DROP COLUMN read_by, DROP COLUMN read_until, DROP COLUMN full_by,
        DROP COLUMN read_upserted, DROP COLUMN read_deleted, DROP COLUMN read_dropped, DROP COLUMN read_ignored,
        DROP COLUMN wanted_at
    `);
  }
}
