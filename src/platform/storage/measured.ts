import { createHash } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import { AppError } from '../errors/app-error.js';

/** Hands bytes on as they come, counts and hashes them, and fails once there are more than the limit. */
export class Measured extends Transform {
  private readonly hash = createHash('sha256');
  bytes = 0;

  /** @param words what is told of more bytes than the limit */
  constructor(
    private readonly limit: number,
    private readonly words: string = `A file may have at most ${limit} bytes`,
  ) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.bytes += chunk.length;
    if (this.bytes > this.limit) return done(new AppError('PAYLOAD_TOO_LARGE', this.words));
    this.hash.update(chunk);
    done(null, chunk);
  }

  /** Hexadecimal, of all bytes; once the stream has ended. */
  get sha256(): string {
    return this.hash.copy().digest('hex');
  }
}
