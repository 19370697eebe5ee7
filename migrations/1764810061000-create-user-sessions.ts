import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectTenantTable } from './support/protect-tenant-table.js';

/** Sessions of browsers, which can be listed and ended one by one, and how a person wants dates, numbers and colours shown. */
export class CreateUserSessions1764810061000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE user_session (
        id uuid PRIMARY KEY,
        -- Null for an operator's.
        tenant_id uuid REFERENCES tenant (id),
        user_id uuid NOT NULL REFERENCES app_user (id),
        -- SHA-256 of the cookie.
        hash bytea NOT NULL CONSTRAINT user_session_hash_key UNIQUE,
        -- Under which version of the user's sessions it began: a higher one ends it.
        token_version int NOT NULL,
        -- Browser and address it began with, for the person who looks through her sessions.
        user_agent text,
        address text,
        created_at timestamptz NOT NULL DEFAULT now(),
        last_used_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        ended_at timestamptz
      );
      CREATE INDEX user_session_user_idx ON user_session (user_id, created_at DESC);
      CREATE INDEX user_session_expires_idx ON user_session (expires_at);

      ALTER TABLE app_user
        ADD COLUMN locale text,
        ADD COLUMN display_zone text,
        ADD COLUMN theme text CHECK (theme IN ('system', 'light', 'dark'));
    `);
    await protectTenantTable(runner, 'user_session');
    // It is read before it is known whose request it is, and hashes are no tenant's to read.
    await runner.query('REVOKE ALL ON user_session FROM nightshift_app');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE user_session;
      ALTER TABLE app_user DROP COLUMN locale, DROP COLUMN display_zone, DROP COLUMN theme;
    `);
  }
}
