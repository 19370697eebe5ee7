import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectTenantTable } from './support/protect-tenant-table.js';

const UP = `
  -- Money taken before the stay: owed to the guest until it pays a bill, so neither revenue nor a payment yet. Never changed.
  CREATE TABLE folio_deposit (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id uuid NOT NULL,
    hotel_id integer NOT NULL,
    folio_id uuid NOT NULL,
    -- Whose bill it is for.
    window_number smallint NOT NULL,
    kind text NOT NULL CHECK (kind IN ('received', 'refunded', 'applied')),
    business_date date NOT NULL,
    method text NOT NULL CHECK (method IN ('cash', 'card', 'transfer', 'prepaid', 'other', 'deposit')),
    -- Above zero when received, below when refunded or applied.
    amount_minor bigint NOT NULL CHECK (CASE WHEN kind = 'received' THEN amount_minor > 0 ELSE amount_minor < 0 END),
    reference text CHECK (length(reference) <= 200),
    -- Of what was applied: the payment it became.
    payment_id bigint,
    created_by uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    CHECK ((kind = 'applied') = (payment_id IS NOT NULL)),
    UNIQUE (tenant_id, id),
    FOREIGN KEY (tenant_id, hotel_id) REFERENCES hotel (tenant_id, id),
    FOREIGN KEY (tenant_id, folio_id, window_number) REFERENCES folio_window (tenant_id, folio_id, number),
    FOREIGN KEY (tenant_id, payment_id) REFERENCES folio_payment (tenant_id, id)
  );
  CREATE INDEX folio_deposit_folio_idx ON folio_deposit (folio_id, id);
  CREATE INDEX folio_deposit_day_idx ON folio_deposit (hotel_id, business_date);

  CREATE FUNCTION hold_deposit() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    held bigint;
  BEGIN
    PERFORM FROM folio_window w WHERE w.folio_id = NEW.folio_id AND w.number = NEW.window_number FOR NO KEY UPDATE;
    SELECT coalesce(sum(d.amount_minor), 0) INTO held FROM folio_deposit d
      WHERE d.folio_id = NEW.folio_id AND d.window_number = NEW.window_number;
    IF held + NEW.amount_minor < 0 THEN
      RAISE EXCEPTION '% of a deposit of %', -NEW.amount_minor, held
        USING ERRCODE = 'check_violation', CONSTRAINT = 'folio_deposit_held_check', TABLE = 'folio_deposit';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER folio_deposit_held BEFORE INSERT ON folio_deposit
    FOR EACH ROW WHEN (NEW.amount_minor < 0) EXECUTE FUNCTION hold_deposit();

  ALTER TABLE folio_payment DROP CONSTRAINT folio_payment_method_check,
    ADD CONSTRAINT folio_payment_method_check CHECK (method IN ('cash', 'card', 'transfer', 'prepaid', 'other', 'deposit'));

  -- As many payers as a group has; the bound is against abuse only.
  ALTER TABLE folio_window DROP CONSTRAINT folio_window_number_check,
    ADD CONSTRAINT folio_window_number_check CHECK (number BETWEEN 1 AND 1000);
`;

const DOWN = `
  ALTER TABLE folio_window DROP CONSTRAINT folio_window_number_check,
    ADD CONSTRAINT folio_window_number_check CHECK (number BETWEEN 1 AND 8) NOT VALID;
  DROP TABLE folio_deposit;
  DROP FUNCTION hold_deposit();
  ALTER TABLE folio_payment DROP CONSTRAINT folio_payment_method_check,
    ADD CONSTRAINT folio_payment_method_check CHECK (method IN ('cash', 'card', 'transfer', 'prepaid', 'other')) NOT VALID;
`;

/** Deposits, and folios of more than eight payers. */
export class CreateDeposits1764810002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
    await protectTenantTable(runner, 'folio_deposit');
    await runner.query('REVOKE UPDATE, DELETE ON folio_deposit FROM nightshift_app, nightshift_system');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}
