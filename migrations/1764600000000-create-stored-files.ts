import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectTenantTable } from './support/protect-tenant-table.js';

/**
 * Files: their bytes lie in the storage under `tenant/uuid`, a row here tells what they are. A row comes before its bytes and
 * goes after them, so that whatever fails in between is found. The bytes that a tenant has in all are kept in one row,
 * because a sum over its files with each upload would cost more with every file.
 */
export class CreateStoredFiles1764600000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE stored_file (
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        id uuid NOT NULL,
        -- writing: the bytes come, or were broken off; kept: they are there; removed: they are to be deleted.
        state text NOT NULL CHECK (state IN ('writing', 'kept', 'removed')),
        name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
        content_type text NOT NULL CHECK (length(content_type) <= 200),
        purpose text NOT NULL CHECK (purpose ~ '^[a-z][a-z-]{0,39}$'),
        bytes bigint CHECK (bytes >= 0),
        sha256 text CHECK (sha256 ~ '^[0-9a-f]{64}$'),
        keep_until timestamptz,
        -- Most bytes a client may put there by itself; null: the server writes it.
        upload_limit bigint CHECK (upload_limit > 0),
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (tenant_id, id),
        CHECK (state <> 'kept' OR (bytes IS NOT NULL AND sha256 IS NOT NULL))
      );
      CREATE INDEX stored_file_unfinished ON stored_file (changed_at) WHERE state <> 'kept';
      CREATE INDEX stored_file_expiring ON stored_file (keep_until) WHERE state = 'kept' AND keep_until IS NOT NULL;

      CREATE TABLE storage_use (
        tenant_id uuid PRIMARY KEY REFERENCES tenant (id),
        bytes bigint NOT NULL
      )`);
    await protectTenantTable(runner, 'stored_file');
    await protectTenantTable(runner, 'storage_use');
    await runner.query(`
      CREATE FUNCTION stored_file_count() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        change bigint := 0;
      BEGIN
        IF TG_OP <> 'INSERT' AND OLD.state = 'kept' THEN change := change - OLD.bytes; END IF;
        IF TG_OP <> 'DELETE' AND NEW.state = 'kept' THEN change := change + NEW.bytes; END IF;
        IF change <> 0 THEN
          INSERT INTO storage_use AS u (tenant_id, bytes) VALUES (COALESCE(NEW.tenant_id, OLD.tenant_id), change)
          ON CONFLICT (tenant_id) DO UPDATE SET bytes = u.bytes + excluded.bytes;
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER stored_file_count AFTER INSERT OR UPDATE OR DELETE ON stored_file
        FOR EACH ROW EXECUTE FUNCTION stored_file_count()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE stored_file, storage_use; DROP FUNCTION stored_file_count()');
  }
}
