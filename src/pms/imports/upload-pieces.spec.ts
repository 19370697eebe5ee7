import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { inPieces } from './upload-pieces.js';

const options = { size: 10, limit: 1_000, silenceMs: 10_000, leastRate: 0 };

describe('inPieces', () => {
  it('hands on all bytes in pieces of one size, whatever they come in', async () => {
    const parts = fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(parts, async (given) => {
        const whole = Buffer.concat(given);
        const kept: Buffer[] = [];
        const upload = await inPieces(
          Readable.from(given.map((one) => Buffer.from(one))),
          options,
          async (piece, n) => {
            expect(n).toBe(kept.length);
            kept.push(Buffer.from(piece));
          },
        );
        expect(Buffer.concat(kept).equals(whole)).toBe(true);
        expect(kept.slice(0, -1).every(({ length }) => length === 10)).toBe(true);
        expect(upload).toEqual({ bytes: whole.length, sha256: createHash('sha256').update(whole).digest('hex') });
      }),
    );
  });

  it('stops at the limit, without reading on', async () => {
    let read = 0;
    const endless = Readable.from(
      (function* () {
        for (;;) yield (read++, Buffer.alloc(100));
      })(),
      { highWaterMark: 1 },
    );
    let kept = 0;
    const keep = async (piece: Buffer) => {
      kept += piece.length;
    };
    await expect(inPieces(endless, options, keep)).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE' });
    expect(kept).toBe(1_000);
    expect(read).toBeLessThan(15);
  });

  it('gives up a sender that says nothing more', async () => {
    const body = new Readable({ read: () => undefined });
    body.push(Buffer.from('a'));
    const upload = inPieces(body, { ...options, silenceMs: 20 }, () => Promise.resolve());
    await expect(upload).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect(body.destroyed).toBe(true);
  });

  it('gives up a sender of which a byte comes now and then', async () => {
    const body = new Readable({ read: () => undefined });
    const trickle = setInterval(() => body.push(Buffer.from('a')), 5);
    const upload = inPieces(body, { ...options, silenceMs: 50, leastRate: 1_000_000 }, () => Promise.resolve());
    await expect(upload).rejects.toMatchObject({ code: 'BAD_REQUEST', message: expect.stringContaining('slowly') });
    clearInterval(trickle);
    expect(body.destroyed).toBe(true);
  });
});
