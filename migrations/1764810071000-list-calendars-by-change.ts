import type { MigrationInterface, QueryRunner } from 'typeorm';

/** From which token on an account's provider is asked for changes of its list of calendars, and when all of them were listed. */
export class ListCalendarsByChange1764810071000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE calendar_account ADD COLUMN list_token text, ADD COLUMN list_read_at timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE calendar_account DROP COLUMN list_token, DROP COLUMN list_read_at');
  }
}
