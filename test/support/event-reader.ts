import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';

export interface ServerSentEvent {
  type: string;
  id: string;
  data: Record<string, unknown>;
}

/** Reads a stream of server-sent events as a browser does. */
export class EventReader {
  private readonly chunks: AsyncIterator<string>;
  private buffer = '';
  readonly comments: string[] = [];
  retry?: number;

  private constructor(
    readonly status: number,
    readonly headers: IncomingHttpHeaders,
    private readonly answer: IncomingMessage,
  ) {
    this.chunks = answer.setEncoding('utf8')[Symbol.asyncIterator]() as AsyncIterator<string>;
  }

  /** On a connection of its own, because a pooled client would open another one for each that is cut. */
  static open(url: string, token: string, lastEventId?: string): Promise<EventReader> {
    const headers = { authorization: `Bearer ${token}`, ...(lastEventId && { 'last-event-id': lastEventId }) };
    return new Promise((resolve, reject) => {
      const sent = request(url, { headers, agent: false }, (answer) =>
        resolve(new EventReader(answer.statusCode!, answer.headers, answer)),
      );
      sent.once('error', reject);
      sent.end();
    });
  }

  /** The next event, or undefined when the server has ended the stream. */
  async next(): Promise<ServerSentEvent | undefined> {
    for (;;) {
      const end = this.buffer.indexOf('\n\n');
      if (end >= 0) {
        const event = this.parse(this.buffer.slice(0, end));
        this.buffer = this.buffer.slice(end + 2);
        if (event) return event;
        continue;
      }
      const chunk = await this.chunks.next();
      if (chunk.done) return undefined;
      this.buffer += chunk.value;
    }
  }

  /** Events up to and including the first that matches, or to the end of the stream. */
  async until(fits: (event: ServerSentEvent) => boolean): Promise<ServerSentEvent[]> {
    const events: ServerSentEvent[] = [];
    for (let event = await this.next(); event; event = await this.next()) {
      events.push(event);
      if (fits(event)) break;
    }
    return events;
  }

  /** The rest of the stream. */
  rest(): Promise<ServerSentEvent[]> {
    return this.until(() => false);
  }

  /** Cuts the connection. */
  cut(): void {
    this.answer.on('error', () => undefined).destroy();
  }

  private parse(block: string): ServerSentEvent | undefined {
    const fields = new Map(
      block.split('\n').map((line): [string, string] => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon), line.slice(colon + 1).trimStart()];
      }),
    );
    if (fields.has('')) this.comments.push(fields.get('')!);
    if (fields.has('retry')) this.retry = Number(fields.get('retry'));
    if (!fields.has('data')) return undefined;
    return {
      type: fields.get('event') ?? 'message',
      id: fields.get('id') ?? '',
      data: JSON.parse(fields.get('data')!) as Record<string, unknown>,
    };
  }
}
