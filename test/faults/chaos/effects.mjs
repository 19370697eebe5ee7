/**
 * How a job of the run writes, and how many effects that makes: `complete` one with its completion; `steps` three, a
 * transaction each, resumed where an earlier attempt stopped; `last` one in a transaction, completed by returning;
 * `flaky` fails its first attempt after it has written, then as `complete`.
 */
export const STYLES = { complete: 1, steps: 3, last: 1, flaky: 1 };

/** Effects are rows that nothing but the fence keeps from being written twice: no unique key. */
export const CREATE_EFFECTS = `
  CREATE TABLE chaos_effect (
    job_id uuid NOT NULL, key text NOT NULL, step int NOT NULL, worker int NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp());
  CREATE INDEX ON chaos_effect (job_id);
  GRANT ALL ON chaos_effect TO nightshift_app`;
