import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectTenantTable } from './support/protect-tenant-table.js';

/** Callbacks that tell a tenant's own systems how jobs ended. */
export class CreateWebhooks1764100002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE webhook (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        url text NOT NULL,
        description text,
        events text[] NOT NULL,
        -- null: jobs of every kind, of every hotel.
        job_names text[],
        hotel_id integer,
        secret text NOT NULL,
        -- Signs too, until previous_until: the receiver changes over meanwhile.
        previous_secret text,
        previous_until timestamptz,
        enabled boolean NOT NULL DEFAULT true,
        disabled_reason text,
        -- Deliveries given up since the last that arrived.
        failures integer NOT NULL DEFAULT 0,
        created_by uuid,
        created_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (tenant_id, id)
      );
      CREATE INDEX webhook_enabled_idx ON webhook (tenant_id) WHERE enabled;

      CREATE TABLE webhook_delivery (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL,
        webhook_id uuid NOT NULL,
        event text NOT NULL,
        job_id uuid,
        body jsonb NOT NULL,
        state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'delivered', 'failed')),
        attempts integer NOT NULL DEFAULT 0,
        last_status integer,
        last_error text,
        last_attempt_at timestamptz,
        delivered_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (tenant_id, id),
        FOREIGN KEY (tenant_id, webhook_id) REFERENCES webhook (tenant_id, id) ON DELETE CASCADE
      );
      CREATE INDEX webhook_delivery_idx ON webhook_delivery (webhook_id, id DESC);
      CREATE INDEX webhook_delivery_failed_idx ON webhook_delivery (webhook_id, id DESC) WHERE state = 'failed';

      CREATE TABLE webhook_attempt (
        tenant_id uuid NOT NULL,
        delivery_id uuid NOT NULL,
        at timestamptz NOT NULL DEFAULT clock_timestamp(),
        -- null: no answer came.
        status integer,
        error text,
        duration_ms integer NOT NULL,
        -- The first 1,000 characters of the answer.
        answer text,
        FOREIGN KEY (tenant_id, delivery_id) REFERENCES webhook_delivery (tenant_id, id) ON DELETE CASCADE
      );
      CREATE INDEX webhook_attempt_idx ON webhook_attempt (delivery_id, at);
    `);
    for (const table of ['webhook', 'webhook_delivery', 'webhook_attempt']) await protectTenantTable(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE webhook_attempt, webhook_delivery, webhook');
  }
}
