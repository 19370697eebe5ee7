import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What retention needs: old rows found by an index, partitions made in spite of rows that came before them, the audit trail. */
export class LetGoInBatches1764400401000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX dead_letter_job_idx ON dead_letter (job_id);
      CREATE INDEX night_run_finished_idx ON night_run (finished_at);
      CREATE INDEX generation_run_started_idx ON generation_run (started_at);

      -- The functions below run as the owner, whom forced row-level security binds too.
      CREATE POLICY owner_rows ON job_history_rest TO CURRENT_USER USING (true) WITH CHECK (true);
      CREATE POLICY owner_reads ON audit_entry FOR SELECT TO CURRENT_USER USING (true);
      CREATE POLICY owner_deletes ON audit_entry FOR DELETE TO CURRENT_USER USING (true);
    `);
    await runner.query(PARTITIONS);
    await runner.query(AUDIT);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION audit_let_go;
      DROP INDEX audit_entry_passing_idx;
      DROP FUNCTION audit_passing;
    `);
    await runner.query(PARTITIONS_BEFORE);
    await runner.query(`
      DROP POLICY owner_deletes ON audit_entry;
      DROP POLICY owner_reads ON audit_entry;
      DROP POLICY owner_rows ON job_history_rest;
      DROP INDEX generation_run_started_idx, night_run_finished_idx, dead_letter_job_idx;
    `);
  }
}

const PARTITIONS = `
  -- Makes sure of a partition for every month (UTC) from an instant to some months ahead of now. Answers how many it made.
  -- Rows of such a month may lie in the default partition already: a process whose clock was ahead made them. They move.
  CREATE OR REPLACE FUNCTION ledger_partitions(since timestamptz DEFAULT now(), ahead integer DEFAULT 3) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE
    month timestamptz := date_trunc('month', coalesce(since, now()), 'UTC');
    later timestamptz;
    part text;
    made integer := 0;
  BEGIN
    WHILE month <= date_trunc('month', now(), 'UTC') + make_interval(months => ahead) LOOP
      part := 'job_history_' || to_char(month AT TIME ZONE 'UTC', 'YYYY_MM');
      later := (month AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC';
      IF to_regclass(part) IS NULL THEN
        -- Nobody adds a row to the default partition from here to the end; attaching would lock it anyway.
        LOCK TABLE job_history_rest IN ACCESS EXCLUSIVE MODE;
        EXECUTE format('CREATE TABLE %I (LIKE job_history INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', part);
        EXECUTE format('WITH early AS (DELETE FROM job_history_rest WHERE id >= %L AND id < %L RETURNING *)
          INSERT INTO %I SELECT * FROM early', ledger_floor(month), ledger_floor(later), part);
        EXECUTE format('ALTER TABLE job_history ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', part,
          ledger_floor(month), ledger_floor(later));
        -- Reached through job_history only.
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', part);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', part);
        made := made + 1;
      END IF;
      month := later;
    END LOOP;
    RETURN made;
  END $$;`;

const AUDIT = `
  -- Entries about the running of the platform. All others may be about guests, bookings and money, and are records.
  CREATE FUNCTION audit_passing(action text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT action ~ '^[A-Z]+ /(auth|jobs|schedules|slots|webhooks|alerts|cron|cron-room-generation|room-generation)(/|$)'
  $$;
  CREATE INDEX audit_entry_passing_idx ON audit_entry (id) WHERE audit_passing(action);

  -- The one way an entry goes: by its age, the oldest first, most of them at a time; records only when that is said, and
  -- nothing of the last twelve months, whoever asks. Answers how many went.
  CREATE FUNCTION audit_let_go(before timestamptz, records boolean, most integer) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE gone integer;
  BEGIN
    IF before > now() - interval '12 months' THEN
      RAISE EXCEPTION 'Audit entries of the last twelve months stay';
    END IF;
    IF records THEN
      DELETE FROM audit_entry WHERE id IN (
        SELECT id FROM audit_entry WHERE NOT audit_passing(action) AND id < ledger_floor(before) AND at < before
        ORDER BY id LIMIT most FOR UPDATE SKIP LOCKED);
    ELSE
      DELETE FROM audit_entry WHERE id IN (
        SELECT id FROM audit_entry WHERE audit_passing(action) AND id < ledger_floor(before) AND at < before
        ORDER BY id LIMIT most FOR UPDATE SKIP LOCKED);
    END IF;
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
  END $$;
  REVOKE ALL ON FUNCTION audit_let_go FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION audit_let_go TO nightshift_system;`;

const PARTITIONS_BEFORE = `
  CREATE OR REPLACE FUNCTION ledger_partitions(since timestamptz DEFAULT now(), ahead integer DEFAULT 3) RETURNS integer
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
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', part);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', part);
        made := made + 1;
      END IF;
      month := (month AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC';
    END LOOP;
    RETURN made;
  END $$;`;
