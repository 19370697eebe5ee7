import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Also of quotes that were sent before their PDF was kept by name, the customer gets the bytes that the mail had. */
export class FillPrintedQuotes1764826088000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The owner may be no superuser, and then sees no tenant's rows while this is forced.
      ALTER TABLE quote NO FORCE ROW LEVEL SECURITY;
      ALTER TABLE mail_message NO FORCE ROW LEVEL SECURITY;
      ALTER TABLE stored_file NO FORCE ROW LEVEL SECURITY;
      UPDATE quote q SET pdf_file_id = f.id
      FROM mail_message m, stored_file f
      WHERE q.pdf_file_id IS NULL AND q.sent_at IS NOT NULL AND m.tenant_id = q.tenant_id AND m.key = 'quote:' || q.id || ':ready'
        AND f.tenant_id = q.tenant_id AND f.id::text = m.attachments -> 0 ->> 'fileId';
      ALTER TABLE quote FORCE ROW LEVEL SECURITY;
      ALTER TABLE mail_message FORCE ROW LEVEL SECURITY;
      ALTER TABLE stored_file FORCE ROW LEVEL SECURITY;
    `);
  }

  async down(): Promise<void> {
    // The column goes with its own migration.
  }
}
