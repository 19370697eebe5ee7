import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

interface Server {
  url: string;
  port: number;
  pid: number;
  stop(): Promise<void>;
}
interface Servers {
  startPostgres(options: { folder: string; port?: number }): Promise<Server>;
  removePostgres(folder: string): Promise<void>;
}

/** A migrated Postgres of the test's own: it may crash, and come back with its data. */
export interface TestPostgres {
  readonly url: string;
  /** Ends the server as a crash does: without notice to its clients, with a recovery at the next start. Resolves when it has ended. */
  crash(): Promise<void>;
  /** Starts it again at the same address. */
  resume(): Promise<void>;
  /** Stops it for good. */
  stop(): Promise<void>;
}

export async function startTestPostgres(): Promise<TestPostgres> {
  const scripts = resolve(import.meta.dirname, '../../scripts/lib/postgres.mjs');
  const { startPostgres, removePostgres } = (await import(scripts)) as Servers;
  const folder = mkdtempSync(join(tmpdir(), 'nightshift-postgres-'));
  // With durable commits: what a server without them loses in a crash would not be a fault of the product.
  let server = await startPostgres({ folder });
  const { url, port } = server;
  const run = spawnSync(process.execPath, [resolve(import.meta.dirname, '../../dist/src/cli/migrate.js')], {
    env: { ...process.env, NODE_OPTIONS: '', DATABASE_URL: url },
    encoding: 'utf8',
  });
  if (run.status !== 0) throw new Error(`migrations failed:\n${run.stdout}${run.stderr}`);
  return {
    url,
    async crash() {
      process.kill(server.pid, 'SIGQUIT');
      while (alive(server.pid)) await new Promise((again) => setTimeout(again, 20));
    },
    async resume() {
      server = await startPostgres({ folder, port });
    },
    async stop() {
      await server.stop();
      await removePostgres(folder);
    },
  };
}

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
