import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectTenantTable } from './support/protect-tenant-table.js';

const TENANT = `tenant_id uuid NOT NULL DEFAULT NULLIF(current_setting('app.tenant_id', true), '')::uuid`;

const PAYOUTS = `
  -- What was paid out to an owner. Never deleted: a mistake is voided, with a reason.
  CREATE TABLE owner_payout (
    id uuid PRIMARY KEY,
    ${TENANT},
    owner_id integer NOT NULL,
    -- Null: for all listings of the owner together.
    listing_id integer,
    -- The statement that it settles.
    statement_id uuid,
    day date NOT NULL,
    -- In the owner's currency.
    amount_minor bigint NOT NULL CHECK (amount_minor > 0),
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    method text NOT NULL CHECK (length(method) BETWEEN 1 AND 40),
    -- As it stands on the bank's list.
    reference text CHECK (length(reference) BETWEEN 1 AND 200),
    void_reason text CHECK (length(void_reason) BETWEEN 1 AND 500),
    voided_at timestamptz,
    created_by uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (tenant_id, id),
    CHECK ((void_reason IS NULL) = (voided_at IS NULL)),
    FOREIGN KEY (tenant_id, owner_id) REFERENCES owner (tenant_id, id),
    FOREIGN KEY (tenant_id, listing_id) REFERENCES listing (tenant_id, id)
  );
  CREATE INDEX owner_payout_owner_idx ON owner_payout (tenant_id, owner_id, day);
  CREATE INDEX owner_payout_day_idx ON owner_payout (tenant_id, day, id);
  CREATE INDEX owner_payout_statement_idx ON owner_payout (tenant_id, statement_id) WHERE statement_id IS NOT NULL;
  -- The same transfer told twice is one payout.
  CREATE UNIQUE INDEX owner_payout_reference_key ON owner_payout (tenant_id, owner_id, day, reference)
    WHERE reference IS NOT NULL AND voided_at IS NULL;

  -- What moved on the account that holds the owners' money, but for what owners were paid.
  CREATE TABLE trust_movement (
    id uuid PRIMARY KEY,
    ${TENANT},
    day date NOT NULL,
    kind text NOT NULL CHECK (length(kind) BETWEEN 1 AND 40),
    -- What came in is positive, what went out negative.
    amount_minor bigint NOT NULL CHECK (amount_minor <> 0),
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    -- What the bank or the file that told it knows it by: the same told again is the same movement.
    external_key text NOT NULL CHECK (length(external_key) BETWEEN 1 AND 200),
    channel text CHECK (length(channel) BETWEEN 1 AND 20),
    note text CHECK (length(note) BETWEEN 1 AND 500),
    void_reason text CHECK (length(void_reason) BETWEEN 1 AND 500),
    voided_at timestamptz,
    created_by uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (tenant_id, id),
    CHECK ((void_reason IS NULL) = (voided_at IS NULL)),
    CONSTRAINT trust_movement_key UNIQUE (tenant_id, external_key)
  );
  CREATE INDEX trust_movement_day_idx ON trust_movement (tenant_id, day, id);
`;

const TABLES = ['owner_payout', 'trust_movement'];

export class CreateOwnerPayouts1764701001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(PAYOUTS);
    for (const table of TABLES) await protectTenantTable(runner, table);
    await runner.query('REVOKE DELETE ON owner_payout, trust_movement FROM nightshift_app, nightshift_system');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${[...TABLES].reverse().join(', ')}`);
  }
}
