import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectTenantTable } from './support/protect-tenant-table.js';

const TENANT = `tenant_id uuid NOT NULL DEFAULT NULLIF(current_setting('app.tenant_id', true), '')::uuid`;

const UP = `
  ALTER TABLE quoting_settings
    -- ISO: 1 is Monday.
    ADD working_days smallint[] NOT NULL DEFAULT '{1,2,3,4,5}'
      CHECK (cardinality(working_days) BETWEEN 1 AND 7 AND working_days <@ '{1,2,3,4,5,6,7}'::smallint[]),
    -- Days of these nobody works, YYYY-MM-DD.
    ADD closed_days text[] NOT NULL DEFAULT '{}' CHECK (cardinality(closed_days) <= 400),
    -- From the issue of an invoice until it is due; null: it says nothing of it.
    ADD payment_days integer CHECK (payment_days BETWEEN 0 AND 365);

  ALTER TABLE sales_order
    -- When it is promised to be shipped, local to the shop; null: the lead time of a part is not known, nor has anybody set a day.
    ADD promised_on date,
    -- The day it was promised for when it was made.
    ADD first_promised_on date,
    -- Why the day was changed.
    ADD promise_reason text CHECK (length(promise_reason) <= 500),
    -- How often it was changed.
    ADD promise_changes integer NOT NULL DEFAULT 0;

  ALTER TABLE order_invoice
    -- How the shop presents itself on it: {shopName, shopAddress, terms, timezone}; null on those of before it was kept.
    ADD letterhead jsonb,
    ADD due_date date CHECK (due_date >= issue_date);

  ALTER TABLE quote
    -- Codes of all that a person had to look at, also when a price by hand has answered it since.
    ADD review_codes text[] NOT NULL DEFAULT '{}';
  UPDATE quote SET review_codes = ARRAY(SELECT DISTINCT r->>'code' FROM jsonb_array_elements(reasons) AS r ORDER BY 1)
    WHERE reasons <> '[]';

  -- The PDF of an invoice: its bytes are kept once and never made anew.
  CREATE TABLE order_invoice_document (
    ${TENANT},
    invoice_id uuid NOT NULL,
    file_id uuid NOT NULL,
    sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    bytes bigint NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, invoice_id),
    FOREIGN KEY (tenant_id, invoice_id) REFERENCES order_invoice (tenant_id, id)
  );
`;

const DOWN = `
  DROP TABLE order_invoice_document;
  ALTER TABLE quote DROP review_codes;
  ALTER TABLE order_invoice DROP letterhead, DROP due_date;
  ALTER TABLE sales_order DROP promised_on, DROP first_promised_on, DROP promise_reason, DROP promise_changes;
  ALTER TABLE quoting_settings DROP working_days, DROP closed_days, DROP payment_days;
`;

export class PromiseOrders1764707000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
    await protectTenantTable(runner, 'order_invoice_document');
    await runner.query('REVOKE UPDATE, DELETE ON order_invoice_document FROM nightshift_app, nightshift_system');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
