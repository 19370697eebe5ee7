import type { MigrationInterface, QueryRunner } from 'typeorm';

/** By when the jobs of a schedule should be done, and what the board of a night goes by: a hotel's schedules, open slots, failed items. */
export class SeeTheNight1764820000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE schedule
        -- So many seconds after its slot a job should be done (its due_by); NULL: no time is set.
        ADD due_seconds integer CHECK (due_seconds BETWEEN 60 AND 604800);
      CREATE INDEX schedule_hotel_idx ON schedule (tenant_id, hotel_id) WHERE hotel_id IS NOT NULL;
      -- Owed, missed and waived ones: few, however many have run.
      CREATE INDEX schedule_slot_open_idx ON schedule_slot (tenant_id, fire_at) WHERE job_id IS NULL;
      CREATE INDEX job_item_failed_idx ON job_item (tenant_id, job_id) WHERE outcome = 'failed';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX job_item_failed_idx, schedule_slot_open_idx, schedule_hotel_idx;
      ALTER TABLE schedule DROP due_seconds;
    `);
  }
}
