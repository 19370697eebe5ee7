import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, pause, track } from '../../../scripts/lib/processes.mjs';

const PROGRAM = join(import.meta.dirname, 'program.mjs');
/** How long a supervisor waits before it starts a process anew, ms. */
const RESTART_MS = 200;

/** One process of the product under a supervisor: whatever ends it, it is started again. */
export class Process {
  #env;
  #logFile;
  #stopping = false;
  #exits = [];
  child;
  /** Ends nobody asked for: { code, signal, ready } */
  deaths = [];
  /** Boots until now. */
  starts = 0;
  asked = false;
  frozen = false;
  wasReady = false;

  constructor(name, { env, logFolder, links = {} }) {
    this.name = name;
    this.role = name.split('-', 1)[0];
    this.links = links;
    this.#env = env;
    this.#logFile = join(logFolder, `${name}.log`);
  }

  async start() {
    this.port ??= await freePort();
    this.baseUrl = `http://127.0.0.1:${this.port}`;
    const log = openSync(this.#logFile, 'a');
    this.asked = false;
    this.frozen = false;
    this.wasReady = false;
    const child = spawn(process.execPath, ['--enable-source-maps', PROGRAM], {
      env: { ...process.env, NODE_OPTIONS: '', HOST: '127.0.0.1', PORT: String(this.port), ...this.#env },
      // A group of its own: Ctrl-C in the terminal is for the driver, which ends them all.
      detached: true,
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    track(undefined, child, { signal: 'SIGKILL', ms: 5_000 });
    this.child = child;
    this.starts++;
    child.once('exit', (code, signal) => void this.#ended(code, signal));
    void this.#watch(child);
  }

  /** Notices when the process is up for the first time. */
  async #watch(child) {
    while (this.child === child && this.alive && !this.wasReady && !this.#stopping) {
      await this.isReady();
      await pause(250);
    }
  }

  get alive() {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Sends a signal; the supervisor starts the process again unless again is false. Resolves with its exit code. */
  end(signal, { again = true } = {}) {
    if (!this.alive) return Promise.resolve(this.child?.exitCode ?? null);
    this.asked = true;
    this.#stopping = !again;
    const exit = new Promise((resolve) => this.#exits.push(resolve));
    this.child.kill(signal);
    return exit;
  }

  freeze() {
    this.frozen = true;
    this.child.kill('SIGSTOP');
  }

  thaw() {
    this.frozen = false;
    this.child.kill('SIGCONT');
  }

  /** True when it says that it is up, Postgres and Redis with it. */
  async isReady() {
    if (!this.alive || this.frozen) return false;
    try {
      const answer = await fetch(`${this.baseUrl}/health/ready`, { signal: AbortSignal.timeout(1_500) });
      const { status } = await answer.json();
      if (status !== 'ok') return false;
      this.wasReady = true;
      return true;
    } catch {
      return false;
    }
  }

  async #ended(code, signal) {
    for (const resolve of this.#exits.splice(0)) resolve(code);
    // A kill -9 that was not the driver's is a poison job's.
    if (!this.asked && signal !== 'SIGKILL') this.deaths.push({ code, signal, wasReady: this.wasReady });
    if (this.#stopping) return;
    await pause(RESTART_MS);
    if (!this.#stopping) await this.start();
  }

  async stop() {
    this.#stopping = true;
    await this.end('SIGKILL', { again: false });
  }
}
