import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { removeLeftMemory } from '../../scripts/lib/faketime.mjs';
import { ROOT } from '../../scripts/lib/paths.mjs';
import { stopPid, track } from '../../scripts/lib/processes.mjs';

const READY = 'Ctrl-C stops everything';
const SEEDED = /✔ demo data/;

/** One `npm start`, with everything it brings along, in a folder and by a clock of its own. */
export class Start {
  output = '';
  #child;

  /**
   * Resolves once the start has said all it has to say.
   * @param {{ home: string, clock?: import('../../scripts/lib/faketime.mjs').Clock, env: object, node?: string, onSeeded?: (start: Start) => Promise<void> }} options
   *   node: the binary that runs it; onSeeded: called when the demo's data is there and the server is not up yet
   */
  static async run({ home, clock, env, node = process.execPath, onSeeded = async () => undefined }) {
    const start = new Start();
    start.home = home;
    if (clock) removeLeftMemory();
    const child = spawn(node, [join(ROOT, 'scripts/start.mjs')], {
      cwd: ROOT,
      env: { ...clean(process.env), ...env, ...clock?.env, NIGHTSHIFT_HOME: home },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    start.#child = child;
    track(undefined, child, { ms: 60_000 });
    let seeded;
    await new Promise((resolve, reject) => {
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk) => {
          start.output += chunk;
          if (!seeded && SEEDED.test(start.output)) seeded = onSeeded(start).catch(reject);
          if (start.output.includes(READY)) resolve();
        });
      child.once('exit', (code) => reject(new Error(`the start ended with ${code}:\n${start.output}`)));
    });
    await seeded;
    return start;
  }

  get url() {
    return this.#state().urls.DATABASE_URL;
  }

  /** Rows of a statement, asked as the database's owner. */
  async sql(text, values = []) {
    const client = new pg.Client({ connectionString: this.url });
    await client.connect();
    try {
      return (await client.query(text, values)).rows;
    } finally {
      await client.end();
    }
  }

  /** A request as the admin of the demo's group. @throws Error unless it succeeds */
  async call(method, path, body) {
    const { users } = JSON.parse(readFileSync(join(this.home, 'credentials.json'), 'utf8'));
    const { apiKey } = users.find(({ email }) => email === 'admin@seaside.test');
    const base = /(http:\/\/\S+)\/api\/docs/.exec(this.output)[1];
    const answer = await fetch(`${base}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${apiKey}`, ...(body && { 'content-type': 'application/json' }) },
      body: body && JSON.stringify(body),
    });
    const data = await answer.json();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(data)}`);
    return data;
  }

  /** Ctrl-C. @returns its exit code */
  async stop() {
    if (this.#child.exitCode === null) {
      const exited = new Promise((resolve) => this.#child.once('exit', resolve));
      await stopPid(this.#child.pid, 'SIGTERM', 60_000);
      await exited;
    }
    return this.#child.exitCode;
  }

  #state() {
    return JSON.parse(readFileSync(join(this.home, 'state.json'), 'utf8'));
  }
}

/** Without what would lead the start to somebody else's servers. */
function clean({ DATABASE_URL: _a, DB_HOST: _b, REDIS_URL: _c, REDIS_HOST: _d, NODE_OPTIONS: _e, ...env }) {
  return env;
}
