import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { AppError } from '../../platform/errors/app-error.js';
import { type ArrivalRules, ArrivalWatch } from '../../platform/http/arrival-watch.js';

export interface Upload {
  bytes: number;
  /** Hexadecimal. */
  sha256: string;
}

export interface PieceOptions extends ArrivalRules {
  /** Bytes of a piece; the last is smaller. */
  size: number;
  /** Most bytes the whole may have. */
  limit: number;
}

/**
 * Reads a body as it comes and hands it on in pieces of one size, one after the other: never more than a piece and what
 * the socket holds is in memory, and a slow receiver of the pieces slows the sender.
 * @throws AppError PAYLOAD_TOO_LARGE once there is more than the limit; BAD_REQUEST when it stops coming, or comes too slowly
 */
export async function inPieces(
  body: Readable,
  { size, limit, ...rules }: PieceOptions,
  keep: (piece: Buffer, number: number) => Promise<void>,
): Promise<Upload> {
  const hash = createHash('sha256');
  let bytes = 0;
  let number = 0;
  let gathered: Buffer[] = [];
  let length = 0;
  const hand = async (): Promise<void> => {
    const whole = gathered.length === 1 ? gathered[0]! : Buffer.concat(gathered, length);
    [gathered, length] = [[], 0];
    await keep(whole, number++);
  };
  const watch = new ArrivalWatch(rules, (why) => body.destroy(why));
  try {
    for await (const part of body as AsyncIterable<Buffer>) {
      bytes += part.length;
      if (bytes > limit) throw tooLarge(limit);
      hash.update(part);
      for (let from = 0; from < part.length;) {
        const slice = part.subarray(from, from + size - length);
        gathered.push(slice);
        length += slice.length;
        from += slice.length;
        if (length === size) await hand();
      }
      watch.came(part.length);
    }
    if (length > 0) await hand();
    return { bytes, sha256: hash.digest('hex') };
  } finally {
    watch.stop();
  }
}

export function tooLarge(limit: number): AppError {
  return new AppError('PAYLOAD_TOO_LARGE', `A file may have at most ${limit} bytes`);
}
