import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The board of the night asks which channels are still to be told of no-shows; of who came after all there is nothing to tell. */
export class ChannelReportsDue1764826079000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX no_show_record_report_idx ON no_show_record (tenant_id, channel_report_until)
        WHERE channel_report = 'due' AND reversed_at IS NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX no_show_record_report_idx');
  }
}
