import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The digest ends with the last account of a user. Of those who had disconnected before it did, the schedule went on; it begins again with
 * an account, or once she saves her preferences.
 */
export class EndDigestsWithoutAccounts1764826094000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The owner sees all rows for a moment.
      ALTER TABLE schedule NO FORCE ROW LEVEL SECURITY;
      ALTER TABLE calendar_account NO FORCE ROW LEVEL SECURITY;
      DELETE FROM schedule s WHERE s.key LIKE 'catchup:digest:%' AND NOT EXISTS (
        SELECT FROM calendar_account a WHERE a.tenant_id = s.tenant_id AND a.user_id::text = split_part(s.key, ':', 3));
      ALTER TABLE calendar_account FORCE ROW LEVEL SECURITY;
      ALTER TABLE schedule FORCE ROW LEVEL SECURITY;
    `);
  }

  async down(): Promise<void> {
    // What was deleted is made anew as it is needed.
  }
}
