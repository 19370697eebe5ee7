import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectTenantTable } from './support/protect-tenant-table.js';

const TENANT = `tenant_id uuid NOT NULL DEFAULT NULLIF(current_setting('app.tenant_id', true), '')::uuid REFERENCES tenant (id)`;

/**
 * Files of parts to be made, and what analyses of them gave. An analysis belongs to bytes, not to a file: the same bytes that are
 * uploaded again are not analysed again, within one tenant and never across.
 */
export class CreatePartFiles1764600001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE file_analysis (
        id uuid PRIMARY KEY,
        ${TENANT},
        sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
        -- Of the analyser's version and all that its figures depend on besides the bytes.
        fingerprint text NOT NULL CHECK (fingerprint ~ '^[0-9a-f]{64}$'),
        result jsonb NOT NULL,
        mesh_file_id uuid,
        thumbnail_file_id uuid,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        UNIQUE (tenant_id, id),
        CONSTRAINT file_analysis_key UNIQUE (tenant_id, sha256, fingerprint),
        FOREIGN KEY (tenant_id, mesh_file_id) REFERENCES stored_file (tenant_id, id),
        FOREIGN KEY (tenant_id, thumbnail_file_id) REFERENCES stored_file (tenant_id, id)
      );
      CREATE INDEX file_analysis_mesh_idx ON file_analysis (tenant_id, mesh_file_id);
      CREATE INDEX file_analysis_thumbnail_idx ON file_analysis (tenant_id, thumbnail_file_id);

      CREATE TABLE part_file (
        id uuid PRIMARY KEY,
        ${TENANT},
        name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
        -- As told with the file; null: the file names its own, or it is assumed.
        unit text CHECK (unit IN ('micron', 'mm', 'cm', 'in', 'ft', 'm')),
        -- Found in its bytes by the first analysis.
        format text CHECK (length(format) <= 20),
        stored_file_id uuid NOT NULL,
        sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
        bytes bigint NOT NULL CHECK (bytes > 0),
        -- What another system calls it.
        external_ref text CHECK (length(external_ref) BETWEEN 1 AND 200),
        analysis_id uuid,
        -- The job that analyses it, or did so last.
        analysis_job_id uuid,
        created_by uuid,
        created_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (tenant_id, id),
        CONSTRAINT part_file_stored_key UNIQUE (tenant_id, stored_file_id),
        CONSTRAINT part_file_external_key UNIQUE (tenant_id, external_ref),
        FOREIGN KEY (tenant_id, stored_file_id) REFERENCES stored_file (tenant_id, id),
        FOREIGN KEY (tenant_id, analysis_id) REFERENCES file_analysis (tenant_id, id) ON DELETE SET NULL (analysis_id)
      );
      CREATE INDEX part_file_sha256_idx ON part_file (tenant_id, sha256);
      CREATE INDEX part_file_analysis_idx ON part_file (tenant_id, analysis_id)`);
    await protectTenantTable(runner, 'file_analysis');
    await protectTenantTable(runner, 'part_file');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE part_file, file_analysis');
  }
}
