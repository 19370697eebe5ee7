import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A key is written by the transaction that does what the request asks for, so nobody need hold it meanwhile. Requests that
 * were under way under the old rule and had started nothing are forgotten: they can be sent again.
 */
export class TieKeysInTransactions1764400100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE idempotency_key NO FORCE ROW LEVEL SECURITY;
      DELETE FROM idempotency_key WHERE state = 'in_flight' AND job_ids = '{}';
      ALTER TABLE idempotency_key FORCE ROW LEVEL SECURITY;
      ALTER TABLE idempotency_key DROP holder, DROP locked_at,
        -- Transactions of the request that have committed something else than jobs.
        ADD ties integer NOT NULL DEFAULT 0,
        -- The answer held what is told once (or was a file): it is not kept, or kept without that.
        ADD withheld boolean NOT NULL DEFAULT false;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE idempotency_key NO FORCE ROW LEVEL SECURITY;
      DELETE FROM idempotency_key WHERE withheld OR ties > 0;
      ALTER TABLE idempotency_key FORCE ROW LEVEL SECURITY;
      ALTER TABLE idempotency_key DROP ties, DROP withheld,
        ADD holder uuid NOT NULL DEFAULT gen_random_uuid(), ADD locked_at timestamptz NOT NULL DEFAULT now();
      ALTER TABLE idempotency_key ALTER holder DROP DEFAULT;
    `);
  }
}
