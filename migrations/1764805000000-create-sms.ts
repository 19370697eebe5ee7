import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectPersonalTable } from './support/protect-personal-table.js';

const OWN = `
    tenant_id uuid NOT NULL DEFAULT NULLIF(current_setting('app.tenant_id', true), '')::uuid,
    user_id uuid NOT NULL DEFAULT NULLIF(current_setting('app.person_id', true), '')::uuid`;

const SMS = `
  -- One SMS to one number of a user, written before it is sent.
  CREATE TABLE sms_message (${OWN},
    id uuid NOT NULL,
    -- What the message is, the same however often it is asked for.
    key text NOT NULL CHECK (length(key) BETWEEN 1 AND 300),
    -- Who is told how it ended: code, digest, …
    purpose text NOT NULL CHECK (length(purpose) BETWEEN 1 AND 40),
    -- Encrypted, bound to this row.
    number_sealed text NOT NULL,
    body_sealed text NOT NULL,
    -- Keyed hash of the number, by which answers and opt-outs find it.
    number_hash text NOT NULL CHECK (number_hash ~ '^[0-9a-f]{64}$'),
    encoding text NOT NULL,
    segments smallint NOT NULL,
    state text NOT NULL DEFAULT 'queued' CHECK (state IN
      ('queued', 'sending', 'sent', 'delivered', 'undelivered', 'failed', 'ambiguous', 'opted_out')),
    route text CHECK (route IN ('provider', 'inbox')),
    -- The provider's id and last status of it.
    provider_id text,
    provider_status text,
    error_code integer,
    error text,
    attempt integer NOT NULL DEFAULT 0 CHECK (attempt >= 0),
    -- Who is sending it, and until when at most.
    claim uuid,
    lease_until timestamptz,
    -- When it was first handed over: the provider is searched from then on.
    tried_at timestamptz,
    not_before timestamptz,
    -- Of no use afterwards: not sent any more.
    not_after timestamptz,
    job_id uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    settled_at timestamptz,
    CHECK (state <> 'sending' OR (claim IS NOT NULL AND lease_until IS NOT NULL)),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, user_id, id),
    CONSTRAINT sms_message_key UNIQUE (tenant_id, key),
    FOREIGN KEY (tenant_id, user_id) REFERENCES app_user (tenant_id, id) ON DELETE CASCADE
  );
  CREATE INDEX sms_message_user_idx ON sms_message (tenant_id, user_id, id DESC);
  CREATE INDEX sms_message_number_idx ON sms_message (number_hash);
  CREATE INDEX sms_message_created_idx ON sms_message (created_at);
  CREATE UNIQUE INDEX sms_message_provider_key ON sms_message (provider_id) WHERE provider_id IS NOT NULL;

  -- What the provider called back, in the order in which it came; also what changed nothing.
  CREATE TABLE sms_receipt (${OWN},
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message_id uuid NOT NULL,
    status text NOT NULL CHECK (length(status) <= 40),
    error_code integer,
    -- Whether it changed what is known of the message.
    counted boolean NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    FOREIGN KEY (tenant_id, user_id, message_id) REFERENCES sms_message (tenant_id, user_id, id) ON DELETE CASCADE
  );
  CREATE INDEX sms_receipt_message_idx ON sms_receipt (tenant_id, user_id, message_id, id);

  -- Numbers of a user that get no SMS any more.
  CREATE TABLE sms_opt_out (${OWN},
    number_hash text NOT NULL CHECK (number_hash ~ '^[0-9a-f]{64}$'),
    -- reply: she wrote STOP; provider: it says that she did.
    source text NOT NULL CHECK (source IN ('reply', 'provider')),
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, user_id, number_hash),
    FOREIGN KEY (tenant_id, user_id) REFERENCES app_user (tenant_id, id) ON DELETE CASCADE
  );
`;

const TABLES = ['sms_message', 'sms_receipt', 'sms_opt_out'];

/** SMS to users: the outbox, receipts, and who wants none. A mail may be one user's as well. */
export class CreateSms1764805000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SMS);
    for (const table of TABLES) await protectPersonalTable(runner, table);
    await runner.query(`
      -- Whose mail it is, for one that nobody else of the tenant may read.
      ALTER TABLE mail_message ADD COLUMN person_id uuid,
        ADD FOREIGN KEY (tenant_id, person_id) REFERENCES app_user (tenant_id, id) ON DELETE CASCADE;
      CREATE INDEX mail_message_person_idx ON mail_message (tenant_id, person_id) WHERE person_id IS NOT NULL;
      CREATE POLICY personal_mail ON mail_message AS RESTRICTIVE TO nightshift_app
        USING (person_id IS NULL OR person_id = (SELECT current_person()))
        WITH CHECK (person_id IS NULL OR person_id = (SELECT current_person()));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP POLICY personal_mail ON mail_message; ALTER TABLE mail_message DROP COLUMN person_id');
    await runner.query(`DROP TABLE ${TABLES.toReversed().join(', ')}`);
  }
}
