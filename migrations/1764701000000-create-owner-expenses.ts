import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectTenantTable } from './support/protect-tenant-table.js';

const TENANT = `tenant_id uuid NOT NULL DEFAULT NULLIF(current_setting('app.tenant_id', true), '')::uuid`;

const EXPENSES = `
  -- What is spent for a listing again and again.
  CREATE TABLE recurring_expense (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ${TENANT},
    listing_id integer NOT NULL,
    -- Null: of all owners of the listing, by their shares.
    owner_id integer,
    category text NOT NULL CHECK (length(category) BETWEEN 1 AND 40),
    description text NOT NULL CHECK (length(description) BETWEEN 1 AND 300),
    amount_minor bigint NOT NULL CHECK (amount_minor > 0),
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    rhythm text NOT NULL CHECK (rhythm IN ('monthly', 'weekly')),
    -- Monthly: day 1 to 31, where a month is shorter its last; weekly: 1 Monday to 7 Sunday.
    on_day integer NOT NULL CHECK (on_day >= 1 AND on_day <= CASE rhythm WHEN 'weekly' THEN 7 ELSE 31 END),
    from_day date NOT NULL,
    to_day date CHECK (to_day >= from_day),
    active boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (tenant_id, id),
    FOREIGN KEY (tenant_id, listing_id) REFERENCES listing (tenant_id, id),
    FOREIGN KEY (tenant_id, owner_id) REFERENCES owner (tenant_id, id)
  );
  CREATE INDEX recurring_expense_listing_idx ON recurring_expense (tenant_id, listing_id) WHERE active;

  -- What was spent for a listing. Never deleted: a mistake is voided, with a reason.
  CREATE TABLE owner_expense (
    id uuid PRIMARY KEY,
    ${TENANT},
    listing_id integer NOT NULL,
    owner_id integer,
    -- The stay that it was spent for, if for one.
    reservation_id uuid,
    category text NOT NULL CHECK (length(category) BETWEEN 1 AND 40),
    description text NOT NULL CHECK (length(description) BETWEEN 1 AND 300),
    vendor text CHECK (length(vendor) <= 200),
    day date NOT NULL,
    amount_minor bigint NOT NULL CHECK (amount_minor > 0),
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    -- What it was made of, and the first day of the month or week that it was made for: once for each of these.
    recurring_id integer,
    recurring_slot date,
    receipt_id uuid,
    void_reason text CHECK (length(void_reason) BETWEEN 1 AND 500),
    voided_at timestamptz,
    created_by uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    changed_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (tenant_id, id),
    CHECK ((void_reason IS NULL) = (voided_at IS NULL)),
    CHECK ((recurring_id IS NULL) = (recurring_slot IS NULL)),
    CONSTRAINT owner_expense_recurring_key UNIQUE (tenant_id, recurring_id, recurring_slot),
    FOREIGN KEY (tenant_id, listing_id) REFERENCES listing (tenant_id, id),
    FOREIGN KEY (tenant_id, owner_id) REFERENCES owner (tenant_id, id),
    FOREIGN KEY (tenant_id, reservation_id) REFERENCES rental_reservation (tenant_id, id),
    FOREIGN KEY (tenant_id, recurring_id) REFERENCES recurring_expense (tenant_id, id),
    FOREIGN KEY (tenant_id, receipt_id) REFERENCES stored_file (tenant_id, id)
  );
  CREATE INDEX owner_expense_listing_idx ON owner_expense (tenant_id, listing_id, day);
  CREATE INDEX owner_expense_day_idx ON owner_expense (tenant_id, day, id);
  CREATE INDEX owner_expense_receipt_idx ON owner_expense (tenant_id, receipt_id) WHERE receipt_id IS NOT NULL;
`;

const TABLES = ['recurring_expense', 'owner_expense'];

export class CreateOwnerExpenses1764701000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(EXPENSES);
    for (const table of TABLES) await protectTenantTable(runner, table);
    await runner.query('REVOKE DELETE ON owner_expense FROM nightshift_app, nightshift_system');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${[...TABLES].reverse().join(', ')}`);
  }
}
