import { randomInt } from 'node:crypto';

/** Without letters and digits that are easily confused on the phone. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

/** A code that a guest reads out at the desk, e.g. `B7K-3MQ9`. There are 31^7, 27 billion, of them. */
export function newBookingCode(): string {
  const text = Array.from({ length: 7 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return `B${text.slice(0, 3)}-${text.slice(3)}`;
}
