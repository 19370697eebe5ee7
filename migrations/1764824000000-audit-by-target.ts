import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What each entry of the audit trail is about, so that the page of one thing can show who did what to it. */
export class AuditByTarget1764824000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Things as the API's paths name them, e.g. bookings/01980000-0000-7000-8000-000000000001.
      ALTER TABLE audit_entry ADD COLUMN about text[] NOT NULL DEFAULT '{}';

      -- The entries so far: what their paths named. Row-level security binds the owner too, and nobody may change an entry.
      ALTER TABLE audit_entry NO FORCE ROW LEVEL SECURITY;
      UPDATE audit_entry SET about = ARRAY(
        SELECT m[1] || '/' || (target ->> m[2])
        FROM regexp_matches(action, '/([^/:]+)/:(\\w+)', 'g') AS m WHERE target ->> m[2] IS NOT NULL)
      WHERE action LIKE '%/:%';
      ALTER TABLE audit_entry FORCE ROW LEVEL SECURITY;

      CREATE INDEX audit_entry_about_idx ON audit_entry USING gin (about);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE audit_entry DROP COLUMN about');
  }
}
