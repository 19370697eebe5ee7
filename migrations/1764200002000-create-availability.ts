import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectTenantTable } from './support/protect-tenant-table.js';

/** What each category has and has sold on each date, as of the last recalculation. */
export class CreateAvailability1764200002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE availability_snapshot (
        tenant_id uuid NOT NULL,
        category_id integer NOT NULL,
        stay_date date NOT NULL,
        -- Rooms of the house; out of order (not for sale) and out of service (for sale, not for use) of them.
        physical integer NOT NULL,
        ooo integer NOT NULL,
        oos integer NOT NULL,
        sold integer NOT NULL,
        tentative integer NOT NULL,
        available integer GENERATED ALWAYS AS (physical - ooo - sold) STORED,
        -- Of the rooms in order; may exceed 100; null when there are none.
        occupancy_pct numeric(7, 2),
        computed_at timestamptz NOT NULL,
        PRIMARY KEY (category_id, stay_date),
        FOREIGN KEY (tenant_id, category_id) REFERENCES room_category (tenant_id, id)
      );

      -- A counter that lost count is set right even where that takes it past what there is to sell: the rooms are sold.
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
    `);
    await protectTenantTable(runner, 'availability_snapshot');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE availability_snapshot');
  }
}
