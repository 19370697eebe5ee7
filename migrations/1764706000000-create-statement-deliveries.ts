import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectTenantTable } from './support/protect-tenant-table.js';

const TENANT = `tenant_id uuid NOT NULL DEFAULT NULLIF(current_setting('app.tenant_id', true), '')::uuid`;

const DELIVERIES = `
  -- The PDF of a statement that is final: its bytes are kept once and never made anew.
  CREATE TABLE statement_document (
    ${TENANT},
    statement_id uuid NOT NULL,
    file_id uuid NOT NULL,
    sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    bytes bigint NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, statement_id),
    FOREIGN KEY (tenant_id, statement_id) REFERENCES statement (tenant_id, id)
  );

  -- Mails with a statement to its owner, one row a try.
  CREATE TABLE statement_delivery (
    id uuid PRIMARY KEY,
    ${TENANT},
    statement_id uuid NOT NULL,
    -- 1 for the first; a try that failed may be followed by another.
    attempt integer NOT NULL CHECK (attempt >= 1),
    -- In the outbox. Kept without a key: mails are deleted after some time.
    mail_id uuid NOT NULL,
    to_address text NOT NULL CHECK (length(to_address) <= 254),
    -- bounced: the address does not exist or gets no more mail.
    state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sent', 'failed', 'bounced')),
    -- The mail server's.
    words text CHECK (length(words) <= 1000),
    requested_by uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    settled_at timestamptz,
    UNIQUE (tenant_id, id),
    CONSTRAINT statement_delivery_attempt_key UNIQUE (tenant_id, statement_id, attempt),
    CONSTRAINT statement_delivery_mail_key UNIQUE (tenant_id, mail_id),
    FOREIGN KEY (tenant_id, statement_id) REFERENCES statement (tenant_id, id)
  );

  -- Links by which an owner sees its statements without an account. The token itself is signed and not kept.
  CREATE TABLE owner_link (
    id uuid PRIMARY KEY,
    ${TENANT},
    owner_id integer NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    created_by uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (tenant_id, id),
    FOREIGN KEY (tenant_id, owner_id) REFERENCES owner (tenant_id, id)
  );
  CREATE INDEX owner_link_owner_idx ON owner_link (tenant_id, owner_id, created_at DESC);
`;

const TABLES = ['statement_document', 'statement_delivery', 'owner_link'];

export class CreateStatementDeliveries1764706000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(DELIVERIES);
    for (const table of TABLES) await protectTenantTable(runner, table);
    await runner.query('REVOKE UPDATE ON statement_document FROM nightshift_app, nightshift_system');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${[...TABLES].reverse().join(', ')}`);
  }
}
