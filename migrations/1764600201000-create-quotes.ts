import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectTenantTable } from './support/protect-tenant-table.js';

const TENANT = `tenant_id uuid NOT NULL DEFAULT NULLIF(current_setting('app.tenant_id', true), '')::uuid`;

const QUOTES = `
  CREATE TABLE quote (
    id uuid PRIMARY KEY,
    ${TENANT},
    -- The revisions of a quote share its number.
    number text NOT NULL,
    revision integer NOT NULL DEFAULT 1 CHECK (revision >= 1),
    state text NOT NULL DEFAULT 'draft' CHECK (state IN
      ('draft', 'needs_review', 'ready', 'sent', 'accepted', 'declined', 'expired', 'superseded', 'cancelled')),
    customer_id integer,
    -- {name, company, email}, as they were when the quote was made.
    recipient jsonb NOT NULL,
    level text NOT NULL CHECK (level IN ('standard', 'preferred', 'partner')),
    note text CHECK (length(note) <= 2000),
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    -- Last day it can be accepted, local to the shop, and the instant that day ends.
    valid_until date,
    expires_at timestamptz,
    subtotal_minor bigint,
    tax_minor bigint,
    total_minor bigint,
    -- Why a person has to look.
    reasons jsonb NOT NULL DEFAULT '[]',
    -- All that the price was made of, the price, and the hash of the price: the snapshot gives the same bytes again.
    snapshot jsonb,
    price jsonb,
    price_hash text,
    -- How the shop presents itself on it, as it was sent.
    letterhead jsonb,
    previous_id uuid,
    calculated_at timestamptz,
    sent_at timestamptz,
    decided_at timestamptz,
    -- Who accepted or declined, with what words; quantities chosen.
    decision jsonb,
    created_by uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (tenant_id, id),
    CONSTRAINT quote_number_key UNIQUE (tenant_id, number, revision),
    -- One revision follows another once.
    CONSTRAINT quote_previous_key UNIQUE (tenant_id, previous_id),
    FOREIGN KEY (tenant_id, customer_id) REFERENCES customer (tenant_id, id),
    FOREIGN KEY (tenant_id, previous_id) REFERENCES quote (tenant_id, id),
    CHECK (state NOT IN ('ready', 'sent', 'accepted') OR total_minor IS NOT NULL),
    CHECK (total_minor = subtotal_minor + tax_minor),
    CHECK (state <> 'sent' OR expires_at IS NOT NULL)
  );
  CREATE INDEX quote_created_idx ON quote (tenant_id, created_at DESC, id);
  CREATE INDEX quote_state_idx ON quote (tenant_id, state, created_at DESC);
  CREATE INDEX quote_customer_idx ON quote (tenant_id, customer_id);
  CREATE INDEX quote_expiry_idx ON quote (tenant_id, expires_at) WHERE state = 'sent';

  CREATE TABLE quote_item (
    ${TENANT},
    quote_id uuid NOT NULL,
    position smallint NOT NULL CHECK (position >= 1),
    file_id uuid NOT NULL,
    file_name text NOT NULL,
    process text NOT NULL,
    material text NOT NULL,
    finish text,
    lead_time text,
    -- The first counts for the totals, until the customer has chosen.
    quantities integer[] NOT NULL CHECK (cardinality(quantities) >= 1),
    -- A price by hand: {unitMinor[], reason, by, leadDays}.
    manual jsonb,
    PRIMARY KEY (tenant_id, quote_id, position),
    FOREIGN KEY (tenant_id, quote_id) REFERENCES quote (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, file_id) REFERENCES part_file (tenant_id, id)
  );
  CREATE INDEX quote_item_file_idx ON quote_item (tenant_id, file_id);
`;

const ORDERS = `
  -- What a customer has ordered by accepting a quote.
  CREATE TABLE sales_order (
    id uuid PRIMARY KEY,
    ${TENANT},
    number text NOT NULL,
    quote_id uuid NOT NULL,
    state text NOT NULL DEFAULT 'accepted' CHECK (state IN
      ('accepted', 'in_production', 'shipped', 'delivered', 'cancelled')),
    recipient jsonb NOT NULL,
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    -- [{position, description, quantity, unitMinor, lineMinor}]
    lines jsonb NOT NULL,
    subtotal_minor bigint NOT NULL,
    tax_minor bigint NOT NULL,
    total_minor bigint NOT NULL,
    tax_rate numeric(7, 4) NOT NULL,
    carrier text CHECK (length(carrier) <= 100),
    tracking text CHECK (length(tracking) <= 200),
    cancel_reason text CHECK (length(cancel_reason) <= 500),
    started_at timestamptz,
    shipped_at timestamptz,
    delivered_at timestamptz,
    cancelled_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (tenant_id, id),
    CONSTRAINT sales_order_number_key UNIQUE (tenant_id, number),
    -- A quote is ordered once.
    CONSTRAINT sales_order_quote_key UNIQUE (tenant_id, quote_id),
    FOREIGN KEY (tenant_id, quote_id) REFERENCES quote (tenant_id, id),
    CHECK (total_minor = subtotal_minor + tax_minor)
  );
  CREATE INDEX sales_order_created_idx ON sales_order (tenant_id, created_at DESC, id);

  -- What a shipped order is invoiced as. Never changed.
  CREATE TABLE order_invoice (
    id uuid PRIMARY KEY,
    ${TENANT},
    number text NOT NULL,
    order_id uuid NOT NULL,
    -- Local to the shop.
    issue_date date NOT NULL,
    recipient jsonb NOT NULL,
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    lines jsonb NOT NULL,
    tax_rate numeric(7, 4) NOT NULL,
    subtotal_minor bigint NOT NULL,
    tax_minor bigint NOT NULL,
    total_minor bigint NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (tenant_id, id),
    CONSTRAINT order_invoice_number_key UNIQUE (tenant_id, number),
    CONSTRAINT order_invoice_order_key UNIQUE (tenant_id, order_id),
    FOREIGN KEY (tenant_id, order_id) REFERENCES sales_order (tenant_id, id),
    CHECK (total_minor = subtotal_minor + tax_minor)
  );
  CREATE INDEX order_invoice_date_idx ON order_invoice (tenant_id, issue_date, id);
`;

const TABLES = ['quote', 'quote_item', 'sales_order', 'order_invoice'];

export class CreateQuotes1764600201000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(QUOTES);
    await runner.query(ORDERS);
    for (const table of TABLES) await protectTenantTable(runner, table);
    await runner.query('REVOKE UPDATE, DELETE ON order_invoice FROM nightshift_app, nightshift_system');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${[...TABLES].reverse().join(', ')}`);
  }
}
