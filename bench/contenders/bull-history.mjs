import pg from 'pg';
import { open as openBull } from './bull.mjs';

/** Raw Bull with the simplest kind of history: a row when a job starts, the row updated when it has ended. */
export async function open(options) {
  const db = new pg.Pool({ connectionString: options.databaseUrl, max: 20 });
  await db.query(
    `CREATE TABLE job_execution (
       id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, job_id text NOT NULL, name text NOT NULL,
       data jsonb NOT NULL, status text NOT NULL, started_at timestamptz NOT NULL DEFAULT now(),
       completed_at timestamptz)`,
  );
  const bull = await openBull(options);
  const recorded = (handler) => async (payload) => {
    const { rows } = await db.query(
      `INSERT INTO job_execution (job_id, name, data, status) VALUES ($1, 'noop', $2, 'active') RETURNING id`,
      [String(payload.n), payload],
    );
    await handler(payload);
    await db.query(`UPDATE job_execution SET status = 'completed', completed_at = now() WHERE id = $1`, [rows[0].id]);
  };
  return {
    ...bull,
    work: (handler) => bull.work(recorded(handler)),
  };
}
