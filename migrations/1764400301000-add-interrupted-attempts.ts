import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Attempts that trouble of the platform ended: they spend nothing. */
export class AddInterruptedAttempts1764400301000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await outcomes(runner, ['failed', 'crashed', 'cancelled', 'released', 'snoozed', 'interrupted']);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`UPDATE job_attempt SET outcome = 'released' WHERE outcome = 'interrupted'`);
    await outcomes(runner, ['failed', 'crashed', 'cancelled', 'released', 'snoozed']);
  }
}

async function outcomes(runner: QueryRunner, words: readonly string[]): Promise<void> {
  await runner.query(`
    ALTER TABLE job_attempt DROP CONSTRAINT job_attempt_outcome_check;
    ALTER TABLE job_attempt ADD CONSTRAINT job_attempt_outcome_check
      CHECK (outcome IN (${words.map((word) => `'${word}'`).join(', ')}));`);
}
