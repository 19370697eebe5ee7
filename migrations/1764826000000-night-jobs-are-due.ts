import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Jobs of the night are due two hours after their time, also at hotels that had their schedules before there was such a time. */
export class NightJobsAreDue1764826000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE schedule NO FORCE ROW LEVEL SECURITY;
      UPDATE schedule SET due_seconds = 7200 WHERE key LIKE 'pms:%:hotel:%' AND due_seconds IS NULL;
      ALTER TABLE schedule FORCE ROW LEVEL SECURITY;
    `);
  }

  async down(): Promise<void> {
    // The column goes with its own migration.
  }
}
