import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectTenantTable } from './support/protect-tenant-table.js';

/** Tenants that can be disabled, sessions that can be ended, keys that know the key they were made with, invitations. */
export class ExtendAccounts1764400600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE tenant ADD COLUMN disabled_at timestamptz;

      -- Access tokens name the version they were issued under: a higher one ends them all.
      ALTER TABLE app_user ADD COLUMN token_version int NOT NULL DEFAULT 0;
      CREATE INDEX app_user_tenant_idx ON app_user (tenant_id, lower(email));

      -- The key that made this one, where it was not a person: it ends with it.
      ALTER TABLE api_key ADD UNIQUE (tenant_id, id), ADD COLUMN made_by uuid,
        ADD FOREIGN KEY (tenant_id, made_by) REFERENCES api_key (tenant_id, id);
      CREATE INDEX api_key_made_by_idx ON api_key (tenant_id, made_by) WHERE made_by IS NOT NULL;

      CREATE TABLE invitation (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        email text NOT NULL,
        role text NOT NULL CHECK (role IN ('ADMIN', 'MANAGER', 'STAFF')),
        -- SHA-256 of the token in the link.
        hash bytea NOT NULL,
        -- A user of the tenant or an operator; null: the command on the server.
        invited_by uuid,
        -- The key it was made with, if it was one: it ends with it.
        made_by uuid,
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        accepted_at timestamptz,
        revoked_at timestamptz
      );
      CREATE INDEX invitation_hash_idx ON invitation (hash);
      -- One open invitation for an address: a new one takes the old one's place.
      CREATE UNIQUE INDEX invitation_open_key ON invitation (tenant_id, lower(email))
        WHERE accepted_at IS NULL AND revoked_at IS NULL;
    `);
    await protectTenantTable(runner, 'invitation');
    // Whoever is invited is nobody's tenant yet, and hashes are no tenant's to read.
    await runner.query('REVOKE ALL ON invitation FROM nightshift_app');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE invitation;
      ALTER TABLE api_key DROP COLUMN made_by;
      ALTER TABLE api_key DROP CONSTRAINT api_key_tenant_id_id_key;
      DROP INDEX app_user_tenant_idx;
      ALTER TABLE app_user DROP COLUMN token_version;
      ALTER TABLE tenant DROP COLUMN disabled_at;
    `);
  }
}
