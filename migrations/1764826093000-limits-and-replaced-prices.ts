import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Where every room of a category is out of order, its overbooking limit makes none: nothing more is sold there. And a price set by hand
 * knows the prices whose place it took.
 */
export class LimitsAndReplacedPrices1764826093000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE OR REPLACE FUNCTION inventory_day_guard() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.sold + NEW.held > OLD.sold + OLD.held
           AND (NOT NEW.opened OR NEW.sold + NEW.held > NEW.capacity - NEW.ooo
             + CASE WHEN NEW.capacity > NEW.ooo THEN NEW.overbook_limit ELSE 0 END)
           AND current_setting('app.correcting_inventory', true) IS DISTINCT FROM 'on' THEN
          RAISE EXCEPTION 'no room of category % is left on %', NEW.category_id, NEW.stay_date
            USING ERRCODE = '23514', CONSTRAINT = 'inventory_day_guard';
        END IF;
        RETURN NEW;
      END $$;

      ALTER TABLE price_override
        -- Those whose place it took, as they were, so that they can be put back.
        ADD COLUMN replaced jsonb NOT NULL DEFAULT '[]';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE price_override DROP COLUMN replaced;

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
}
