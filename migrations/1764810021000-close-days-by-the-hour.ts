import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a hotel's day may be closed, who closed it early and why, and on which business date guests came and left. */
export class CloseDaysByTheHour1764810021000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE hotel_policy
        -- Until when, on the day of departure, a room belongs to its guest: before that a stay is not over.
        ADD COLUMN check_out_time time NOT NULL DEFAULT '12:00',
        -- From when, on the next day, a business date may be closed; null: from the no-show cut-off.
        ADD COLUMN close_from time;
      ALTER TABLE business_day
        ADD COLUMN closed_by_name text CHECK (length(closed_by_name) <= 320),
        -- Why it was closed before that hour.
        ADD COLUMN early_reason text CHECK (length(early_reason) BETWEEN 1 AND 500);
      ALTER TABLE booking
        -- The business date that was open when the guest came and left; null: not yet, or written by an earlier release.
        ADD COLUMN arrived_on date,
        ADD COLUMN departed_on date;
      CREATE INDEX booking_departed_on_idx ON booking (hotel_id, departed_on) WHERE departed_on IS NOT NULL;
      CREATE INDEX booking_arrived_on_idx ON booking (hotel_id, arrived_on) WHERE arrived_on IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE booking DROP COLUMN arrived_on, DROP COLUMN departed_on;
      ALTER TABLE business_day DROP COLUMN closed_by_name, DROP COLUMN early_reason;
      ALTER TABLE hotel_policy DROP COLUMN check_out_time, DROP COLUMN close_from`);
  }
}
