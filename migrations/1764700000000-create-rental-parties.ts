import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectTenantTable } from './support/protect-tenant-table.js';

const ROW = `id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id uuid NOT NULL DEFAULT NULLIF(current_setting('app.tenant_id', true), '')::uuid`;

const PARTIES = `
  -- How a rental manager presents itself on statements, and when its months end.
  CREATE TABLE statement_settings (
    ${ROW},
    manager_name text NOT NULL CHECK (length(manager_name) BETWEEN 1 AND 200),
    manager_address text CHECK (length(manager_address) <= 500),
    manager_email text CHECK (length(manager_email) <= 254),
    timezone text NOT NULL,
    -- A4 or US letter.
    paper text NOT NULL DEFAULT 'a4' CHECK (paper IN ('a4', 'letter')),
    footer text CHECK (length(footer) <= 2000),
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (tenant_id, id),
    CONSTRAINT statement_settings_tenant_key UNIQUE (tenant_id)
  );

  CREATE TABLE owner (
    ${ROW},
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    email text CHECK (length(email) <= 254),
    address text CHECK (length(address) <= 500),
    -- BCP 47: the language and the forms of numbers and dates of what is sent to the owner.
    locale text NOT NULL DEFAULT 'en',
    -- Of the owner's statements.
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    payout_method text CHECK (length(payout_method) <= 200),
    -- Why mail does not reach the owner: set by a bounce, cleared by a new address.
    mail_trouble text CHECK (length(mail_trouble) <= 500),
    active boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (tenant_id, id)
  );

  CREATE TABLE listing (
    ${ROW},
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    -- The manager's own short name, unique.
    code text NOT NULL CHECK (code ~ '^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$'),
    -- What reservations are in, unless they say otherwise.
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    timezone text NOT NULL,
    -- offboarded: no longer managed; its past stays and is still stated.
    status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'offboarded')),
    parent_id integer,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (tenant_id, id),
    CONSTRAINT listing_code_key UNIQUE (tenant_id, code),
    FOREIGN KEY (tenant_id, parent_id) REFERENCES listing (tenant_id, id)
  );

  -- What a listing is called elsewhere: by a provider's id, or by the title in a file.
  CREATE TABLE listing_alias (
    ${ROW},
    listing_id integer NOT NULL,
    source text NOT NULL CHECK (length(source) BETWEEN 1 AND 60),
    external_id text NOT NULL CHECK (length(external_id) BETWEEN 1 AND 200),
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (tenant_id, id),
    CONSTRAINT listing_alias_key UNIQUE (tenant_id, source, external_id),
    FOREIGN KEY (tenant_id, listing_id) REFERENCES listing (tenant_id, id) ON DELETE CASCADE
  );

  -- Who owns how much of a listing on which nights. The shares of a night sum to 10000, or to nothing.
  CREATE TABLE ownership (
    ${ROW},
    listing_id integer NOT NULL,
    owner_id integer NOT NULL,
    during daterange NOT NULL CHECK (NOT isempty(during) AND lower(during) IS NOT NULL),
    -- Basis points.
    share_bp integer NOT NULL CHECK (share_bp BETWEEN 1 AND 10000),
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (tenant_id, id),
    FOREIGN KEY (tenant_id, listing_id) REFERENCES listing (tenant_id, id),
    FOREIGN KEY (tenant_id, owner_id) REFERENCES owner (tenant_id, id),
    CONSTRAINT ownership_overlap EXCLUDE USING gist (tenant_id WITH =, listing_id WITH =, owner_id WITH =, during WITH &&)
  );
  CREATE INDEX ownership_owner_idx ON ownership (tenant_id, owner_id);

  -- A version of what owner and manager have agreed for a listing. Versions follow each other, they do not overlap.
  CREATE TABLE agreement (
    ${ROW},
    owner_id integer NOT NULL,
    listing_id integer NOT NULL,
    valid daterange NOT NULL CHECK (NOT isempty(valid) AND lower(valid) IS NOT NULL),
    -- AgreementTerms (src/statements/agreements/terms.ts).
    terms jsonb NOT NULL,
    created_by uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (tenant_id, id),
    FOREIGN KEY (tenant_id, owner_id) REFERENCES owner (tenant_id, id),
    FOREIGN KEY (tenant_id, listing_id) REFERENCES listing (tenant_id, id),
    CONSTRAINT agreement_overlap EXCLUDE USING gist (tenant_id WITH =, owner_id WITH =, listing_id WITH =, valid WITH &&)
  );

  -- What one unit of a currency was worth in another on a day, and who says so.
  CREATE TABLE exchange_rate (
    ${ROW},
    base text NOT NULL CHECK (base ~ '^[A-Z]{3}$'),
    quote text NOT NULL CHECK (quote ~ '^[A-Z]{3}$' AND quote <> base),
    day date NOT NULL,
    rate numeric(20, 10) NOT NULL CHECK (rate > 0),
    source text NOT NULL CHECK (length(source) BETWEEN 1 AND 100),
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (tenant_id, id),
    CONSTRAINT exchange_rate_key UNIQUE (tenant_id, base, quote, day)
  );
`;

const TABLES = ['statement_settings', 'owner', 'listing', 'listing_alias', 'ownership', 'agreement', 'exchange_rate'];

export class CreateRentalParties1764700000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(PARTIES);
    for (const table of TABLES) await protectTenantTable(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${[...TABLES].reverse().join(', ')}`);
  }
}
