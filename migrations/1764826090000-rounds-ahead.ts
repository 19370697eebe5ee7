import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A round is written before its batches are started, and once more when it is known what became of each. */
export class RoundsAhead1764826090000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('GRANT UPDATE (refused) ON job_round TO nightshift_system');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('REVOKE UPDATE (refused) ON job_round FROM nightshift_system');
  }
}
