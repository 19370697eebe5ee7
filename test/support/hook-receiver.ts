import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedHook {
  headers: IncomingHttpHeaders;
  text: string;
}

/** An HTTP receiver on a real socket that answers with the statuses it is told (0: hangs up), 204 when it is not. */
export class HookReceiver {
  readonly received: ReceivedHook[] = [];
  statuses: number[] = [];
  /** Of every answer. */
  headers: Record<string, string> = {};
  private constructor(private readonly server: Server) {}

  static async start(): Promise<HookReceiver> {
    const server = createServer();
    const receiver = new HookReceiver(server);
    server.on('request', (request, answer) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        receiver.received.push({ headers: request.headers, text: Buffer.concat(chunks).toString() });
        const status = receiver.statuses.shift() ?? 204;
        if (status === 0) answer.destroy();
        else answer.writeHead(status, receiver.headers).end();
      });
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`;
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((done) => this.server.close(() => done()));
  }
}
