import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectTenantTable } from './support/protect-tenant-table.js';

/**
 * Reports: who asked for what, and the file it became. A report has the id of its job, so that one made by a schedule is found
 * under the id its job is known by. Reports with the same bytes share one file.
 */
export class CreateReports1764600300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE report (
        id uuid NOT NULL,
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        report_type text NOT NULL CHECK (length(report_type) BETWEEN 1 AND 60),
        format text NOT NULL CHECK (format IN ('pdf', 'xlsx', 'csv')),
        created_by uuid,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        -- Known when the job has begun: a range may be counted from the day it runs.
        from_date date,
        to_date date,
        timezone text,
        -- Known when it is done.
        finished_at timestamptz,
        row_count bigint,
        truncated boolean,
        totals jsonb,
        sha256 text CHECK (sha256 ~ '^[0-9a-f]{64}$'),
        bytes bigint,
        -- Null before it is done, and again when the file is not kept any more.
        file_id uuid,
        PRIMARY KEY (tenant_id, id),
        FOREIGN KEY (tenant_id, file_id) REFERENCES stored_file (tenant_id, id) ON DELETE SET NULL (file_id)
      );
      CREATE INDEX report_created_idx ON report (tenant_id, created_at DESC, id DESC);
      CREATE INDEX report_age_idx ON report (created_at);
      CREATE INDEX report_sha256_idx ON report (tenant_id, sha256) WHERE file_id IS NOT NULL;
      CREATE INDEX report_file_idx ON report (tenant_id, file_id) WHERE file_id IS NOT NULL;

      CREATE TABLE report_setting (
        tenant_id uuid PRIMARY KEY REFERENCES tenant (id),
        timezone text NOT NULL,
        -- Null: as many as the platform allows.
        most_rows integer CHECK (most_rows >= 1)
      )`);
    await protectTenantTable(runner, 'report');
    await protectTenantTable(runner, 'report_setting');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE report, report_setting');
  }
}
