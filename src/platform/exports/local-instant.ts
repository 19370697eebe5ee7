import { Temporal } from 'temporal-polyfill';

/** Offsets change on quarter hours only, in every zone. */
const STEP_MS = 15 * 60_000;

/** How far a zone's clock is ahead of UTC, ms. Looked up once for each quarter of an hour that occurs. */
export function offsetsOf(timezone: string): (instant: Date) => number {
  const known = new Map<number, number>();
  return (instant) => {
    const step = Math.floor(instant.getTime() / STEP_MS);
    let offset = known.get(step);
    if (offset === undefined) {
      const zoned = Temporal.Instant.fromEpochMilliseconds(step * STEP_MS).toZonedDateTimeISO(timezone);
      offset = zoned.offsetNanoseconds / 1e6;
      if (known.size >= 100_000) known.clear();
      known.set(step, offset);
    }
    return offset;
  };
}

/** `2026-03-08T03:30:00-04:00`: ISO 8601 with the offset of the moment. */
export function isoWithOffset(instant: Date, offsetMs: number): string {
  const local = new Date(instant.getTime() + offsetMs).toISOString().slice(0, 19);
  if (offsetMs === 0) return `${local}Z`;
  const minutes = Math.abs(Math.round(offsetMs / 60_000));
  const two = (value: number) => String(value).padStart(2, '0');
  return `${local}${offsetMs < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
