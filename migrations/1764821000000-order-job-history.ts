import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Jobs that have ended in other orders than that of their making: by when they ended, ran, and how long they took. */
export class OrderJobHistory1764821000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX job_history_finished_idx ON job_history (tenant_id, completed_at DESC, id DESC);
      CREATE INDEX job_history_run_idx ON job_history (tenant_id, run_at DESC, id DESC);
      CREATE INDEX job_history_took_idx ON job_history (tenant_id, (completed_at - started_at) DESC, id DESC)
        WHERE started_at IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX job_history_finished_idx, job_history_run_idx, job_history_took_idx');
  }
}
