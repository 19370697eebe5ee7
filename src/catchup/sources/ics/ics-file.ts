import ICAL from 'ical.js';

/** It is no calendar that can be read: what is known of it stays as it is. The message has nothing of its content. */
export class IcsError extends Error {
  override readonly name = 'IcsError';
}

/** Most events of a file, and most characters of one. */
export const MOST_EVENTS = 20_000;
const LONGEST_EVENT = 256 * 1024;

export interface IcsFile {
  /** X-WR-CALNAME or NAME. */
  name: string | null;
  /** X-WR-TIMEZONE or TIMEZONE-ID, as it stands there. */
  zone: string | null;
  /** Definitions by their TZID. */
  zones: ReadonlyMap<string, ICAL.Component>;
  events: readonly ICAL.Component[];
  /** Events that could not be read. */
  unreadable: number;
}

/**
 * Takes a file apart: every event and zone is read by itself, so that one that is broken does not hide the others.
 * @throws IcsError when it is no calendar, or has been cut off
 */
export function readIcs(text: string): IcsFile {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const blocks: Record<'VEVENT' | 'VTIMEZONE', string[]> = { VEVENT: [], VTIMEZONE: [] };
  const head: string[] = [];
  let open: { kind: keyof typeof blocks; lines: string[] } | undefined;
  let depth = 0;
  let calendars = 0;
  for (const line of lines) {
    const [, edge, name] = /^(BEGIN|END):\s*([\w-]+)\s*$/i.exec(line) ?? [];
    const kind = name?.toUpperCase();
    if (kind === 'VCALENDAR') {
      depth += edge!.toUpperCase() === 'BEGIN' ? 1 : -1;
      calendars++;
    } else if (!open && edge?.toUpperCase() === 'BEGIN' && (kind === 'VEVENT' || kind === 'VTIMEZONE')) {
      open = { kind, lines: [line] };
    } else if (open) {
      open.lines.push(line);
      if (edge?.toUpperCase() === 'END' && kind === open.kind) {
        blocks[open.kind].push(open.lines.join('\r\n'));
        if (blocks[open.kind].length > MOST_EVENTS)
          throw new IcsError(`The calendar has more than ${MOST_EVENTS} events`);
        open = undefined;
      }
    } else head.push(line);
  }
  if (calendars === 0) throw new IcsError('The file is no calendar');
  if (depth !== 0 || open) throw new IcsError('The calendar has been cut off');
  const zones = blocks.VTIMEZONE.flatMap((block) => component(block) ?? []);
  const events = blocks.VEVENT.map(component);
  const read = events.filter((event) => event !== undefined);
  if (events.length > 0 && read.length === 0) throw new IcsError('None of the events in the calendar can be read');
  return {
    name: headValue(head, 'X-WR-CALNAME') ?? headValue(head, 'NAME'),
    zone: headValue(head, 'X-WR-TIMEZONE') ?? headValue(head, 'TIMEZONE-ID'),
    zones: new Map(
      zones.flatMap((zone) => {
        const tzid = zone.getFirstPropertyValue('tzid');
        return typeof tzid === 'string' ? [[tzid, zone] as const] : [];
      }),
    ),
    events: read,
    unreadable: events.length - read.length,
  };
}

/** A component; undefined where it cannot be read. Lines that are none, as some programs write, are left out at a second try. */
function component(block: string): ICAL.Component | undefined {
  if (block.length > LONGEST_EVENT) return undefined;
  return parsed(block) ?? parsed(withoutJunk(block));
}

function parsed(block: string): ICAL.Component | undefined {
  try {
    return new ICAL.Component(ICAL.parse(block) as unknown[]);
  } catch {
    return undefined;
  }
}

const LINE = /^[A-Za-z0-9-]+[:;]/;

/** Without lines that neither begin a property nor go on with one. */
function withoutJunk(block: string): string {
  const kept: string[] = [];
  let going = true;
  for (const line of block.split('\r\n')) {
    const folded = /^[ \t]/.test(line);
    if (!folded) going = LINE.test(line);
    if (going) kept.push(line);
  }
  return kept.join('\r\n');
}

function headValue(head: readonly string[], name: string): string | null {
  const line = head.find((one) => new RegExp(`^${name}[:;]`, 'i').test(one));
  const value = line?.slice(line.indexOf(':') + 1).trim();
  return value ? value.slice(0, 200) : null;
}
