import { randomUUID } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import { ServerProcess } from '../support/server.js';

const PRELOAD = pathToFileURL(resolve(import.meta.dirname, 'freeze-after-write.mjs')).href;

export interface Sent {
  status: number;
  replayed: boolean;
  text: string;
}

/** A server whose requests can be stopped dead between a commit and the answer. */
export class FrozenServer {
  private readonly waiting = new Map<string, () => void>();

  private constructor(private readonly server: ServerProcess) {
    server.child.stdout!.on('data', (chunk: Buffer) => {
      for (const [, id] of chunk.toString().matchAll(/^frozen (\S+)$/gm)) this.waiting.get(id!)?.();
    });
  }

  static async start(env: Record<string, string>): Promise<FrozenServer> {
    return new FrozenServer(await ServerProcess.start({ ...env, NODE_OPTIONS: `--import ${PRELOAD}` }));
  }

  get log(): string {
    return this.server.log;
  }

  /** The answer, or undefined when the request froze after its n-th committed write (0: it never does). */
  async send(path: string, request: RequestInit, freezeAfter: number): Promise<Sent | undefined> {
    const id = randomUUID();
    const frozen = new Promise<undefined>((done) => this.waiting.set(id, () => done(undefined)));
    const answer = fetch(`${this.server.baseUrl}${path}`, {
      ...request,
      headers: {
        ...(request.headers as Record<string, string>),
        connection: 'close',
        'x-request-id': id,
        'x-freeze-after': String(freezeAfter),
      },
    }).then(async (response) => ({
      status: response.status,
      replayed: response.headers.get('idempotency-replayed') === 'true',
      text: await response.text(),
    }));
    const told = answer.catch((error: Error) => {
      throw new Error(`no answer from ${path}: ${String(error.cause)}\n${this.log}`, { cause: error });
    });
    // What froze is cut off when the process is killed.
    told.catch(() => undefined);
    return Promise.race([frozen, told]);
  }

  kill(): Promise<number | null> {
    return this.server.end('SIGKILL');
  }
}
