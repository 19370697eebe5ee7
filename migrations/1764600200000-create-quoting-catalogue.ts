import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectTenantTable } from './support/protect-tenant-table.js';

const ROW = `id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id uuid NOT NULL DEFAULT NULLIF(current_setting('app.tenant_id', true), '')::uuid`;
const CODE = `code text NOT NULL CHECK (code ~ '^[a-z0-9][a-z0-9_-]{0,39}$'),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 120)`;
const REST = `-- False: no longer offered. Quotes that were made keep what they were made of.
    active boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (tenant_id, id)`;

const CATALOGUE = `
  CREATE TABLE quoting_settings (
    ${ROW},
    -- Of all prices of the workshop; fixed once something has a price.
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    -- Decides when a day ends, and so when a quote expires.
    timezone text NOT NULL,
    tax_policy text NOT NULL CHECK (tax_policy IN ('per_line', 'per_order')),
    validity_days integer NOT NULL CHECK (validity_days BETWEEN 1 AND 365),
    quote_prefix text NOT NULL CHECK (quote_prefix ~ '^[A-Z0-9]{1,10}$'),
    order_prefix text NOT NULL CHECK (order_prefix ~ '^[A-Z0-9]{1,10}$'),
    invoice_prefix text NOT NULL CHECK (invoice_prefix ~ '^[A-Z0-9]{1,10}$'),
    shop_name text NOT NULL CHECK (length(shop_name) BETWEEN 1 AND 200),
    shop_address text CHECK (length(shop_address) <= 500),
    shop_email text CHECK (length(shop_email) <= 254),
    terms text CHECK (length(terms) <= 4000),
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (tenant_id, id),
    CONSTRAINT quoting_settings_tenant_key UNIQUE (tenant_id)
  );

  -- The next number of quotes, orders and invoices of a year.
  CREATE TABLE quoting_series (
    tenant_id uuid NOT NULL DEFAULT NULLIF(current_setting('app.tenant_id', true), '')::uuid,
    prefix text NOT NULL,
    year smallint NOT NULL,
    next_no integer NOT NULL DEFAULT 1 CHECK (next_no >= 1),
    PRIMARY KEY (tenant_id, prefix, year)
  );

  CREATE TABLE material (
    ${ROW},
    ${CODE},
    -- g/cm³; without it or a price no price is made.
    density numeric(10, 5) CHECK (density > 0),
    price_per_kg_minor bigint CHECK (price_per_kg_minor > 0),
    waste_factor numeric(8, 4) NOT NULL DEFAULT 1 CHECK (waste_factor >= 1),
    -- Of a sheet, mm.
    thickness numeric(10, 4) CHECK (thickness > 0),
    -- Codes of the processes it is for; none: all.
    processes text[] NOT NULL DEFAULT '{}',
    ${REST},
    CONSTRAINT material_code_key UNIQUE (tenant_id, code)
  );

  CREATE TABLE process (
    ${ROW},
    ${CODE},
    kind text NOT NULL CHECK (kind IN ('fdm', 'sla', 'sls', 'mjf', 'dmls', 'cnc_mill', 'sheet_cut')),
    -- Once a line.
    setup_minor bigint NOT NULL DEFAULT 0 CHECK (setup_minor >= 0),
    programming_minor bigint NOT NULL DEFAULT 0 CHECK (programming_minor >= 0),
    -- Each part.
    finishing_minor bigint NOT NULL DEFAULT 0 CHECK (finishing_minor >= 0),
    hourly_minor bigint CHECK (hourly_minor > 0),
    -- cm³ an hour; for sheet_cut mm a minute.
    throughput numeric(14, 4) CHECK (throughput > 0),
    pierce_seconds numeric(8, 3) NOT NULL DEFAULT 0 CHECK (pierce_seconds >= 0),
    stock_allowance numeric(8, 3) NOT NULL DEFAULT 0 CHECK (stock_allowance >= 0),
    limits jsonb NOT NULL DEFAULT '{}',
    ${REST},
    CONSTRAINT process_code_key UNIQUE (tenant_id, code)
  );

  CREATE TABLE machine (
    ${ROW},
    ${CODE},
    process_id integer NOT NULL,
    -- Largest part it takes, mm.
    bed_x numeric(10, 2) NOT NULL CHECK (bed_x > 0),
    bed_y numeric(10, 2) NOT NULL CHECK (bed_y > 0),
    bed_z numeric(10, 2) NOT NULL CHECK (bed_z > 0),
    -- Null: the process's.
    hourly_minor bigint CHECK (hourly_minor > 0),
    ${REST},
    CONSTRAINT machine_code_key UNIQUE (tenant_id, code),
    FOREIGN KEY (tenant_id, process_id) REFERENCES process (tenant_id, id)
  );
  CREATE INDEX machine_process_idx ON machine (tenant_id, process_id);

  CREATE TABLE finish (
    ${ROW},
    ${CODE},
    per_part_minor bigint NOT NULL DEFAULT 0 CHECK (per_part_minor >= 0),
    -- Major units.
    per_cm2 numeric(12, 6) NOT NULL DEFAULT 0 CHECK (per_cm2 >= 0),
    minimum_minor bigint NOT NULL DEFAULT 0 CHECK (minimum_minor >= 0),
    ${REST},
    CONSTRAINT finish_code_key UNIQUE (tenant_id, code)
  );

  CREATE TABLE price_book (
    ${ROW},
    ${CODE},
    level text NOT NULL CHECK (level IN ('standard', 'preferred', 'partner')),
    valid_from date NOT NULL,
    -- Included; null: until another one is made.
    valid_to date,
    mode text NOT NULL CHECK (mode IN ('margin', 'markup')),
    percent numeric(7, 4) NOT NULL CHECK (percent >= 0 AND (mode = 'markup' OR percent < 100)),
    margin_floor numeric(7, 4) NOT NULL DEFAULT 0 CHECK (margin_floor >= 0 AND margin_floor < 100),
    min_unit_minor bigint NOT NULL DEFAULT 0 CHECK (min_unit_minor >= 0),
    min_order_minor bigint NOT NULL DEFAULT 0 CHECK (min_order_minor >= 0),
    bands jsonb NOT NULL DEFAULT '[]',
    lead_times jsonb NOT NULL DEFAULT '[]',
    tax_rate numeric(7, 4) NOT NULL DEFAULT 0 CHECK (tax_rate BETWEEN 0 AND 100),
    -- Holds where the customer's level has no valid book.
    is_default boolean NOT NULL DEFAULT false,
    ${REST},
    CONSTRAINT price_book_code_key UNIQUE (tenant_id, code),
    CHECK (valid_to IS NULL OR valid_to >= valid_from),
    CONSTRAINT price_book_overlap EXCLUDE USING gist
      (tenant_id WITH =, level WITH =, daterange(valid_from, valid_to, '[]') WITH &&) WHERE (active)
  );
  CREATE UNIQUE INDEX price_book_default_key ON price_book (tenant_id) WHERE is_default AND active;

  CREATE TABLE customer (
    ${ROW},
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    company text CHECK (length(company) <= 200),
    email text NOT NULL CHECK (length(email) <= 254),
    level text NOT NULL DEFAULT 'standard' CHECK (level IN ('standard', 'preferred', 'partner')),
    ${REST}
  );
  CREATE INDEX customer_name_idx ON customer (tenant_id, name);
`;

const TABLES = [
  'quoting_settings',
  'quoting_series',
  'material',
  'process',
  'machine',
  'finish',
  'price_book',
  'customer',
];

export class CreateQuotingCatalogue1764600200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CATALOGUE);
    for (const table of TABLES) await protectTenantTable(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${[...TABLES].reverse().join(', ')}`);
  }
}
