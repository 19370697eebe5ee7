import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectTenantTable } from './support/protect-tenant-table.js';

/** Roles, tenants, users, API keys. */
export class CreatePlatform1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Roles belong to the cluster, not to the database: another database may have made them already.
    for (const role of ['nightshift_app', 'nightshift_system']) {
      await runner.query(`
        DO $$ BEGIN
          CREATE ROLE ${role} NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
        END $$;
        GRANT ${role} TO CURRENT_USER;
        GRANT USAGE ON SCHEMA public TO ${role};
      `);
    }
    await runner.query(`
      CREATE EXTENSION IF NOT EXISTS btree_gist;
      -- Readiness compares what is applied with what the build knows.
      GRANT SELECT ON migration TO nightshift_system;

      CREATE TABLE tenant (
        id uuid PRIMARY KEY,
        slug text NOT NULL CONSTRAINT tenant_slug_key UNIQUE CHECK (slug ~ '^[a-z0-9-]{2,40}$'),
        name text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      );
      GRANT SELECT ON tenant TO nightshift_app;
      GRANT SELECT, INSERT, UPDATE ON tenant TO nightshift_system;

      -- An OPERATOR has no tenant; everybody else has one.
      CREATE TABLE app_user (
        id uuid PRIMARY KEY,
        tenant_id uuid REFERENCES tenant (id),
        email text NOT NULL,
        password_hash text NOT NULL,
        role text NOT NULL CHECK (role IN ('OPERATOR', 'ADMIN', 'MANAGER', 'STAFF')),
        disabled_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        CHECK ((role = 'OPERATOR') = (tenant_id IS NULL)),
        UNIQUE (tenant_id, id)
      );
      CREATE UNIQUE INDEX app_user_email_key ON app_user (lower(email));

      CREATE TABLE api_key (
        id uuid PRIMARY KEY,
        tenant_id uuid REFERENCES tenant (id),
        user_id uuid NOT NULL REFERENCES app_user (id),
        name text NOT NULL,
        prefix text NOT NULL,
        hash bytea NOT NULL CONSTRAINT api_key_hash_key UNIQUE,
        role text NOT NULL CHECK (role IN ('OPERATOR', 'ADMIN', 'MANAGER', 'STAFF')),
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz,
        last_used_at timestamptz,
        revoked_at timestamptz,
        CHECK ((role = 'OPERATOR') = (tenant_id IS NULL))
      );
      CREATE INDEX api_key_tenant_idx ON api_key (tenant_id, created_at DESC);
    `);
    await protectTenantTable(runner, 'app_user');
    await protectTenantTable(runner, 'api_key');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE api_key, app_user, tenant');
  }
}
