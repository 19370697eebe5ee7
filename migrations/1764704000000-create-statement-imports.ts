import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectTenantTable } from './support/protect-tenant-table.js';

const TENANT = `tenant_id uuid NOT NULL DEFAULT NULLIF(current_setting('app.tenant_id', true), '')::uuid`;

const IMPORTS = `
  -- How a tenant reads files of a kind that is not built in.
  CREATE TABLE statement_file_mapping (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ${TENANT},
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    -- {field: title of the column}
    columns jsonb NOT NULL,
    -- {listing?, currency?, channel?}
    constants jsonb NOT NULL,
    -- {word of the status column: status}
    statuses jsonb NOT NULL,
    -- Null: as the file tells.
    date_order text CHECK (date_order IN ('mdy', 'dmy')),
    decimal_mark text CHECK (decimal_mark IN ('.', ',')),
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (tenant_id, id),
    CONSTRAINT statement_file_mapping_name_key UNIQUE (tenant_id, name)
  );

  -- A file of stays and payouts: first a preview, then kept.
  CREATE TABLE statement_import (
    id uuid PRIMARY KEY,
    ${TENANT},
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
    bytes bigint NOT NULL,
    sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    -- Until it is kept: rows hold what matters, and the file names payees.
    stored_file_id uuid,
    -- How the file is read (Survey), and what people said of it (ImportOptions).
    survey jsonb NOT NULL,
    options jsonb NOT NULL,
    -- Null: its rows cannot be read yet.
    layout text,
    source text,
    -- What would become of it (ImportPreview).
    preview jsonb,
    -- The rows below are those of the file under its options.
    staged boolean NOT NULL DEFAULT false,
    line_done integer NOT NULL DEFAULT 0,
    -- Rises when the file is to be read anew, so that a reading under former options writes no more.
    pass integer NOT NULL DEFAULT 1,
    -- Stays up to this one are kept: channel and code.
    kept_to text NOT NULL DEFAULT '',
    job_id uuid,
    created_by uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    confirmed_at timestamptz,
    finished_at timestamptz,
    UNIQUE (tenant_id, id)
  );
  -- The same bytes wait for an answer once.
  CREATE UNIQUE INDEX statement_import_waiting_key ON statement_import (tenant_id, sha256) WHERE confirmed_at IS NULL;
  CREATE INDEX statement_import_file_idx ON statement_import (tenant_id, stored_file_id) WHERE stored_file_id IS NOT NULL;

  CREATE TABLE statement_import_row (
    ${TENANT},
    import_id uuid NOT NULL,
    line integer NOT NULL,
    kind text NOT NULL CHECK (kind IN ('stay', 'change', 'tax', 'fee', 'invoice', 'withholding', 'payout', 'unknown', 'rejected')),
    channel text NOT NULL,
    code text CHECK (length(code) BETWEEN 1 AND 100),
    -- Title or id in the file.
    listing text CHECK (length(listing) BETWEEN 1 AND 200),
    listing_id integer,
    batch text,
    batch_minor bigint,
    batch_currency text,
    -- Of the row's content; of equal rows of one file the second has occurrence 2.
    base text NOT NULL,
    occurrence integer NOT NULL DEFAULT 1,
    -- NormalRow; of a rejected row {}.
    data jsonb NOT NULL,
    reasons text[] NOT NULL DEFAULT '{}',
    message text CHECK (length(message) <= 500),
    -- What became of it; null: a preview.
    outcome text CHECK (outcome IN ('new', 'changed', 'same', 'duplicate', 'review', 'rejected')),
    -- It counts: for its stay, as a payout, or as an expense.
    applied boolean NOT NULL DEFAULT false,
    PRIMARY KEY (import_id, line),
    FOREIGN KEY (tenant_id, import_id) REFERENCES statement_import (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, listing_id) REFERENCES listing (tenant_id, id)
  );
  CREATE UNIQUE INDEX statement_import_row_key ON statement_import_row (tenant_id, base, occurrence) WHERE applied;
  CREATE INDEX statement_import_row_stay_idx ON statement_import_row (tenant_id, channel, code, import_id, line) WHERE code IS NOT NULL;
  CREATE INDEX statement_import_row_walk_idx ON statement_import_row (import_id, channel, code) WHERE code IS NOT NULL;
  CREATE INDEX statement_import_row_base_idx ON statement_import_row (import_id, base, line);

  -- A transfer of a channel to the manager, and what its rows add up to.
  CREATE TABLE channel_payout (
    id uuid PRIMARY KEY,
    ${TENANT},
    import_id uuid NOT NULL,
    -- Key within its file.
    batch text NOT NULL,
    channel text NOT NULL,
    reference text CHECK (length(reference) <= 60),
    day date,
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    -- Null: the file gives the rows only.
    amount_minor bigint,
    rows_minor bigint NOT NULL,
    rows integer NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (tenant_id, id),
    CONSTRAINT channel_payout_batch_key UNIQUE (tenant_id, import_id, batch),
    FOREIGN KEY (tenant_id, import_id) REFERENCES statement_import (tenant_id, id)
  );
  CREATE INDEX channel_payout_day_idx ON channel_payout (tenant_id, day, id);

  -- Commission that a channel bills later for a payout of the gross amount, until its bill is read.
  CREATE TABLE channel_accrual (
    ${TENANT},
    reservation_id uuid NOT NULL,
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    accrued_minor bigint NOT NULL,
    -- The import whose bill settled it.
    settled_by uuid,
    PRIMARY KEY (tenant_id, reservation_id),
    FOREIGN KEY (tenant_id, reservation_id) REFERENCES rental_reservation (tenant_id, id),
    FOREIGN KEY (tenant_id, settled_by) REFERENCES statement_import (tenant_id, id)
  );
`;

const TABLES = [
  'statement_file_mapping',
  'statement_import',
  'statement_import_row',
  'channel_payout',
  'channel_accrual',
];

/** Files of channels and other programs, what became of their rows, and the channels' payouts. */
export class CreateStatementImports1764704000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(IMPORTS);
    for (const table of TABLES) await protectTenantTable(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${[...TABLES].reverse().join(', ')}`);
  }
}
