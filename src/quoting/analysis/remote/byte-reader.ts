import { createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Reads a stream that holds lines of text first and bytes behind them. */
export class ByteReader {
  private readonly chunks: AsyncIterator<Buffer>;
  private rest: Buffer = Buffer.alloc(0);

  constructor(stream: Readable) {
    this.chunks = (stream as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  }

  /** The next line, without its end. @throws Error when there is none, or it has more than so many bytes */
  async line(most: number): Promise<string> {
    const parts: Buffer[] = [];
    let length = 0;
    for (;;) {
      const end = this.rest.indexOf(10);
      const part = end < 0 ? this.rest : this.rest.subarray(0, end);
      parts.push(part);
      length += part.length;
      if (length > most) throw new Error(`A line has more than ${most} bytes`);
      if (end >= 0) {
        this.rest = this.rest.subarray(end + 1);
        return Buffer.concat(parts, length).toString('utf8');
      }
      if (!(await this.more())) throw new Error('The stream ended within a line');
    }
  }

  /** So many bytes, or with Infinity all that come. @throws Error when fewer come */
  async *bytes(count: number): AsyncGenerator<Buffer> {
    let left = count;
    while (left > 0) {
      if (this.rest.length === 0 && !(await this.more())) {
        if (left === Infinity) return;
        throw new Error(`The stream ended ${left} bytes early`);
      }
      const part = this.rest.subarray(0, left);
      this.rest = this.rest.subarray(part.length);
      left -= part.length;
      yield part;
    }
  }

  /** Writes so many bytes to a file. */
  async toFile(count: number, path: string): Promise<void> {
    await pipeline(this.bytes(count), createWriteStream(path, { mode: 0o600 }));
  }

  private async more(): Promise<boolean> {
    const next = await this.chunks.next();
    if (next.done) return false;
    this.rest = next.value;
    return true;
  }
}
