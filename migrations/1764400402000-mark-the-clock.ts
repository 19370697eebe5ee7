import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The latest instant that was seen on the database's clock, by which it is noticed that the clock was set back. */
export class MarkTheClock1764400402000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE clock_mark (
        one boolean PRIMARY KEY DEFAULT true CHECK (one),
        seen_at timestamptz NOT NULL,
        -- After the clock was set back: schedules up to this id have been looked at anew. Null: all have.
        recomputed_to uuid
      );
      INSERT INTO clock_mark (seen_at) VALUES (clock_timestamp());
      GRANT SELECT, UPDATE ON clock_mark TO nightshift_system;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE clock_mark');
  }
}
