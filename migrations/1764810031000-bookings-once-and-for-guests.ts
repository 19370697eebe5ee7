import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A channel's reservation is one booking, however often the channel sends it. A booking is for somebody, and remembers the state
 * it left when it was cancelled, so that it can come back in it.
 */
export class BookingsOnceAndForGuests1764810031000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The owner may be no superuser, and then sees no tenant's rows while this is forced.
      ALTER TABLE booking NO FORCE ROW LEVEL SECURITY;

      -- Of bookings that were sent twice the first keeps the channel's number.
      UPDATE booking b SET channel_reference = left(b.channel_reference, 90) || ' #' || d.place
      FROM (SELECT id, row_number() OVER (
              PARTITION BY tenant_id, hotel_id, lower(channel), channel_reference ORDER BY created_at, id) AS place
            FROM booking WHERE channel_reference IS NOT NULL) d
      WHERE d.id = b.id AND d.place > 1;
      CREATE UNIQUE INDEX booking_channel_key ON booking (tenant_id, hotel_id, lower(channel), channel_reference)
        WHERE channel_reference IS NOT NULL;

      UPDATE booking SET adults = 1 WHERE adults + children = 0;
      ALTER TABLE booking ADD CONSTRAINT booking_guests CHECK (adults + children >= 1);

      -- Null for those that were cancelled before this was kept: they come back confirmed.
      ALTER TABLE booking ADD COLUMN cancelled_from text CHECK (cancelled_from IN ('tentative', 'confirmed'));
      ALTER TABLE booking FORCE ROW LEVEL SECURITY;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE booking DROP COLUMN cancelled_from;
      ALTER TABLE booking DROP CONSTRAINT booking_guests;
      DROP INDEX booking_channel_key;
    `);
  }
}
