import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectTenantTable } from './support/protect-tenant-table.js';

const CHANGES = `
  -- That an owner's share of a listing was set, changed or taken away from a night on, each time that it was. Statements that were
  -- final by then are corrected on the next ones, of all owners that had or got a share.
  CREATE TABLE ownership_change (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id uuid NOT NULL DEFAULT NULLIF(current_setting('app.tenant_id', true), '')::uuid,
    listing_id integer NOT NULL,
    owner_id integer NOT NULL,
    from_night date NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now(),
    FOREIGN KEY (tenant_id, listing_id) REFERENCES listing (tenant_id, id),
    FOREIGN KEY (tenant_id, owner_id) REFERENCES owner (tenant_id, id)
  );
  CREATE INDEX ownership_change_listing_idx ON ownership_change (tenant_id, listing_id, changed_at);
  CREATE INDEX ownership_change_owner_idx ON ownership_change (tenant_id, owner_id);

  -- Expenses that an owner was told of: those that were moved or changed since are corrected.
  CREATE INDEX ledger_line_owner_expense_idx ON ledger_line (tenant_id, owner_id) WHERE expense_id IS NOT NULL;
`;

export class RememberChangesOfOwnership1764708000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CHANGES);
    await protectTenantTable(runner, 'ownership_change');
    await runner.query('REVOKE UPDATE, DELETE ON ownership_change FROM nightshift_app, nightshift_system');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX ledger_line_owner_expense_idx; DROP TABLE ownership_change');
  }
}
