import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectTenantTable } from './support/protect-tenant-table.js';

/**
 * The ledger in two parts: `job_live` holds what is not final and stays small and hot, `job_history` holds what is,
 * partitioned by month. Both have the same columns; the view `job` is the whole ledger for readers.
 */
export class SplitJobLedger1764100000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(IDS);
    await runner.query(`
      CREATE EXTENSION IF NOT EXISTS pg_trgm;
      CREATE EXTENSION IF NOT EXISTS btree_gin;

      ALTER TABLE job_attempt DROP CONSTRAINT job_attempt_tenant_id_job_id_fkey;
      ALTER TABLE dead_letter DROP CONSTRAINT dead_letter_tenant_id_job_id_fkey;
      DROP INDEX job_due_idx, job_delayed_idx, job_rung_idx, job_leased_idx, job_dedupe_key,
        job_history_idx, job_history_name_idx, job_history_hotel_idx;
      ALTER TABLE job RENAME TO job_old;
      ALTER TABLE job_old DROP COLUMN epoch;
      -- The owner reads it once more, below.
      ALTER TABLE job_old NO FORCE ROW LEVEL SECURITY;

      CREATE TABLE job_live (LIKE job_old INCLUDING DEFAULTS INCLUDING CONSTRAINTS) WITH (fillfactor = 80);
      ALTER TABLE job_live
        ADD PRIMARY KEY (id),
        -- Message that carries this job to a worker; one message may carry a bundle.
        ADD bell uuid,
        -- Place in the tenant's line, 0 first: the priority, until a due_by comes near.
        ADD rank smallint NOT NULL DEFAULT 50,
        ADD due_by timestamptz,
        ADD raise_at timestamptz,
        ADD batch_id uuid,
        -- Digest of kind and payload, for kinds whose results are reused.
        ADD input_hash bytea;

      -- Rows come and go by the thousand: dead ones must not pile up in the indexes of the hot states.
      ALTER TABLE job_live SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000,
        autovacuum_analyze_scale_factor = 0.1, autovacuum_vacuum_cost_delay = 0);

      -- Hot states: every index of these is as small as the work at hand, and each is paid for with every change of status.
      -- (No foreign key to tenant: it would lock the tenant's row for each job; a credential vouches for the tenant.)
      CREATE INDEX job_due_idx ON job_live (name, tenant_id, rank, run_at, id) WHERE status = 'PENDING' AND due;
      CREATE INDEX job_delayed_idx ON job_live (run_at) WHERE status = 'PENDING' AND NOT due;
      CREATE INDEX job_raise_idx ON job_live (raise_at) WHERE status = 'PENDING' AND raise_at IS NOT NULL;
      CREATE INDEX job_flight_idx ON job_live (name, tenant_id) WHERE status IN ('QUEUED', 'RUNNING');
      CREATE UNIQUE INDEX job_dedupe_key ON job_live (tenant_id, name, dedupe_key) WHERE dedupe_key IS NOT NULL;
      CREATE INDEX job_live_tenant_idx ON job_live (tenant_id, id DESC);
      CREATE INDEX job_live_batch_idx ON job_live (batch_id) WHERE batch_id IS NOT NULL;

      CREATE TABLE job_history (LIKE job_live INCLUDING DEFAULTS) PARTITION BY RANGE (id);
      ALTER TABLE job_history ADD PRIMARY KEY (id);
      CREATE TABLE job_history_rest PARTITION OF job_history DEFAULT;
      -- Newest first: ids grow with time, so their order is the order of creation.
      CREATE INDEX job_history_idx ON job_history (tenant_id, id DESC);
      CREATE INDEX job_history_name_idx ON job_history (tenant_id, name, id DESC);
      CREATE INDEX job_history_hotel_idx ON job_history (tenant_id, hotel_id, id DESC) WHERE hotel_id IS NOT NULL;
      CREATE INDEX job_history_unwell_idx ON job_history (tenant_id, id DESC) WHERE status <> 'COMPLETED';
      CREATE INDEX job_history_batch_idx ON job_history (batch_id) WHERE batch_id IS NOT NULL;
      CREATE INDEX job_history_input_idx ON job_history (tenant_id, name, input_hash, completed_at)
        WHERE input_hash IS NOT NULL AND status = 'COMPLETED';
      CREATE INDEX job_history_error_idx ON job_history
        USING gin (tenant_id, ((error ->> 'code') || ' ' || (error ->> 'message')) gin_trgm_ops) WHERE error IS NOT NULL;
      CREATE INDEX job_history_data_idx ON job_history USING gin (tenant_id, data jsonb_path_ops);
    `);
    await runner.query(PARTITIONS);
    await runner.query(`
      SELECT ledger_partitions(min(created_at), 3) FROM job_old;

      INSERT INTO job_live (${COLUMNS}, rank)
        SELECT ${COLUMNS}, priority FROM job_old WHERE status IN ('PENDING', 'QUEUED', 'RUNNING');
      -- What the old queues were told is told again under the new names.
      UPDATE job_live SET status = 'PENDING', due = run_at <= now(), rung_at = NULL, checked_at = NULL
        WHERE status = 'QUEUED';
      INSERT INTO job_history (${COLUMNS}, rank)
        SELECT ${COLUMNS}, priority FROM job_old WHERE status NOT IN ('PENDING', 'QUEUED', 'RUNNING');
      DROP TABLE job_old;
    `);
    await protectTenantTable(runner, 'job_live');
    await protectTenantTable(runner, 'job_history');
    await runner.query(`
      -- Partitions are reached through job_history only.
      ALTER TABLE job_history_rest ENABLE ROW LEVEL SECURITY;
      ALTER TABLE job_history_rest FORCE ROW LEVEL SECURITY;

      CREATE VIEW job WITH (security_invoker = true) AS
        SELECT * FROM job_live UNION ALL SELECT * FROM job_history;
      GRANT SELECT ON job TO nightshift_app, nightshift_system;

      ALTER TABLE job_attempt DROP CONSTRAINT job_attempt_outcome_check;
      ALTER TABLE job_attempt ADD CONSTRAINT job_attempt_outcome_check
        CHECK (outcome IN ('failed', 'crashed', 'cancelled', 'released', 'snoozed'));

      -- What errors that are the same have in common, whatever ids and numbers they name.
      ALTER TABLE dead_letter ADD fingerprint text NOT NULL DEFAULT '';
      CREATE INDEX dead_letter_group_idx ON dead_letter (tenant_id, fingerprint) WHERE resolved_at IS NULL;

      -- A pause without a name holds every queue, one without a tenant every tenant.
      ALTER TABLE queue_pause ALTER name DROP NOT NULL, ADD reason text;

      -- What each kind declares, so that SQL can decide by it. The process that booted last wins.
      CREATE TABLE job_kind (
        name text PRIMARY KEY,
        max_running integer,
        rate_jobs integer,
        rate_seconds integer,
        updated_at timestamptz NOT NULL DEFAULT now()
      );
      -- An operator's word over the kind's, for one tenant or for all.
      CREATE TABLE job_limit (
        name text NOT NULL,
        tenant_id uuid REFERENCES tenant (id),
        max_running integer CHECK (max_running >= 1),
        rate_jobs integer CHECK (rate_jobs >= 1),
        rate_seconds integer CHECK (rate_seconds BETWEEN 1 AND 86400),
        CHECK ((rate_jobs IS NULL) = (rate_seconds IS NULL)),
        CONSTRAINT job_limit_key UNIQUE NULLS NOT DISTINCT (name, tenant_id)
      );
      -- Token buckets of the rate limits: by tenant where jobs are released, by user where they are accepted.
      CREATE TABLE job_rate (
        name text NOT NULL,
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        user_id uuid,
        tokens double precision NOT NULL,
        at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT job_rate_key UNIQUE NULLS NOT DISTINCT (name, tenant_id, user_id)
      );
      -- Processes that run jobs, by their own heartbeat.
      CREATE TABLE worker (
        id text PRIMARY KEY,
        queues text[] NOT NULL,
        -- Average run of an attempt, ms, by queue.
        pace jsonb NOT NULL DEFAULT '{}',
        started_at timestamptz NOT NULL DEFAULT now(),
        seen_at timestamptz NOT NULL DEFAULT now()
      );
      GRANT SELECT ON job_kind, worker TO nightshift_app;
      GRANT SELECT, INSERT, UPDATE, DELETE ON job_kind, worker TO nightshift_system;

      -- A batch is a job of its own that runs as long as its children do.
      CREATE TABLE job_batch (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        total integer NOT NULL,
        -- Job to start once every child is final: name, data, priority, attempts, hotelId.
        on_complete jsonb,
        settled_at timestamptz
      );
      CREATE INDEX job_batch_open_idx ON job_batch (id) WHERE settled_at IS NULL;
    `);
    await protectTenantTable(runner, 'job_rate');
    await protectTenantTable(runner, 'job_batch');
    await protectTenantTable(runner, 'job_limit');
    await runner.query('REVOKE INSERT, UPDATE, DELETE ON job_limit FROM nightshift_app');
  }

  down(): Promise<void> {
    return Promise.reject(new Error('The split of the ledger is not undone: restore a backup taken before it'));
  }
}

/** What a job had before the split. */
const COLUMNS = `id, tenant_id, name, status, priority, data, result, error, progress, attempt, max_attempts, crashes,
  token, run_at, due, rung_at, checked_at, lease_until, worker, cancel_requested_at, dedupe_key, hotel_id, schedule_id,
  created_by, request_id, metadata, created_at, scheduled_for, started_at, completed_at`;

const IDS = `
  -- UUIDv7: the first 48 bits are the milliseconds since 1970.
  CREATE FUNCTION ledger_id(at timestamptz DEFAULT clock_timestamp()) RETURNS uuid LANGUAGE sql VOLATILE AS $$
    SELECT encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
      PLACING substring(int8send((extract(epoch FROM at) * 1000)::bigint) FROM 3) FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid
  $$;
  -- Below every id made at or after an instant, above every id made before it.
  CREATE FUNCTION ledger_floor(at timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT (substring(encode(int8send((extract(epoch FROM at) * 1000)::bigint), 'hex') FROM 5) || repeat('0', 20))::uuid
  $$;`;

/** Partitions are made and dropped by functions of the owner: the system role may call them, nothing more. */
const PARTITIONS = `
  -- Makes sure of a partition for every month (UTC) from an instant to some months ahead of now. Answers how many it made.
  CREATE FUNCTION ledger_partitions(since timestamptz DEFAULT now(), ahead integer DEFAULT 3) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE
    month timestamptz := date_trunc('month', coalesce(since, now()), 'UTC');
    part text;
    made integer := 0;
  BEGIN
    WHILE month <= date_trunc('month', now(), 'UTC') + make_interval(months => ahead) LOOP
      part := 'job_history_' || to_char(month AT TIME ZONE 'UTC', 'YYYY_MM');
      IF to_regclass(part) IS NULL THEN
        EXECUTE format('CREATE TABLE %I PARTITION OF job_history FOR VALUES FROM (%L) TO (%L)', part,
          ledger_floor(month), ledger_floor((month AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC'));
        -- Reached through job_history only.
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', part);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', part);
        made := made + 1;
      END IF;
      month := (month AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC';
    END LOOP;
    RETURN made;
  END $$;

  -- Drops the partition of a month (UTC) that has ended. Who calls has seen to what must outlive it.
  CREATE FUNCTION ledger_drop(month timestamptz) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN
    IF date_trunc('month', month, 'UTC') >= date_trunc('month', now(), 'UTC') THEN
      RAISE EXCEPTION 'The month % has not ended', month;
    END IF;
    EXECUTE format('DROP TABLE IF EXISTS %I', 'job_history_' || to_char(month AT TIME ZONE 'UTC', 'YYYY_MM'));
  END $$;
  REVOKE ALL ON FUNCTION ledger_partitions, ledger_drop FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION ledger_partitions, ledger_drop TO nightshift_system;`;
