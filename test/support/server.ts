import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Answers } from './answers.js';

const ROOT = resolve(import.meta.dirname, '../..');
const SECRETS = { CRON_SECRET: 'c'.repeat(32), JWT_SECRET: 'j'.repeat(32), SECRET_KEYS: `test:${'k'.repeat(43)}` };

/** A port nobody listens on at 127.0.0.1 right now. */
export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });
}

/** Demo data for a database, by the product's own seed; answers its users with their keys. */
export function seedDemo(databaseUrl: string): { email: string; apiKey: string; tenant: string | null }[] {
  const home = mkdtempSync(join(tmpdir(), 'nightshift-test-'));
  try {
    return seedDemoInto(home, databaseUrl);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** The same; credentials.json stays in the folder. */
export function seedDemoInto(home: string, databaseUrl: string) {
  const run = spawnSync(process.execPath, [join(ROOT, 'dist/bundle/cli-seed.js')], {
    env: { ...clean(process.env), ...SECRETS, DATABASE_URL: databaseUrl, NIGHTSHIFT_HOME: home },
    encoding: 'utf8',
  });
  if (run.status !== 0) throw new Error(`seed failed: ${run.stderr}${run.stdout}`);
  const { users } = JSON.parse(readFileSync(join(home, 'credentials.json'), 'utf8')) as {
    users: { email: string; password: string; apiKey: string; tenant: string | null }[];
  };
  return users;
}

let answers: Answers | undefined;
/** The document in the repository, because making its own would keep the server under test busy. */
const documented = () =>
  (answers ??= new Answers(JSON.parse(readFileSync(join(ROOT, 'openapi.json'), 'utf8')) as object));

/** One real process of the product. */
export class ServerProcess {
  private constructor(
    readonly child: ChildProcess,
    readonly baseUrl: string,
    private readonly output: { text: string },
  ) {}

  /** Starts it and waits until it answers its liveness probe. */
  static async start(env: Record<string, string>): Promise<ServerProcess> {
    const port = env['PORT'] ? Number(env['PORT']) : await freePort();
    const child = spawn(process.execPath, [join(ROOT, 'dist/bundle/main.js')], {
      env: { ...clean(process.env), ...SECRETS, HOST: '127.0.0.1', PORT: String(port), LOG_LEVEL: 'info', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output = { text: '' };
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output.text = (output.text + chunk.toString()).slice(-20_000)));
    const server = new ServerProcess(child, `http://127.0.0.1:${port}`, output);
    await server.alive();
    return server;
  }

  get log(): string {
    return this.output.text;
  }

  /** Ends it with a signal; answers its exit code (null when the signal killed it). */
  end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return Promise.resolve(this.child.exitCode);
    return new Promise((done) => {
      this.child.once('exit', (code) => done(code));
      this.child.kill(signal);
    });
  }

  async call<T>(method: string, path: string, token: string, body?: unknown): Promise<{ status: number; body: T }> {
    const answer = await this.fetch(path, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      body: body ? JSON.stringify(body) : undefined,
    });
    const text = await answer.text();
    const isJson = /json/.test(answer.headers.get('content-type') ?? '');
    return { status: answer.status, body: (isJson && text ? JSON.parse(text) : undefined) as T };
  }

  /** One request. Its answer must be what the OpenAPI document says. */
  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const answer = await fetch(`${this.baseUrl}${path}`, init);
    documented().check({
      method: init.method ?? 'GET',
      url: path,
      status: answer.status,
      contentType: answer.headers.get('content-type') ?? undefined,
      text: await answer.clone().text(),
    });
    return answer;
  }

  private async alive(): Promise<void> {
    // Only a server that hangs takes so long, and not one on a busy machine.
    const end = Date.now() + 120_000;
    while (Date.now() < end) {
      if (this.child.exitCode !== null) throw new Error(`the server ended with ${this.child.exitCode}:\n${this.log}`);
      const ok = await fetch(`${this.baseUrl}/health/live`).then(
        (answer) => answer.ok,
        () => false,
      );
      if (ok) return;
      await new Promise((again) => setTimeout(again, 50));
    }
    await this.end('SIGKILL');
    throw new Error(`the server did not come up:\n${this.log}`);
  }
}

/** The environment without the test runner's own Node options. */
function clean(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...env, NODE_OPTIONS: '' };
}
