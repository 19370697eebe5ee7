import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** Answers a connection's first bytes; `request` is all that came so far. */
export type Behaviour = (socket: Socket, request: string) => void;

/** A server on a real socket that can break the rules of HTTP, which no HTTP library lets a server do. */
export class HostileServer {
  readonly requests: string[] = [];
  connections = 0;
  private readonly sockets = new Set<Socket>();
  behaviour: Behaviour = (socket) => socket.end(reply(204));

  private constructor(readonly server: Server) {}

  static async start(host = '127.0.0.1'): Promise<HostileServer> {
    const hostile = new HostileServer(createServer());
    hostile.server.on('connection', (socket) => hostile.serve(socket));
    await new Promise<void>((ready) => hostile.server.listen(0, host, ready));
    return hostile;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** URL of a path under a host name of choice. */
  url(path = '/', host = '127.0.0.1'): string {
    return `http://${host}:${this.port}${path}`;
  }

  stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    return new Promise((done) => this.server.close(() => done()));
  }

  private serve(socket: Socket): void {
    this.connections++;
    this.sockets.add(socket);
    // The client may hang up at any point of the answer.
    socket.on('error', () => undefined);
    socket.once('close', () => this.sockets.delete(socket));
    socket.once('data', (chunk) => {
      this.requests.push(chunk.toString());
      this.behaviour(socket, chunk.toString());
    });
  }
}

/** A whole HTTP/1.1 answer that ends with the connection. */
export function reply(status: number, headers: Record<string, string> = {}, body = ''): string {
  const lines = Object.entries({ connection: 'close', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} X\r\n${lines.join('')}\r\n${body}`;
}
