import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A day of the inventory is on sale once a generation has opened it. A row may be there before, with nothing but the settings that
 * somebody made ahead of time: nothing is sold on it.
 */
export class TellOpenedDays1764826076000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE inventory_day
        -- False: the row only keeps settings until the day is opened.
        ADD COLUMN opened boolean NOT NULL DEFAULT true;

      -- The days so far: without a room night and without a sale, nothing was opened.
      ALTER TABLE inventory_day NO FORCE ROW LEVEL SECURITY;
      ALTER TABLE room NO FORCE ROW LEVEL SECURITY;
      ALTER TABLE room_night NO FORCE ROW LEVEL SECURITY;
      UPDATE inventory_day i SET opened = false
      WHERE i.capacity = 0 AND i.sold = 0 AND i.held = 0 AND NOT EXISTS (
        SELECT FROM room r JOIN room_night n ON n.room_id = r.id AND n.stay_date = i.stay_date WHERE r.category_id = i.category_id);
      ALTER TABLE room_night FORCE ROW LEVEL SECURITY;
      ALTER TABLE room FORCE ROW LEVEL SECURITY;
      ALTER TABLE inventory_day FORCE ROW LEVEL SECURITY;

      CREATE OR REPLACE FUNCTION inventory_day_guard() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.sold + NEW.held > OLD.sold + OLD.held
           AND (NOT NEW.opened OR NEW.sold + NEW.held > NEW.capacity - NEW.ooo + NEW.overbook_limit)
           AND current_setting('app.correcting_inventory', true) IS DISTINCT FROM 'on' THEN
          RAISE EXCEPTION 'no room of category % is left on %', NEW.category_id, NEW.stay_date
            USING ERRCODE = '23514', CONSTRAINT = 'inventory_day_guard';
        END IF;
        RETURN NEW;
      END $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE OR REPLACE FUNCTION inventory_day_guard() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.sold + NEW.held > OLD.sold + OLD.held
           AND NEW.sold + NEW.held > NEW.capacity - NEW.ooo + NEW.overbook_limit
           AND current_setting('app.correcting_inventory', true) IS DISTINCT FROM 'on' THEN
          RAISE EXCEPTION 'no room of category % is left on %', NEW.category_id, NEW.stay_date
            USING ERRCODE = '23514', CONSTRAINT = 'inventory_day_guard';
        END IF;
        RETURN NEW;
      END $$;
      ALTER TABLE inventory_day DROP COLUMN opened;
    `);
  }
}
