import { connect, createServer, type Server, type Socket } from 'node:net';
import { freePort } from '../support/server.js';

/** Stands between the application and Postgres, to take Postgres away without harming it. */
export class TcpProxy {
  private readonly sockets = new Set<Socket>();
  private server?: Server;
  private port = 0;

  /** What Platform.start() needs to come through here. */
  async env(): Promise<{ TEST_PROXY_PORT: string }> {
    this.port = await freePort();
    await this.restore();
    return { TEST_PROXY_PORT: String(this.port) };
  }

  /** Ends all connections and takes no new ones. */
  async cut(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await this.close();
  }

  async restore(): Promise<void> {
    if (this.server) return;
    const target = new URL(process.env['TEST_DATABASE_URL']!);
    const server = createServer((near) => {
      const far = connect(Number(target.port), target.hostname);
      for (const socket of [near, far]) {
        this.sockets.add(socket);
        socket
          .on('error', () => undefined)
          .once('close', () => {
            this.sockets.delete(socket);
            near.destroy();
            far.destroy();
          });
      }
      near.pipe(far).pipe(near);
    });
    this.server = server;
    await new Promise<void>((done) => server.listen(this.port, '127.0.0.1', done));
  }

  async close(): Promise<void> {
    const server = this.server;
    this.server = undefined;
    if (server) await new Promise((done) => server.close(done));
  }
}
