import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectTenantTable } from './support/protect-tenant-table.js';

const OUTBOX = `
  -- One mail to one address, written before it is sent.
  CREATE TABLE mail_message (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    -- What the mail is, the same however often it is asked for.
    key text NOT NULL CHECK (length(key) BETWEEN 1 AND 300),
    template text NOT NULL CHECK (length(template) BETWEEN 1 AND 100),
    -- After an end that nobody knows: transactional is sent again, digest is not.
    policy text NOT NULL CHECK (policy IN ('transactional', 'digest')),
    to_address text NOT NULL CHECK (length(to_address) BETWEEN 3 AND 320),
    to_name text,
    subject text NOT NULL,
    body_text text NOT NULL,
    body_html text NOT NULL,
    -- {url, mailto} of List-Unsubscribe
    unsubscribe jsonb,
    -- [{fileId, name}]
    attachments jsonb NOT NULL DEFAULT '[]',
    -- Header, the same for every try.
    message_id text NOT NULL,
    -- sha256 of what was written: recipient, subject, bodies, attachments.
    content_hash text NOT NULL CHECK (content_hash ~ '^[0-9a-f]{64}$'),
    state text NOT NULL DEFAULT 'queued'
      CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'ambiguous', 'suppressed')),
    -- Where it went: to the mail server, or to the local inbox of a server without one.
    route text CHECK (route IN ('smtp', 'inbox')),
    -- Sender of the last try.
    sent_from text,
    attempt integer NOT NULL DEFAULT 0 CHECK (attempt >= 0),
    -- Who is sending it, and until when at most.
    claim uuid,
    lease_until timestamptz,
    not_before timestamptz,
    job_id uuid,
    -- What the mail server said, or why it was not sent.
    response text,
    error text,
    resend_of uuid,
    created_by uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    settled_at timestamptz,
    CHECK (state <> 'sending' OR (claim IS NOT NULL AND lease_until IS NOT NULL)),
    UNIQUE (tenant_id, id),
    CONSTRAINT mail_message_key UNIQUE (tenant_id, key),
    FOREIGN KEY (tenant_id, resend_of) REFERENCES mail_message (tenant_id, id) ON DELETE SET NULL (resend_of)
  );
  CREATE INDEX mail_message_list_idx ON mail_message (tenant_id, id DESC);
  CREATE INDEX mail_message_address_idx ON mail_message (tenant_id, lower(to_address), id DESC);
  CREATE INDEX mail_message_resend_idx ON mail_message (tenant_id, resend_of) WHERE resend_of IS NOT NULL;
  CREATE INDEX mail_message_created_idx ON mail_message (created_at);

  -- Addresses that get no mail of the tenant any more.
  CREATE TABLE mail_suppression (
    tenant_id uuid NOT NULL REFERENCES tenant (id),
    -- In lower case.
    address text NOT NULL CHECK (address = lower(address) AND length(address) BETWEEN 3 AND 320),
    -- refused: the mail server said so for good; added: a person did.
    reason text NOT NULL CHECK (reason IN ('refused', 'added')),
    detail text,
    -- The mail that was refused.
    message_id uuid,
    created_by uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, address)
  );

  -- As whom a tenant writes. Without a row: as MAIL_FROM.
  CREATE TABLE mail_sender (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id uuid NOT NULL DEFAULT NULLIF(current_setting('app.tenant_id', true), '')::uuid REFERENCES tenant (id),
    name text,
    reply_to text,
    from_address text,
    CONSTRAINT mail_sender_tenant_key UNIQUE (tenant_id)
  );
`;

const TABLES = ['mail_message', 'mail_suppression', 'mail_sender'];

/** Mail to people: the outbox, addresses that get none, and senders. */
export class CreateMail1764600100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(OUTBOX);
    for (const table of TABLES) await protectTenantTable(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${TABLES.toReversed().join(', ')}`);
  }
}
