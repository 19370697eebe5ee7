import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A round over all tenants, asked for by a caller who belongs to none: which batches it is made of. */
export class CreateJobRounds1764200000500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE job_round (
        id uuid PRIMARY KEY,
        label text NOT NULL,
        batch_ids uuid[] NOT NULL,
        -- [{tenantId, hotelIds, message}]
        refused jsonb NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX job_round_created_idx ON job_round (created_at);
      GRANT SELECT, INSERT, DELETE ON job_round TO nightshift_system;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE job_round');
  }
}
