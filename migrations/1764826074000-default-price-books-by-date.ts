import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The default price book of next year may be made while that of this year still holds. */
export class DefaultPriceBooksByDate1764826074000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE price_book ADD CONSTRAINT price_book_default_overlap EXCLUDE USING gist
      (tenant_id WITH =, daterange(valid_from, valid_to, '[]') WITH &&) WHERE (is_default AND active)`);
    await runner.query('DROP INDEX price_book_default_key');
  }

  async down(runner: QueryRunner): Promise<void> {
    // Several in a row cannot be kept: the one that holds today stays, else the first that will.
    await runner.query(`UPDATE price_book SET is_default = false WHERE is_default AND active AND id NOT IN (
      SELECT DISTINCT ON (tenant_id) id FROM price_book WHERE is_default AND active
      ORDER BY tenant_id, coalesce(valid_to < current_date, false), valid_from)`);
    await runner.query(
      'CREATE UNIQUE INDEX price_book_default_key ON price_book (tenant_id) WHERE is_default AND active',
    );
    await runner.query('ALTER TABLE price_book DROP CONSTRAINT price_book_default_overlap');
  }
}
