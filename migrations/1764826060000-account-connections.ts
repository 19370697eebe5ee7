import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which connection of an account an answer belongs to, since when its log-in is refused, and what of a calendar could not be read. */
export class AccountConnections1764826060000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE calendar_account
        -- Grows each time the account is connected again: an answer to what was asked with the log-in before says nothing of this one.
        ADD COLUMN connection integer NOT NULL DEFAULT 1,
        -- The first of the refusals of its log-in that nothing has contradicted since.
        ADD COLUMN refused_at timestamptz;
      -- Of how many users, in all tenants, an account at Google is: a permission is taken back with the last of them.
      CREATE INDEX calendar_account_google_idx ON calendar_account (name) WHERE source = 'google';
      -- Events and series that the latest reading could not take apart: their time looks free.
      ALTER TABLE calendar ADD COLUMN left_out integer NOT NULL DEFAULT 0;
      -- SHA-256 of what the browser that began has as a cookie; null where it was no browser.
      ALTER TABLE calendar_authorization ADD COLUMN browser_hash bytea;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE calendar_authorization DROP COLUMN browser_hash;
      ALTER TABLE calendar DROP COLUMN left_out;
      DROP INDEX calendar_account_google_idx;
      ALTER TABLE calendar_account DROP COLUMN refused_at, DROP COLUMN connection;
    `);
  }
}
