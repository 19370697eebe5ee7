import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  to: string[];
  /** Headers and body as they came. */
  text: string;
}

/** A mail server on a real socket that answers RCPT TO as it is told, 250 when it is not. */
export class MailServer {
  readonly received: ReceivedMail[] = [];
  /** Answers to the next recipients; 0: none at all. */
  replies: number[] = [];
  logins: string[] = [];
  private readonly server: SMTPServer;

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
        else if (reply > 0) done(Object.assign(new Error(`told to say ${reply}`), { responseCode: reply }));
      },
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const to = session.envelope.rcptTo.map(({ address }) => address);
          this.received.push({ to, text: Buffer.concat(chunks).toString() });
          done();
        });
      },
    });
    this.server.on('error', () => undefined);
  }

  static async start(password?: string): Promise<MailServer> {
    const server = new MailServer(password);
    await new Promise<void>((ready) => server.server.listen(0, '127.0.0.1', () => ready()));
    return server;
  }

  get port(): number {
    return (this.server.server.address() as AddressInfo).port;
  }

  stop(): Promise<void> {
    return new Promise((done) => this.server.close(() => done()));
  }
}
