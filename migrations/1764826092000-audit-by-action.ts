import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was done is looked for by a part of its action, in a trail that is kept for ever. */
export class AuditByAction1764826092000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX audit_entry_action_idx ON audit_entry (tenant_id, action, id DESC)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX audit_entry_action_idx');
  }
}
