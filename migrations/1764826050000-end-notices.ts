import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether a user is told of events at once; the digest has its own switch. */
export class EndNotices1764826050000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE catchup_preferences ADD COLUMN notices_enabled boolean NOT NULL DEFAULT true');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE catchup_preferences DROP COLUMN notices_enabled');
  }
}
