import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A key that names its hotel, in tables that others point at. */
const KEYS = [
  ['room', 'room_hotel_key'],
  ['attendant', 'attendant_hotel_key'],
  ['booking', 'booking_hotel_key'],
  ['folio', 'folio_hotel_key'],
  ['pm_schedule', 'pm_schedule_hotel_key'],
] as const;

/** What points at another thing of its hotel: the table, its column, and what it points at. */
const TIES = [
  ['hk_task', 'room_id', 'room'],
  ['hk_task', 'attendant_id', 'attendant'],
  ['equipment', 'room_id', 'room'],
  ['work_order', 'schedule_id', 'pm_schedule'],
  ['folio', 'booking_id', 'booking'],
  ['folio_line', 'folio_id', 'folio'],
  ['folio_payment', 'folio_id', 'folio'],
  ['no_show_record', 'booking_id', 'booking'],
] as const;

/**
 * What belongs to a hotel points at things of the same hotel only. Rows of before are not looked at (NOT VALID): a stay that was
 * given a room of another hotel happened, and its history stays as it is.
 */
export class KeepWithinTheHotel1764810032000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const [table, key] of KEYS)
      await runner.query(`ALTER TABLE ${table} ADD CONSTRAINT ${key} UNIQUE (tenant_id, hotel_id, id)`);
    for (const [table, column, target] of TIES)
      await runner.query(`
        ALTER TABLE ${table} ADD CONSTRAINT ${table}_${column}_hotel_fkey
          FOREIGN KEY (tenant_id, hotel_id, ${column}) REFERENCES ${target} (tenant_id, hotel_id, id) NOT VALID
      `);
    await runner.query(`
      -- A reservation is an id without a foreign key: the rooms know no bookings. Where there is a booking of this id, its guest
      -- sleeps in its hotel.
      CREATE FUNCTION room_assignment_hotel() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF EXISTS (SELECT FROM booking b JOIN room r ON r.tenant_id = b.tenant_id AND r.id = NEW.room_id
                   WHERE b.tenant_id = NEW.tenant_id AND b.id = NEW.reservation_id AND b.hotel_id <> r.hotel_id) THEN
          RAISE EXCEPTION 'room % is of another hotel than booking %', NEW.room_id, NEW.reservation_id
            USING ERRCODE = '23514', CONSTRAINT = 'room_assignment_hotel';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER room_assignment_hotel BEFORE INSERT ON room_assignment
        FOR EACH ROW WHEN (NEW.reservation_id IS NOT NULL) EXECUTE FUNCTION room_assignment_hotel();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER room_assignment_hotel ON room_assignment;
      DROP FUNCTION room_assignment_hotel();
    `);
    for (const [table, column] of TIES)
      await runner.query(`ALTER TABLE ${table} DROP CONSTRAINT ${table}_${column}_hotel_fkey`);
    for (const [table, key] of KEYS) await runner.query(`ALTER TABLE ${table} DROP CONSTRAINT ${key}`);
  }
}
