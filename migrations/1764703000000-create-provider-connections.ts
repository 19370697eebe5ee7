import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectTenantTable } from './support/protect-tenant-table.js';

const TENANT = `tenant_id uuid NOT NULL DEFAULT NULLIF(current_setting('app.tenant_id', true), '')::uuid`;

const CONNECTIONS = `
  -- An account at a provider of stays.
  CREATE TABLE provider_connection (
    id uuid PRIMARY KEY,
    ${TENANT},
    provider text NOT NULL CHECK (provider IN ('hostify', 'guesty')),
    -- Source of its stays, and of its names of listings (listing_alias.source).
    name text NOT NULL CHECK (name ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
    base_url text NOT NULL CHECK (length(base_url) <= 500),
    -- Public part of the credentials, where a provider has one.
    client_id text CHECK (length(client_id) <= 200),
    -- Encrypted, as the token is.
    api_key text NOT NULL,
    token text,
    token_expires_at timestamptz,
    -- Until then one process asks for a new token, and all others wait for it.
    token_claimed_until timestamptz,
    -- When the tokens of the last day were asked for: providers give few.
    tokens_asked_at timestamptz[] NOT NULL DEFAULT '{}',
    active boolean NOT NULL DEFAULT true,
    -- When its stays are read, in the zone of its schedule.
    cron text NOT NULL DEFAULT '30 2 * * *' CHECK (length(cron) <= 100),
    last_job_id uuid,
    -- Of the last reading: none, running, ok or failed, since when, and what went wrong.
    last_state text NOT NULL DEFAULT 'none' CHECK (last_state IN ('none', 'running', 'ok', 'failed')),
    last_state_at timestamptz,
    last_ok_at timestamptz,
    last_error jsonb,
    created_by uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (tenant_id, id),
    CONSTRAINT provider_connection_name_key UNIQUE (tenant_id, name)
  );

  -- When the stays of a listing were last read completely, and for which days.
  CREATE TABLE provider_read (
    ${TENANT},
    connection_id uuid NOT NULL,
    external_id text NOT NULL CHECK (length(external_id) BETWEEN 1 AND 200),
    listing_id integer NOT NULL,
    covers_from date NOT NULL,
    covers_to date NOT NULL,
    read_at timestamptz NOT NULL,
    -- The synchronisation that read it; none: a statement needed it.
    job_id uuid,
    -- What became of the stays: read, added, changed, same, needsReview.
    counts jsonb NOT NULL,
    PRIMARY KEY (tenant_id, connection_id, external_id),
    FOREIGN KEY (tenant_id, connection_id) REFERENCES provider_connection (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, listing_id) REFERENCES listing (tenant_id, id) ON DELETE CASCADE
  );
  CREATE INDEX provider_read_listing_idx ON provider_read (tenant_id, listing_id);
`;

const TABLES = ['provider_connection', 'provider_read'];

export class CreateProviderConnections1764703000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CONNECTIONS);
    for (const table of TABLES) await protectTenantTable(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${[...TABLES].reverse().join(', ')}`);
  }
}
