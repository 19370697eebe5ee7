import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectTenantTable } from './support/protect-tenant-table.js';

const SETTINGS = `
  -- Names a tax by its code; what is charged keeps the rate of its day.
  CREATE TABLE tax_category (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id uuid NOT NULL,
    hotel_id integer NOT NULL,
    code text NOT NULL CHECK (code ~ '^[A-Z0-9_-]{1,20}$'),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    treatment text NOT NULL DEFAULT 'taxable' CHECK (treatment IN ('taxable', 'exempt', 'outside')),
    -- Percent: 10 makes 110.00 of 100.00.
    rate numeric(7, 4) NOT NULL CHECK (rate BETWEEN 0 AND 100),
    CHECK (treatment = 'taxable' OR rate = 0),
    UNIQUE (tenant_id, id),
    CONSTRAINT tax_category_code_key UNIQUE (tenant_id, hotel_id, code),
    FOREIGN KEY (tenant_id, hotel_id) REFERENCES hotel (tenant_id, id)
  );

  -- Penalty of a no-show: percent of the first so many nights (of all, if null), plus a flat amount.
  CREATE TABLE penalty_rule (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id uuid NOT NULL,
    hotel_id integer NOT NULL,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    percent numeric(7, 4) NOT NULL DEFAULT 0 CHECK (percent BETWEEN 0 AND 100),
    nights smallint CHECK (nights >= 1),
    flat_minor bigint NOT NULL DEFAULT 0 CHECK (flat_minor >= 0),
    cap_to_stay boolean NOT NULL DEFAULT true,
    -- Null: outside the scope of tax (a sum kept, not a service). Else the code of the category it is taxed by.
    tax_code text,
    is_default boolean NOT NULL DEFAULT false,
    active boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, hotel_id, id),
    CONSTRAINT penalty_rule_name_key UNIQUE (tenant_id, hotel_id, name),
    FOREIGN KEY (tenant_id, hotel_id) REFERENCES hotel (tenant_id, id)
  );
  CREATE UNIQUE INDEX penalty_rule_default_key ON penalty_rule (tenant_id, hotel_id) WHERE is_default;

  -- How a hotel does its front office; a hotel without a row does what the defaults say.
  CREATE TABLE hotel_policy (
    hotel_id integer PRIMARY KEY,
    tenant_id uuid NOT NULL,
    prices_include_tax boolean NOT NULL DEFAULT true,
    room_tax_code text,
    -- Until when, on the day of arrival, a room without guarantee is kept.
    hold_until time NOT NULL DEFAULT '18:00',
    -- When, on the day after arrival, a guaranteed booking becomes a no-show.
    no_show_cutoff time NOT NULL DEFAULT '02:00',
    -- When, on the day after arrival, a no-show's later nights are given back; null: with the no-show.
    release_at time,
    -- A vacant clean room is refreshed after so many days.
    refresh_days smallint NOT NULL DEFAULT 7 CHECK (refresh_days BETWEEN 1 AND 60),
    check_in_needs_inspection boolean NOT NULL DEFAULT false,
    FOREIGN KEY (tenant_id, hotel_id) REFERENCES hotel (tenant_id, id)
  );
`;

const BOOKINGS = `
  -- One room of one guest. Its nights are reservation_night, its room is room_assignment, under the same id.
  CREATE TABLE booking (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL,
    hotel_id integer NOT NULL,
    category_id integer NOT NULL,
    -- Rooms booked together.
    group_id uuid,
    code text NOT NULL CHECK (code ~ '^[A-Z0-9-]{4,40}$'),
    status text NOT NULL
      CHECK (status IN ('tentative', 'confirmed', 'checked_in', 'checked_out', 'cancelled', 'no_show')),
    -- Half-open stay [arrival, departure), local dates.
    arrival date NOT NULL,
    departure date NOT NULL,
    adults smallint NOT NULL DEFAULT 1 CHECK (adults BETWEEN 0 AND 100),
    children smallint NOT NULL DEFAULT 0 CHECK (children BETWEEN 0 AND 100),
    guest_name text NOT NULL CHECK (length(guest_name) BETWEEN 1 AND 200),
    guest_email text,
    guest_country text CHECK (guest_country ~ '^[A-Z]{2,3}$'),
    channel text NOT NULL DEFAULT 'direct' CHECK (length(channel) BETWEEN 1 AND 50),
    channel_reference text CHECK (length(channel_reference) BETWEEN 1 AND 100),
    guarantee text NOT NULL CHECK (guarantee IN ('none', 'card', 'prepaid')),
    -- The rule's words at booking: later changes of the rule do not touch this booking.
    penalty jsonb NOT NULL,
    currency char(3) NOT NULL,
    -- Price of each night as booked, by date from the arrival on, kept when the nights are given back; and their sum.
    night_prices_minor bigint[] NOT NULL,
    total_minor bigint NOT NULL CHECK (total_minor >= 0),
    -- Nights without housekeeping, and days on which the door stays shut.
    no_service date[] NOT NULL DEFAULT '{}',
    do_not_disturb date[] NOT NULL DEFAULT '{}',
    notes text CHECK (length(notes) <= 2000),
    created_by uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    checked_in_at timestamptz,
    checked_out_at timestamptz,
    cancelled_at timestamptz,
    cancel_reason text,
    -- The import and its line the booking came from; null for our own.
    import_id uuid,
    import_line integer,
    version integer NOT NULL DEFAULT 1,
    CHECK (departure > arrival),
    CHECK (cardinality(night_prices_minor) = departure - arrival),
    UNIQUE (tenant_id, id),
    CONSTRAINT booking_code_key UNIQUE (tenant_id, code),
    CONSTRAINT booking_import_key UNIQUE (tenant_id, import_id, import_line),
    FOREIGN KEY (tenant_id, hotel_id, category_id) REFERENCES room_category (tenant_id, hotel_id, id)
  );
  CREATE INDEX booking_arrival_idx ON booking (hotel_id, arrival, id);
  CREATE INDEX booking_due_idx ON booking (hotel_id, arrival) WHERE status IN ('tentative', 'confirmed');
  CREATE INDEX booking_in_house_idx ON booking (hotel_id, departure) WHERE status = 'checked_in';
  CREATE INDEX booking_departed_idx ON booking (hotel_id, checked_out_at) WHERE status = 'checked_out';
  CREATE INDEX booking_group_idx ON booking (tenant_id, group_id) WHERE group_id IS NOT NULL;
`;

const FOLIOS = `
  -- The bill of a booking, in windows: who pays what.
  CREATE TABLE folio (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL,
    hotel_id integer NOT NULL,
    booking_id uuid NOT NULL,
    currency char(3) NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (tenant_id, id),
    CONSTRAINT folio_booking_key UNIQUE (tenant_id, booking_id),
    FOREIGN KEY (tenant_id, hotel_id) REFERENCES hotel (tenant_id, id),
    FOREIGN KEY (tenant_id, booking_id) REFERENCES booking (tenant_id, id)
  );

  CREATE TABLE folio_window (
    tenant_id uuid NOT NULL,
    folio_id uuid NOT NULL,
    number smallint NOT NULL CHECK (number BETWEEN 1 AND 8),
    -- {name, address?, vatNumber?, email?}
    payer jsonb NOT NULL,
    -- Since its invoice was issued nothing is charged to it.
    invoiced_at timestamptz,
    PRIMARY KEY (folio_id, number),
    UNIQUE (tenant_id, folio_id, number),
    FOREIGN KEY (tenant_id, folio_id) REFERENCES folio (tenant_id, id) ON DELETE CASCADE
  );

  -- Never changed once an invoice carries it; a mistake is corrected by a line of the opposite sign.
  CREATE TABLE folio_line (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id uuid NOT NULL,
    -- The folio's, for the day's figures of a hotel.
    hotel_id integer NOT NULL,
    folio_id uuid NOT NULL,
    window_number smallint NOT NULL DEFAULT 1,
    kind text NOT NULL CHECK (kind IN ('night', 'charge', 'no_show', 'correction')),
    business_date date NOT NULL,
    -- Night or day the service was for.
    service_date date NOT NULL,
    description text NOT NULL CHECK (length(description) BETWEEN 1 AND 200),
    quantity integer NOT NULL DEFAULT 1 CHECK (quantity <> 0),
    -- quantity times unit, with or without tax in it as price_mode says.
    amount_minor bigint NOT NULL,
    price_mode text NOT NULL CHECK (price_mode IN ('gross', 'net')),
    tax_code text NOT NULL,
    tax_rate numeric(7, 4) NOT NULL,
    tax_treatment text NOT NULL CHECK (tax_treatment IN ('taxable', 'exempt', 'outside')),
    -- What the line is, told once: a second posting of the same night does nothing.
    source_key text,
    corrects_id bigint,
    created_by uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (tenant_id, id),
    CONSTRAINT folio_line_source_key UNIQUE (tenant_id, folio_id, source_key),
    FOREIGN KEY (tenant_id, folio_id, window_number) REFERENCES folio_window (tenant_id, folio_id, number),
    FOREIGN KEY (tenant_id, corrects_id) REFERENCES folio_line (tenant_id, id)
  );
  CREATE INDEX folio_line_folio_idx ON folio_line (folio_id, id);
  CREATE INDEX folio_line_day_idx ON folio_line (hotel_id, business_date);

  CREATE TABLE folio_payment (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id uuid NOT NULL,
    hotel_id integer NOT NULL,
    folio_id uuid NOT NULL,
    window_number smallint NOT NULL DEFAULT 1,
    business_date date NOT NULL,
    method text NOT NULL CHECK (method IN ('cash', 'card', 'transfer', 'prepaid', 'other')),
    -- Below zero: a refund.
    amount_minor bigint NOT NULL CHECK (amount_minor <> 0),
    reference text CHECK (length(reference) <= 200),
    created_by uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (tenant_id, id),
    FOREIGN KEY (tenant_id, folio_id, window_number) REFERENCES folio_window (tenant_id, folio_id, number)
  );
  CREATE INDEX folio_payment_folio_idx ON folio_payment (folio_id, id);
  CREATE INDEX folio_payment_day_idx ON folio_payment (hotel_id, business_date);
`;

const BUSINESS_DAY = `
  -- A hotel's books are open for one date at a time.
  CREATE TABLE business_day (
    tenant_id uuid NOT NULL,
    hotel_id integer NOT NULL,
    business_date date NOT NULL,
    status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'closed')),
    opened_at timestamptz NOT NULL DEFAULT now(),
    closed_at timestamptz,
    closed_by uuid,
    -- The audit checklist as it stood at the close: [{check, level, count, waived?}]
    checks jsonb,
    -- The night-audit pack, frozen at the close.
    pack jsonb,
    PRIMARY KEY (hotel_id, business_date),
    CHECK ((status = 'closed') = (closed_at IS NOT NULL)),
    FOREIGN KEY (tenant_id, hotel_id) REFERENCES hotel (tenant_id, id)
  );
  CREATE UNIQUE INDEX business_day_open_key ON business_day (tenant_id, hotel_id) WHERE status = 'open';

  -- What each night job did at a hotel, written in the transaction that completes the job.
  CREATE TABLE night_run (
    tenant_id uuid NOT NULL,
    hotel_id integer NOT NULL,
    job_name text NOT NULL,
    business_date date NOT NULL,
    job_id uuid NOT NULL,
    -- Instant the job took for now.
    as_of timestamptz NOT NULL,
    result jsonb NOT NULL,
    finished_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (hotel_id, job_name, business_date, job_id),
    FOREIGN KEY (tenant_id, hotel_id) REFERENCES hotel (tenant_id, id)
  );

  -- A hotel's own hours; a job without a row runs at its default.
  CREATE TABLE hotel_job_setting (
    tenant_id uuid NOT NULL,
    hotel_id integer NOT NULL,
    job_name text NOT NULL,
    enabled boolean NOT NULL,
    cron text NOT NULL,
    updated_by uuid,
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (hotel_id, job_name),
    FOREIGN KEY (tenant_id, hotel_id) REFERENCES hotel (tenant_id, id)
  );
`;

const NO_SHOWS = `
  -- What was done about a guest who did not come; kept when it is undone.
  CREATE TABLE no_show_record (
    booking_id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL,
    hotel_id integer NOT NULL,
    -- The business date it was posted on, and the instant from which the guest was late.
    business_date date NOT NULL,
    cutoff_at timestamptz NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('NO_SHOW', 'RELEASED')),
    guarantee text NOT NULL,
    terms jsonb NOT NULL,
    penalty_minor bigint NOT NULL CHECK (penalty_minor >= 0),
    line_id bigint,
    -- When the nights after the first are given back, and those that were.
    release_at timestamptz,
    released_nights date[] NOT NULL DEFAULT '{}',
    released_at timestamptz,
    -- Whether the channel was told that nobody came: until 48 hours after the departure it can be.
    channel_report text NOT NULL DEFAULT 'not_needed' CHECK (channel_report IN ('not_needed', 'due', 'reported')),
    channel_report_until timestamptz,
    job_id uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    reversed_at timestamptz,
    reversed_by uuid,
    FOREIGN KEY (tenant_id, booking_id) REFERENCES booking (tenant_id, id),
    FOREIGN KEY (tenant_id, hotel_id) REFERENCES hotel (tenant_id, id),
    FOREIGN KEY (tenant_id, line_id) REFERENCES folio_line (tenant_id, id)
  );
  CREATE INDEX no_show_record_hotel_idx ON no_show_record (hotel_id, business_date DESC);
  CREATE INDEX no_show_record_release_idx ON no_show_record (hotel_id, release_at)
    WHERE released_at IS NULL AND reversed_at IS NULL AND release_at IS NOT NULL;

  -- What a room looks like; a room without a row is clean.
  CREATE TABLE room_state (
    room_id integer PRIMARY KEY,
    tenant_id uuid NOT NULL,
    condition text NOT NULL DEFAULT 'clean' CHECK (condition IN ('dirty', 'clean', 'inspected')),
    -- Last date it was cleaned, or used.
    cleaned_on date,
    -- Part of the house one attendant can walk, e.g. a floor.
    section text CHECK (length(section) BETWEEN 1 AND 50),
    changed_at timestamptz NOT NULL DEFAULT now(),
    FOREIGN KEY (tenant_id, room_id) REFERENCES room (tenant_id, id)
  );
`;

const TABLES = [
  'tax_category',
  'penalty_rule',
  'hotel_policy',
  'booking',
  'folio',
  'folio_window',
  'folio_line',
  'folio_payment',
  'business_day',
  'night_run',
  'hotel_job_setting',
  'no_show_record',
  'room_state',
];

/** Bookings, their bills, the hotel's business day, no-shows and the state of rooms. */
export class CreateBookings1764200000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const part of [SETTINGS, BOOKINGS, FOLIOS, BUSINESS_DAY, NO_SHOWS]) await runner.query(part);
    for (const table of TABLES) await protectTenantTable(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${TABLES.toReversed().join(', ')}`);
  }
}
