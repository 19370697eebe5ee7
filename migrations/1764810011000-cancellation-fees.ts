import type { MigrationInterface, QueryRunner } from 'typeorm';

const RULES = `
  -- From when on a cancellation costs what: [{daysBefore, time, percent, nights, flatMinor}], empty: never anything.
  ALTER TABLE penalty_rule ADD COLUMN cancellation jsonb NOT NULL DEFAULT '[]'
    CHECK (jsonb_typeof(cancellation) = 'array')`;

const BOOKINGS = `
  ALTER TABLE booking
    ADD COLUMN cancelled_by uuid,
    -- What the cancellation cost by the booked terms; null for one that was made before fees were kept, or elsewhere.
    ADD COLUMN cancel_fee_minor bigint CHECK (cancel_fee_minor >= 0),
    -- The folio line that charges it.
    ADD COLUMN cancel_fee_line_id bigint,
    -- Why it was not charged.
    ADD COLUMN cancel_fee_waived text CHECK (length(cancel_fee_waived) BETWEEN 1 AND 500),
    ADD FOREIGN KEY (tenant_id, cancel_fee_line_id) REFERENCES folio_line (tenant_id, id)`;

/** Adds to the kinds that a line may have, whichever there are. */
const KINDS = `
  DO $$
  DECLARE
    kinds text := (SELECT pg_get_expr(conbin, conrelid) FROM pg_constraint
      WHERE conrelid = 'folio_line'::regclass AND conname = 'folio_line_kind_check');
  BEGIN
    ALTER TABLE folio_line DROP CONSTRAINT folio_line_kind_check;
    EXECUTE 'ALTER TABLE folio_line ADD CONSTRAINT folio_line_kind_check CHECK (' || kinds ||
      ' OR kind IN (''cancellation'', ''city_tax''))';
  END $$`;

export class CancellationFees1764810011000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(RULES);
    await runner.query(BOOKINGS);
    await runner.query(KINDS);
  }

  /** The kinds stay: a line that has one of them is not made undone. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE booking DROP COLUMN cancel_fee_waived, DROP COLUMN cancel_fee_line_id,
      DROP COLUMN cancel_fee_minor, DROP COLUMN cancelled_by`);
    await runner.query('ALTER TABLE penalty_rule DROP COLUMN cancellation');
  }
}
