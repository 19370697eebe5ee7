import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectTenantTable } from './support/protect-tenant-table.js';

const TENANT = `tenant_id uuid NOT NULL DEFAULT NULLIF(current_setting('app.tenant_id', true), '')::uuid`;
const CALCULATION = `calculation_type text CHECK (calculation_type IN ('checkout', 'checkin', 'calendar', 'nightly_over_n'))`;

const RUNS = `
  -- When statements are made by themselves, in the manager's zone.
  CREATE TABLE statement_schedule (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ${TENANT},
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    rhythm text NOT NULL CHECK (rhythm IN ('monthly', 'weekly', 'biweekly')),
    -- Of a monthly one: 31 is the last day of a shorter month too.
    day_of_month smallint CHECK (day_of_month BETWEEN 1 AND 31),
    -- Of the others: 1 Monday to 7 Sunday.
    weekday smallint CHECK (weekday BETWEEN 1 AND 7),
    -- A biweekly one counts its weeks from the week of this date.
    anchor_date date,
    -- HH:MM in the manager's zone.
    local_time text NOT NULL CHECK (local_time ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
    period text NOT NULL CHECK (period IN ('previous_month', 'previous_week', 'previous_two_weeks')),
    ${CALCULATION},
    grouping_by text NOT NULL CHECK (grouping_by IN ('listing', 'owner')),
    -- Local dates, YYYY-MM-DD, on which it does not run.
    skip_dates text[] NOT NULL DEFAULT '{}',
    -- Whether the person who made it gets a mail when a run is done.
    notify boolean NOT NULL DEFAULT true,
    active boolean NOT NULL DEFAULT true,
    created_by uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (tenant_id, id),
    CONSTRAINT statement_schedule_name_key UNIQUE (tenant_id, name),
    CHECK ((rhythm = 'monthly') = (day_of_month IS NOT NULL)),
    CHECK ((rhythm = 'monthly') = (weekday IS NULL)),
    CHECK ((rhythm = 'biweekly') = (anchor_date IS NOT NULL))
  );

  -- Statements of all owners, asked for together. Its jobs are forgotten after some months, it is not.
  CREATE TABLE statement_run (
    id uuid PRIMARY KEY,
    ${TENANT},
    -- The batch: the id that people know the run by. Null only while the transaction that makes it is open.
    job_id uuid,
    -- The job that started it, if one did.
    trigger_job_id uuid,
    schedule_id integer,
    period_from date NOT NULL,
    period_to date NOT NULL CHECK (period_to >= period_from),
    ${CALCULATION},
    grouping_by text NOT NULL CHECK (grouping_by IN ('listing', 'owner')),
    -- As it was asked for.
    params jsonb NOT NULL,
    params_hash text NOT NULL,
    notify boolean NOT NULL,
    total integer NOT NULL CHECK (total >= 1),
    -- 1, and one more each time what failed is run again.
    round integer NOT NULL DEFAULT 1,
    round_started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    created_by uuid,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- Set, with the rest, when every statement has its outcome.
    ended_at timestamptz,
    status text CHECK (status IN ('completed', 'failed', 'cancelled')),
    generated integer,
    unchanged integer,
    skipped integer,
    failed integer,
    per_second double precision,
    UNIQUE (tenant_id, id),
    CONSTRAINT statement_run_job_key UNIQUE (tenant_id, job_id),
    FOREIGN KEY (tenant_id, schedule_id) REFERENCES statement_schedule (tenant_id, id) ON DELETE SET NULL (schedule_id),
    CHECK ((ended_at IS NULL) = (status IS NULL)),
    CHECK (ended_at IS NULL OR generated + unchanged + skipped + failed = total)
  );
  -- The same parameters twice while one runs are one run.
  CREATE UNIQUE INDEX statement_run_params_key ON statement_run (tenant_id, params_hash) WHERE ended_at IS NULL;
  CREATE INDEX statement_run_trigger_idx ON statement_run (tenant_id, trigger_job_id) WHERE trigger_job_id IS NOT NULL;
  CREATE INDEX statement_run_list_idx ON statement_run (tenant_id, created_at DESC, id DESC);
  CREATE INDEX statement_run_schedule_idx ON statement_run (tenant_id, schedule_id) WHERE schedule_id IS NOT NULL;

  -- One statement of a run, and what became of it.
  CREATE TABLE statement_run_item (
    ${TENANT},
    run_id uuid NOT NULL,
    no integer NOT NULL CHECK (no >= 1),
    owner_id integer NOT NULL,
    -- Null: of all the owner's listings together.
    listing_id integer,
    state text NOT NULL DEFAULT 'waiting'
      CHECK (state IN ('waiting', 'retrying', 'generated', 'unchanged', 'skipped', 'failed', 'cancelled')),
    -- no_activity, no_contract, already_final, fx_missing, needs_review, provider_error …
    reason text CHECK (length(reason) <= 60),
    detail text CHECK (length(detail) <= 1000),
    statement_id uuid,
    statement_number text,
    finished_at timestamptz,
    PRIMARY KEY (tenant_id, run_id, no),
    FOREIGN KEY (tenant_id, run_id) REFERENCES statement_run (tenant_id, id),
    FOREIGN KEY (tenant_id, owner_id) REFERENCES owner (tenant_id, id),
    FOREIGN KEY (tenant_id, listing_id) REFERENCES listing (tenant_id, id),
    FOREIGN KEY (tenant_id, statement_id) REFERENCES statement (tenant_id, id) ON DELETE SET NULL (statement_id)
  );
  CREATE INDEX statement_run_item_state_idx ON statement_run_item (tenant_id, run_id, state, no);
  CREATE INDEX statement_run_item_statement_idx ON statement_run_item (tenant_id, statement_id) WHERE statement_id IS NOT NULL;
`;

const TABLES = ['statement_schedule', 'statement_run', 'statement_run_item'];

export class CreateStatementRuns1764705000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(RUNS);
    for (const table of TABLES) await protectTenantTable(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${[...TABLES].reverse().join(', ')}`);
  }
}
