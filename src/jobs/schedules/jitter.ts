import { createHash } from 'node:crypto';

/**
 * How long after its slot a schedule's job may start, ms: the same for the same schedule and slot on every process,
 * evenly spread over [0, seconds). The slot itself does not move.
 */
export function jitterMs(scheduleId: string, slot: Date, seconds: number): number {
  if (seconds <= 0) return 0;
  const digest = createHash('md5').update(`${scheduleId} ${slot.getTime()}`).digest();
  return Math.floor((digest.readUIntBE(0, 6) / 2 ** 48) * seconds * 1000);
}
