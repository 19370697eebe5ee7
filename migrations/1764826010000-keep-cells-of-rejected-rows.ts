import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What an imported file had in its rows, as it was written there, so that a person can mend those that were rejected in a
 * spreadsheet. Of statement files it is kept for each row until the row counts, and of others for some weeks.
 */
export class KeepCellsOfRejectedRows1764826010000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Cells of the row: string[].
      ALTER TABLE statement_import_row ADD COLUMN cells jsonb;
      CREATE INDEX statement_import_row_mend_idx ON statement_import_row (import_id, line)
        WHERE cells IS NOT NULL AND (kind = 'rejected' OR outcome = 'review');
      ALTER TABLE booking_import_reject ADD COLUMN cells jsonb;
      -- Titles of the file's columns: string[].
      ALTER TABLE booking_import ADD COLUMN header jsonb;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE booking_import DROP COLUMN header;
      ALTER TABLE booking_import_reject DROP COLUMN cells;
      DROP INDEX statement_import_row_mend_idx;
      ALTER TABLE statement_import_row DROP COLUMN cells;
    `);
  }
}
