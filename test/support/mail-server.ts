import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  to: string[];
  /** Headers and body as they came. */
  text: string;
}

/** What a refusal says: its code alone, or with its text. */
type Reply = number | string;

/** A mail server on a real socket that answers RCPT TO as it is told, 250 when it is not. */
export class MailServer {
  readonly received: ReceivedMail[] = [];
  /** Answers to the next recipients; 0: none at all. A text begins with its code: `550 5.1.1 No such user`. */
  replies: Reply[] = [];
  /** Answers to the next mails, after all of them has come; 0: the connection dies without one. */
  verdicts: Reply[] = [];
  logins: string[] = [];
  /** Connections that are open, and the most that ever were. */
  connections = { open: 0, most: 0 };
  /** Is waited for when a mail has come, before the server says so. */
  beforeAnswer: (mail: ReceivedMail) => Promise<void> = () => Promise.resolve();
  private readonly server: SMTPServer;
  private readonly sockets = new Set<Socket>();

  private constructor(password: string | undefined) {
    this.server = new SMTPServer({
      disabledCommands: ['STARTTLS'],
      authOptional: password === undefined,
      allowInsecureAuth: true,
      closeTimeout: 10,
      onAuth: ({ username, password: given }, _session, done) => {
        this.logins.push(username ?? '');
        if (given === password) done(null, { user: username });
        // The worst case: a server that repeats the password in its error.
        else done(new Error(`Not with the password ${given}`));
      },
      onRcptTo: (_address, _session, done) => {
        const reply = this.replies.shift() ?? 250;
        if (reply === 250) done();
        else if (reply !== 0) done(refusal(reply));
      },
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const to = session.envelope.rcptTo.map(({ address }) => address);
          const mail = { to, text: Buffer.concat(chunks).toString() };
          const verdict = this.verdicts.shift() ?? 250;
          if (typeof verdict === 'number' && verdict > 250) return done(refusal(verdict));
          if (typeof verdict === 'string') return done(refusal(verdict));
          this.received.push(mail);
          if (verdict === 0) return this.cut(session.remotePort);
          void this.beforeAnswer(mail).then(() => done());
        });
      },
    });
    this.server.on('error', () => undefined);
    this.server.server.on('connection', (socket) => this.count(socket));
  }

  static async start(password?: string): Promise<MailServer> {
    const server = new MailServer(password);
    await new Promise<void>((ready) => server.server.listen(0, '127.0.0.1', () => ready()));
    return server;
  }

  get port(): number {
    return (this.server.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  /** Forgets what has come and what it was told. */
  reset(): void {
    this.received.length = 0;
    this.replies = [];
    this.verdicts = [];
    this.beforeAnswer = () => Promise.resolve();
    this.connections.most = this.connections.open;
  }

  /** Resolves once no connection is open. */
  async quiet(): Promise<void> {
    while (this.connections.open > 0) await new Promise((again) => setTimeout(again, 10));
  }

  /** Ends all connections without a word, as a server does that was restarted. */
  async dropAll(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await this.quiet();
  }

  stop(): Promise<void> {
    return new Promise((done) => this.server.close(() => done()));
  }

  private count(socket: Socket): void {
    this.sockets.add(socket);
    this.connections.open++;
    this.connections.most = Math.max(this.connections.most, this.connections.open);
    socket.once('close', () => {
      this.sockets.delete(socket);
      this.connections.open--;
    });
  }

  private cut(port: number): void {
    for (const socket of this.sockets) if (socket.remotePort === port) socket.destroy();
  }
}

function refusal(reply: Reply): Error {
  if (typeof reply === 'number') return Object.assign(new Error(`told to say ${reply}`), { responseCode: reply });
  return Object.assign(new Error(reply.slice(4)), { responseCode: Number(reply.slice(0, 3)) });
}
