import type { MigrationInterface, QueryRunner } from 'typeorm';

const TERMS = `
  ALTER TABLE legal_entity
    -- Days after the issue by which an open balance is to be paid; null: on receipt.
    ADD COLUMN payment_days smallint CHECK (payment_days BETWEEN 0 AND 365),
    ADD COLUMN iban text CHECK (iban ~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$'),
    ADD COLUMN bic text CHECK (bic ~ '^[A-Z0-9]{8}([A-Z0-9]{3})?$'),
    ADD COLUMN bank_name text CHECK (length(bank_name) BETWEEN 1 AND 100)`;

/** A fourth treatment: the buyer owes the tax. */
const TREATMENTS = [
  ['tax_category', 'treatment'],
  ['folio_line', 'tax_treatment'],
  ['invoice_line', 'tax_treatment'],
  ['invoice_tax', 'tax_treatment'],
] as const;

export class InvoicePaymentTerms1764810013000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TERMS);
    for (const [table, column] of TREATMENTS)
      await runner.query(`
        ALTER TABLE ${table} DROP CONSTRAINT ${table}_${column}_check;
        ALTER TABLE ${table} ADD CONSTRAINT ${table}_${column}_check
          CHECK (${column} IN ('taxable', 'exempt', 'outside', 'reverse_charge'))`);
  }

  /** The treatments stay: a line that has the new one is not made undone. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE legal_entity DROP COLUMN bank_name, DROP COLUMN bic, DROP COLUMN iban,
      DROP COLUMN payment_days`);
  }
}
