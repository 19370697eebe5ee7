import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectTenantTable } from './support/protect-tenant-table.js';

const HOUSEKEEPING = `
  -- How long a task takes: a category's word beats the hotel's, which beats the built-in one.
  CREATE TABLE hk_rule (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id uuid NOT NULL,
    hotel_id integer NOT NULL,
    category_id integer,
    task_type text NOT NULL
      CHECK (task_type IN ('departure', 'stayover', 'refresh', 'inspection', 'turndown', 'deep')),
    minutes smallint NOT NULL CHECK (minutes BETWEEN 1 AND 480),
    inspect boolean NOT NULL DEFAULT false,
    UNIQUE (tenant_id, id),
    CONSTRAINT hk_rule_key UNIQUE NULLS NOT DISTINCT (tenant_id, hotel_id, category_id, task_type),
    FOREIGN KEY (tenant_id, hotel_id) REFERENCES hotel (tenant_id, id),
    FOREIGN KEY (tenant_id, hotel_id, category_id) REFERENCES room_category (tenant_id, hotel_id, id)
  );

  CREATE TABLE attendant (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id uuid NOT NULL,
    hotel_id integer NOT NULL,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    section text CHECK (length(section) BETWEEN 1 AND 50),
    active boolean NOT NULL DEFAULT true,
    UNIQUE (tenant_id, id),
    CONSTRAINT attendant_name_key UNIQUE (tenant_id, hotel_id, name),
    FOREIGN KEY (tenant_id, hotel_id) REFERENCES hotel (tenant_id, id)
  );

  CREATE TABLE attendant_shift (
    tenant_id uuid NOT NULL,
    attendant_id integer NOT NULL,
    shift_date date NOT NULL,
    capacity_minutes smallint NOT NULL CHECK (capacity_minutes BETWEEN 1 AND 1440),
    PRIMARY KEY (attendant_id, shift_date),
    FOREIGN KEY (tenant_id, attendant_id) REFERENCES attendant (tenant_id, id)
  );

  CREATE TABLE hk_task (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id uuid NOT NULL,
    hotel_id integer NOT NULL,
    business_date date NOT NULL,
    room_id integer NOT NULL,
    task_type text NOT NULL
      CHECK (task_type IN ('departure', 'stayover', 'refresh', 'inspection', 'turndown', 'deep')),
    minutes smallint NOT NULL,
    -- 1 first.
    priority smallint NOT NULL,
    state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'started', 'done', 'failed', 'cancelled')),
    -- Null: nobody has time for it.
    attendant_id integer,
    do_not_disturb boolean NOT NULL DEFAULT false,
    note text CHECK (length(note) <= 500),
    -- The daily round, a check of finished work, or work to be done again.
    source text NOT NULL CHECK (source IN ('round', 'inspection', 'rework')),
    parent_id integer,
    created_at timestamptz NOT NULL DEFAULT now(),
    started_at timestamptz,
    finished_at timestamptz,
    UNIQUE (tenant_id, id),
    FOREIGN KEY (tenant_id, hotel_id) REFERENCES hotel (tenant_id, id),
    FOREIGN KEY (tenant_id, room_id) REFERENCES room (tenant_id, id),
    FOREIGN KEY (tenant_id, attendant_id) REFERENCES attendant (tenant_id, id),
    FOREIGN KEY (tenant_id, parent_id) REFERENCES hk_task (tenant_id, id)
  );
  -- A room has one task of each type of the round a day, however often the round is made.
  CREATE UNIQUE INDEX hk_task_round_key ON hk_task (tenant_id, room_id, business_date, task_type)
    WHERE source = 'round' AND state <> 'cancelled';
  CREATE INDEX hk_task_day_idx ON hk_task (hotel_id, business_date);
`;

const MAINTENANCE = `
  CREATE TABLE equipment (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id uuid NOT NULL,
    hotel_id integer NOT NULL,
    room_id integer,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    -- Unit its meter counts in, e.g. h; null: it has none.
    meter_unit text CHECK (length(meter_unit) BETWEEN 1 AND 20),
    active boolean NOT NULL DEFAULT true,
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, hotel_id, id),
    CONSTRAINT equipment_name_key UNIQUE (tenant_id, hotel_id, name),
    FOREIGN KEY (tenant_id, hotel_id) REFERENCES hotel (tenant_id, id),
    FOREIGN KEY (tenant_id, room_id) REFERENCES room (tenant_id, id)
  );

  CREATE TABLE meter_reading (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id uuid NOT NULL,
    equipment_id integer NOT NULL,
    read_on date NOT NULL,
    value numeric(12, 2) NOT NULL CHECK (value >= 0),
    -- reset: the meter was set back or replaced and shows this now. correction: the last reading was wrong.
    kind text NOT NULL DEFAULT 'reading' CHECK (kind IN ('reading', 'reset', 'correction')),
    created_by uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (tenant_id, id),
    FOREIGN KEY (tenant_id, equipment_id) REFERENCES equipment (tenant_id, id)
  );
  CREATE INDEX meter_reading_latest_idx ON meter_reading (equipment_id, id DESC);

  CREATE TABLE pm_schedule (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id uuid NOT NULL,
    hotel_id integer NOT NULL,
    equipment_id integer NOT NULL,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    -- fixed: from the anchor, whenever the work is done; floating: from when it was done last.
    mode text NOT NULL CHECK (mode IN ('fixed', 'floating')),
    every_n smallint NOT NULL CHECK (every_n BETWEEN 1 AND 1000),
    unit text NOT NULL CHECK (unit IN ('day', 'week', 'month')),
    anchor_date date NOT NULL,
    -- Also due after so much use; whichever comes first.
    every_usage numeric(12, 2) CHECK (every_usage > 0),
    lead_days smallint NOT NULL DEFAULT 0 CHECK (lead_days BETWEEN 0 AND 365),
    active boolean NOT NULL DEFAULT true,
    last_done_on date,
    -- What the meter showed then.
    last_done_reading numeric(12, 2),
    UNIQUE (tenant_id, id),
    FOREIGN KEY (tenant_id, hotel_id, equipment_id) REFERENCES equipment (tenant_id, hotel_id, id)
  );
  CREATE INDEX pm_schedule_hotel_idx ON pm_schedule (hotel_id) WHERE active;

  CREATE TABLE work_order (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id uuid NOT NULL,
    hotel_id integer NOT NULL,
    equipment_id integer NOT NULL,
    schedule_id integer NOT NULL,
    due_date date NOT NULL,
    due_reading numeric(12, 2),
    -- What made it: the calendar, or the meter.
    cause text NOT NULL CHECK (cause IN ('calendar', 'meter')),
    state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'in_progress', 'done', 'cancelled')),
    -- Later due dates of a fixed plan that passed while it was open.
    missed smallint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    completed_on date,
    completed_reading numeric(12, 2),
    note text CHECK (length(note) <= 1000),
    UNIQUE (tenant_id, id),
    FOREIGN KEY (tenant_id, hotel_id, equipment_id) REFERENCES equipment (tenant_id, hotel_id, id),
    FOREIGN KEY (tenant_id, schedule_id) REFERENCES pm_schedule (tenant_id, id)
  );
  -- Orders never stack.
  CREATE UNIQUE INDEX work_order_open_key ON work_order (tenant_id, schedule_id) WHERE state IN ('open', 'in_progress');
  CREATE INDEX work_order_schedule_idx ON work_order (schedule_id, due_date DESC);
  CREATE INDEX work_order_hotel_idx ON work_order (hotel_id, due_date DESC);
`;

const TABLES = [
  'hk_rule',
  'attendant',
  'attendant_shift',
  'hk_task',
  'equipment',
  'meter_reading',
  'pm_schedule',
  'work_order',
];

/** Who cleans what and when; what is maintained and when. */
export class CreateHousekeepingAndMaintenance1764200001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(HOUSEKEEPING);
    await runner.query(MAINTENANCE);
    for (const table of TABLES) await protectTenantTable(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${TABLES.toReversed().join(', ')}`);
  }
}
