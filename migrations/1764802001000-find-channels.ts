import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every job that reads a user's calendars asks which of them are watched: not through the channels of all users of the tenant. */
export class FindChannels1764802001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX watch_channel_user_idx ON watch_channel (tenant_id, user_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX watch_channel_user_idx');
  }
}
