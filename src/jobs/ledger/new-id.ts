import { randomUUID } from 'node:crypto';

/** Ids made in one millisecond that keep their order: 12 bits count them. */
const COUNTS = 0x1000;

let ms = 0;
let count = 0;
let time = '';

/**
 * A UUIDv7: 48 bits of milliseconds, a count within them, 62 random bits. Those of one process sort in the order in which
 * they were made. (The library's asks the system for randomness each time; Node keeps a store of it for its own UUIDs.)
 */
export function newId(): string {
  const now = Date.now();
  if (now > ms || ++count === COUNTS) {
    // When the clock was set back, or all counts of this millisecond are used up, the next millisecond is used early.
    ms = Math.max(now, ms + 1);
    count = 0;
    time = ms.toString(16).padStart(12, '0').replace(/^.{8}/, '$&-');
  }
  return `${time}-7${count.toString(16).padStart(3, '0')}-${randomUUID().slice(19)}`;
}
