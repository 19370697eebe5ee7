import { createHmac, hkdfSync, randomInt, timingSafeEqual } from 'node:crypto';

/** How long a code holds, how often it may be tried, and how many are sent: a guess succeeds once in 40,000 at most in a day. */
export const CODE_MINUTES = 10;
export const CODE_TRIES = 5;
export const CODES_A_DAY = 5;
/** Between two codes, s. */
export const CODE_PAUSE_S = 60;

export function newCode(): string {
  return String(randomInt(0, 1_000_000)).padStart(6, '0');
}

/** Key of the hashes: six digits are found at once by trying, unless the key is missing. */
export function codeKey(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'nightshift phone code v1', 32));
}

/** @param place what the code is for; a hash copied elsewhere fits no code */
export function codeHash(code: string, place: readonly string[], key: Buffer): string {
  return createHmac('sha256', key)
    .update(JSON.stringify([code, ...place]))
    .digest('hex');
}

export type CodeVerdict = 'right' | 'wrong' | 'over';

/** What comes of a try. `tries` counts those before it. */
export function judgeCode(
  given: string,
  kept: { hash: string | null; expiresAt: Date | null; tries: number },
  hash: (code: string) => string,
  now: Date,
): CodeVerdict {
  if (kept.hash === null || kept.expiresAt === null || kept.expiresAt <= now || kept.tries >= CODE_TRIES) return 'over';
  return timingSafeEqual(Buffer.from(hash(given)), Buffer.from(kept.hash)) ? 'right' : 'wrong';
}
