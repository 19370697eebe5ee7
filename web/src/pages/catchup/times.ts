/** Instants on the user's own clock, which is that of her preferences and seldom that of the browser. */

const formats = new Map<string, Intl.DateTimeFormat>();

function format(locale: string | undefined, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([locale, options]);
  let made = formats.get(key);
  if (!made) formats.set(key, (made = new Intl.DateTimeFormat(locale, options)));
  return made;
}

const CLOCK = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;

export interface WallTime {
  hour: number;
  minute: number;
  /** Which of two hours of the same name it is: the zone's distance from UTC. */
  offset: string;
}

export function wallTime(at: number, zone: string): WallTime {
  const parts = format('en-GB', { ...CLOCK, timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(at);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return { hour: Number(part('hour')), minute: Number(part('minute')), offset: part('timeZoneName') };
}

/** `18:00`, where the zone is named beside it. */
export function bareClock(at: number | string | Date, zone: string, locale?: string): string {
  return format(locale, { ...CLOCK, timeZone: zone }).format(new Date(at));
}

/** `WET`, `CEST`, `GMT+13`. */
export function zoneName(at: number | string | Date, zone: string, locale?: string): string {
  const parts = format(locale, { timeZone: zone, timeZoneName: 'short' }).formatToParts(new Date(at));
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone;
}

/** `18:00–19:30 WET`; `01:30 WEST – 01:30 WET` where clocks are changed in between. */
export function spanText(start: string | number, end: string | number, zone: string, locale?: string): string {
  const [from, to] = [start, end].map((at) => bareClock(at, zone, locale)) as [string, string];
  const [before, after] = [start, end].map((at) => zoneName(at, zone, locale)) as [string, string];
  return before === after ? `${from}–${to} ${after}` : `${from} ${before} – ${to} ${after}`;
}

/** `Tue 27 Oct` of an instant on that clock. */
export function dayText(at: number | string | Date, zone: string, locale?: string): string {
  return format(locale, { timeZone: zone, weekday: 'short', day: 'numeric', month: 'short' }).format(new Date(at));
}

/** A day and a span of it: `Tue 27 Oct, 18:00–19:00 WET`. */
export function whenText(start: string | number, end: string | number, zone: string, locale?: string): string {
  return `${dayText(start, zone, locale)}, ${spanText(start, end, zone, locale)}`;
}
