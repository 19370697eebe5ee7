import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Since when the guest of a booking is expected as the booking stands: it was made, confirmed, brought back, or given another arrival
 * or guarantee then. Unknown of bookings of earlier releases and of imported ones, which are judged by the cut-off alone.
 */
export class ExpectedSince1764826078000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE booking ADD COLUMN expected_since timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE booking DROP COLUMN expected_since');
  }
}
