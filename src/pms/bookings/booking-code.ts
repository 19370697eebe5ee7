import { randomInt } from 'node:crypto';

/** Without letters and digits that are mistaken for one another on the phone. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

/** What a guest reads out at the desk, e.g. `B7K-3MQ9`: 31^7, 27 billion, of them. */
export function newBookingCode(): string {
  const text = Array.from({ length: 7 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return `B${text.slice(0, 3)}-${text.slice(3)}`;
}
