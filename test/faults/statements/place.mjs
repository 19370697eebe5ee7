// The processes of a run and its tenant: servers of the product that are killed and started again, with all that they log.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT } from '../../../scripts/lib/paths.mjs';
import { freePort, pause, track } from '../../../scripts/lib/processes.mjs';
import { programFile } from '../../../scripts/lib/programs.mjs';

const START_MS = 180_000;

/** One process of the product; API and worker, unless its settings have other roles. */
export class Server {
  constructor(name, env, folder) {
    Object.assign(this, { name, env, logFile: join(folder, `${name}.log`), peak: 0 });
  }

  async start() {
    const port = Number(this.env.PORT ?? (await freePort()));
    const log = openSync(this.logFile, 'a');
    this.child = spawn(process.execPath, [programFile('main')], {
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        ROLES: 'api,worker',
        ...this.env,
        HOST: '127.0.0.1',
        PORT: String(port),
      },
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    track(undefined, this.child, { signal: 'SIGKILL', ms: 5_000 });
    this.baseUrl = `http://127.0.0.1:${port}`;
    for (const end = Date.now() + START_MS; ; await pause(50)) {
      if (this.child.exitCode !== null || Date.now() > end)
        throw new Error(`${this.name} did not start:\n${this.log()}`);
      const isUp = await fetch(`${this.baseUrl}/health/ready`, { signal: AbortSignal.timeout(2_000) }).then(
        (answer) => answer.ok,
        () => false,
      );
      if (isUp) return this;
    }
  }

  get pid() {
    return this.child.pid;
  }

  log() {
    return readFileSync(this.logFile, 'utf8');
  }

  /** The most memory that the process has had, MB; undefined where the system does not tell. */
  memory() {
    try {
      const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${this.pid}/status`, 'utf8'));
      this.peak = Math.max(this.peak, Number(kilobytes) / 1024);
    } catch {
      // Not on this system, or the process is gone.
    }
    return this.peak;
  }

  async kill() {
    this.memory();
    const gone = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await gone;
  }
}

/** The provider: the stand-in for Hostify in a process of its own. */
export class Hostify {
  static async start(key) {
    const one = new Hostify();
    const child = spawn(process.execPath, [join(ROOT, 'stand-ins/hostify/server.mjs'), '--key', key], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    track(undefined, child);
    one.child = child;
    const [line] = await once(createInterface({ input: child.stdout }), 'line');
    one.url = `http://127.0.0.1:${JSON.parse(line).port}`;
    return one;
  }

  async control(method, path, body) {
    const answer = await fetch(`${this.url}/control/${path}`, { method, body: body && JSON.stringify(body) });
    if (!answer.ok) throw new Error(`the stand-in answered ${answer.status}`);
    return answer.json();
  }

  stop() {
    this.child.kill('SIGTERM');
  }
}

/** Calls of the tenant's manager. A server that was just killed is asked again through another one. */
export class Manager {
  constructor(servers, token) {
    Object.assign(this, { servers, token });
  }

  async ask(method, path, body, server) {
    for (let tries = 0; ; tries++) {
      const to = server ?? this.servers[tries % this.servers.length];
      const type = typeof body === 'string' ? 'text/csv' : 'application/json';
      const answer = await fetch(`${to.baseUrl}/api/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${this.token}`, ...(body && { 'content-type': type }) },
        body: typeof body === 'string' ? body : body && JSON.stringify(body),
      }).catch((error) => error);
      if (answer instanceof Error || answer.status === 503) {
        if (tries > 100) throw new Error(`${method} ${path}: ${answer.message ?? answer.status}`);
        await pause(50);
        continue;
      }
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
      return text === '' ? undefined : JSON.parse(text);
    }
  }
}

/** Resolves with what `look` answers once it answers something. */
export async function until(what, look, ms = 3_600_000) {
  for (const end = Date.now() + ms; ; await pause(100)) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
  }
}
