import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Indexes by which what has become due is found tenant by tenant, however much of it is one tenant's. */
export class TakeTurnsByTenant1764400400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX job_delayed_turn_idx ON job_live (tenant_id, name, run_at) WHERE status = 'PENDING' AND NOT due;
      CREATE INDEX job_raise_turn_idx ON job_live (tenant_id, name, raise_at)
        WHERE status = 'PENDING' AND raise_at IS NOT NULL;
      CREATE INDEX schedule_due_turn_idx ON schedule (tenant_id, next_run_at) WHERE enabled AND next_run_at IS NOT NULL;
      CREATE INDEX schedule_gap_turn_idx ON schedule_gap (tenant_id, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX job_delayed_turn_idx, job_raise_turn_idx, schedule_due_turn_idx, schedule_gap_turn_idx;
    `);
  }
}
