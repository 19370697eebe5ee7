import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Letters of jobs whose workers died had one fingerprint whatever their kind; each kind is a group of its own, as with other errors. */
export class LostWorkersByKind1764826091000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The owner may be no superuser, and then sees no tenant's rows while this is forced.
      ALTER TABLE dead_letter NO FORCE ROW LEVEL SECURITY;
      UPDATE dead_letter SET fingerprint = left(encode(sha256(convert_to(name || E'\\nWORKER_LOST', 'UTF8')), 'hex'), 16)
      WHERE fingerprint = 'WORKER_LOST';
      ALTER TABLE dead_letter FORCE ROW LEVEL SECURITY;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE dead_letter NO FORCE ROW LEVEL SECURITY;
      UPDATE dead_letter SET fingerprint = 'WORKER_LOST' WHERE reason = 'quarantined';
      ALTER TABLE dead_letter FORCE ROW LEVEL SECURITY;
    `);
  }
}
