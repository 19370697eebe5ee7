import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectPersonalTable } from './support/protect-personal-table.js';

const OWN = `
    tenant_id uuid NOT NULL DEFAULT NULLIF(current_setting('app.tenant_id', true), '')::uuid,
    user_id uuid NOT NULL DEFAULT NULLIF(current_setting('app.person_id', true), '')::uuid`;

const TABLES = ['calendar_authorization', 'watch_channel'];

export class ConnectGoogle1764801100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- While a process asks for a new access token; the others wait for what it gets.
      ALTER TABLE calendar_account ADD COLUMN refresh_claimed_until timestamptz;

      -- A user was sent to a provider to allow us to read her calendars, and has not come back yet.
      CREATE TABLE calendar_authorization (${OWN},
        id uuid NOT NULL,
        -- Of PKCE, encrypted: only who began can redeem the code.
        verifier_sealed text NOT NULL,
        expires_at timestamptz NOT NULL,
        PRIMARY KEY (tenant_id, id),
        FOREIGN KEY (tenant_id, user_id) REFERENCES app_user (tenant_id, id) ON DELETE CASCADE
      );
      CREATE INDEX calendar_authorization_end_idx ON calendar_authorization (expires_at);

      -- A provider tells us when something in a calendar changes, until the channel ends.
      CREATE TABLE watch_channel (${OWN},
        id uuid NOT NULL,
        calendar_id uuid NOT NULL,
        -- The provider's name of what is watched.
        resource_id text NOT NULL CHECK (length(resource_id) <= 512),
        expires_at timestamptz NOT NULL,
        -- When it last told something, and the highest number it had.
        told_at timestamptz,
        message_number bigint NOT NULL DEFAULT 0,
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (tenant_id, id),
        FOREIGN KEY (tenant_id, user_id, calendar_id) REFERENCES calendar (tenant_id, user_id, id) ON DELETE CASCADE
      );
      CREATE INDEX watch_channel_calendar_idx ON watch_channel (tenant_id, calendar_id, expires_at);
      CREATE INDEX watch_channel_end_idx ON watch_channel (expires_at);
    `);
    for (const table of TABLES) await protectPersonalTable(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE watch_channel, calendar_authorization');
    await runner.query('ALTER TABLE calendar_account DROP COLUMN refresh_claimed_until');
  }
}
