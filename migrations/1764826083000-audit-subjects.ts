import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who acted with a token of the identity provider, which need not hold an e-mail address. */
export class AuditSubjects1764826083000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE audit_entry ADD COLUMN actor_subject text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE audit_entry DROP COLUMN actor_subject');
  }
}
