/**
 * One attempt of a job in a process of its own, which kills itself with SIGKILL where it is told to.
 * JOB: {id, token, tenantId}; AT: before (the call is made), after (it), never; PROVIDER: address of the call.
 */
import pg from 'pg';
import { logInUrl } from '../../dist/src/platform/config/database-urls.js';
import { EffectRunner } from '../../dist/src/jobs/effects/effect-runner.js';

const pool = new pg.Pool({ connectionString: logInUrl('system', process.env) });
const db = {
  rows: async (sql, values) => (await pool.query(sql, values)).rows,
  run: async (sql, values) => (await pool.query(sql, values)).rowCount,
};
const die = (where) => process.env.AT === where && process.kill(process.pid, 'SIGKILL');
const runner = new EffectRunner(JSON.parse(process.env.JOB), db, console.error);
const lookup = async (key) => {
  const answer = await fetch(`${process.env.PROVIDER}/${key}`);
  return answer.status === 404 ? null : await answer.json();
};
const options = { key: 'mail', kind: 'mail', ...(process.env.LOOKUP && { lookup }) };
try {
  const answer = await runner.run(options, async (key) => {
    die('before');
    const sent = await fetch(`${process.env.PROVIDER}/${key}`, { method: 'POST' });
    die('after');
    return sent.json();
  });
  console.log(JSON.stringify(answer));
} catch (error) {
  console.log(JSON.stringify({ error: error.code ?? error.name }));
}
await pool.end();
