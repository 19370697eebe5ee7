import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The PDF that went out with a quote is what its customer gets by the link. */
export class KeepPrintedQuotes1764826075000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE quote ADD COLUMN pdf_file_id uuid');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE quote DROP COLUMN pdf_file_id');
  }
}
