import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectPersonalTable } from './support/protect-personal-table.js';

const OWN = `
    tenant_id uuid NOT NULL DEFAULT NULLIF(current_setting('app.tenant_id', true), '')::uuid,
    user_id uuid NOT NULL DEFAULT NULLIF(current_setting('app.person_id', true), '')::uuid`;

const DIGEST = `
  -- The number a user gets SMS at, once she has proved that it is hers.
  CREATE TABLE catchup_phone (${OWN},
    id uuid NOT NULL,
    -- Encrypted, bound to this row.
    number_sealed text NOT NULL,
    number_hash text NOT NULL CHECK (number_hash ~ '^[0-9a-f]{64}$'),
    verified_at timestamptz,
    -- How the code came: one that was read in the local inbox proves nothing to a provider.
    verified_route text CHECK (verified_route IN ('provider', 'inbox')),
    -- Keyed hash of the code that was sent last, until when it holds, and how often it was tried.
    code_hash text,
    code_expires_at timestamptz,
    code_tries smallint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    CHECK ((verified_at IS NULL) = (verified_route IS NULL)),
    PRIMARY KEY (tenant_id, user_id),
    UNIQUE (tenant_id, id),
    FOREIGN KEY (tenant_id, user_id) REFERENCES app_user (tenant_id, id) ON DELETE CASCADE
  );

  -- What a user was told, or why she was not.
  CREATE TABLE notification (${OWN},
    id uuid NOT NULL,
    -- digest:<local date>, event:<suggestion>, test:<id>: each once.
    key text NOT NULL CHECK (length(key) BETWEEN 1 AND 100),
    kind text NOT NULL CHECK (kind IN ('digest', 'event', 'test')),
    local_date date,
    due_at timestamptz NOT NULL,
    state text NOT NULL DEFAULT 'pending'
      CHECK (state IN ('pending', 'success', 'partial', 'failed', 'skipped', 'ambiguous')),
    -- Why it was skipped.
    reason text CHECK (length(reason) <= 200),
    suggestion_ids uuid[] NOT NULL DEFAULT '{}',
    job_id uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    settled_at timestamptz,
    CHECK (state <> 'skipped' OR reason IS NOT NULL),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, user_id, id),
    CONSTRAINT notification_key UNIQUE (tenant_id, user_id, key),
    FOREIGN KEY (tenant_id, user_id) REFERENCES app_user (tenant_id, id) ON DELETE CASCADE
  );
  CREATE INDEX notification_user_idx ON notification (tenant_id, user_id, id DESC);
  CREATE INDEX notification_created_idx ON notification (created_at);

  -- The same by channel: one message at most on each.
  CREATE TABLE notification_channel (${OWN},
    notification_id uuid NOT NULL,
    channel text NOT NULL CHECK (channel IN ('sms', 'email')),
    state text NOT NULL DEFAULT 'pending'
      CHECK (state IN ('pending', 'sent', 'success', 'failed', 'skipped', 'ambiguous')),
    reason text CHECK (length(reason) <= 500),
    -- Because the other channel could not be used.
    fallback boolean NOT NULL DEFAULT false,
    -- Of sms_message or mail_message.
    message_id uuid,
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, notification_id, channel),
    FOREIGN KEY (tenant_id, user_id, notification_id) REFERENCES notification (tenant_id, user_id, id) ON DELETE CASCADE
  );
  CREATE INDEX notification_channel_message_idx ON notification_channel (tenant_id, user_id, message_id);
`;

const TABLES = ['catchup_phone', 'notification', 'notification_channel'];

/** The weekly digest: whose number it goes to, and what became of it. */
export class CreateDigest1764805001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(DIGEST);
    for (const table of TABLES) await protectPersonalTable(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${TABLES.toReversed().join(', ')}`);
  }
}
