import { sessionMayHaveChanged } from '../api/tabs';
import type { JobEvent, LetterEvent, SlotEvent } from './events';

export type LiveEvent =
  | { kind: 'job'; data: JobEvent }
  | { kind: 'slot'; data: SlotEvent }
  | { kind: 'dead-letter'; data: LetterEvent }
  /** More has changed than was told: load again what is shown. */
  | { kind: 'reload'; data: object };

export type LiveState = 'idle' | 'live' | 'catching up' | 'stale' | 'paused';

/** What the tab with the connection tells itself and the others. */
export interface Told {
  event?: LiveEvent;
  /** Number of the last event that was told. */
  last?: number;
  state?: LiveState;
  /** From a tab that has just begun to listen. */
  hello?: true;
}

const ADDRESS = '/api/v1/events';
const KINDS = ['job', 'slot', 'dead-letter', 'reload'] as const;
/** Waits before a connection is tried again, ms; the last one is repeated. Spread, so that browsers do not come all at once. */
const WAITS = [500, 1_000, 2_000, 4_000];
/** The server is heard every 15 s; after more than two of these the connection is opened anew. */
const SILENCE_MS = 40_000;

/** Opens and reopens the connection until the signal is aborted. @param last number of the last event that was told */
export function connect(tell: (told: Told) => void, last: () => number | undefined, signal: AbortSignal): void {
  let failures = 0;
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  // A connection can be dead without an error, after a laptop's sleep for one.
  const heard = () => {
    clearTimeout(silence);
    silence = setTimeout(() => {
      source.close();
      tell({ state: 'stale' });
      open();
    }, SILENCE_MS);
  };
  const open = () => {
    // A new EventSource knows no last id.
    const after = last();
    source = new EventSource(after === undefined ? ADDRESS : `${ADDRESS}?after=${after}`);
    heard();
    for (const kind of ['open', 'ready', 'beat', ...KINDS]) source.addEventListener(kind, heard);
    source.addEventListener('open', () => {
      failures = 0;
      tell({ state: 'live' });
    });
    source.addEventListener('error', () => {
      failures += 1;
      tell({ state: failures > 3 ? 'stale' : 'catching up' });
      // EventSource gives up for good on any answer but 200 (e.g. 503 while the server starts): then we try again ourselves.
      if (source.readyState !== EventSource.CLOSED) return;
      // Which one it was is not told; it may have been that nobody is logged in any more.
      sessionMayHaveChanged();
      source.close();
      clearTimeout(silence);
      const wait = WAITS[Math.min(failures - 1, WAITS.length - 1)]!;
      timer = setTimeout(open, wait * (0.5 + Math.random() / 2));
    });
    source.addEventListener('ready', ({ data, lastEventId }: MessageEvent<string>) => {
      // Where the stream begins now, something may have happened since what is shown was loaded.
      const { resumed } = JSON.parse(data) as { resumed: boolean };
      tell({ last: Number(lastEventId), ...(!resumed && { event: { kind: 'reload', data: {} } }) });
    });
    for (const kind of KINDS)
      source.addEventListener(kind, ({ data, lastEventId }: MessageEvent<string>) => {
        const seq = Number(lastEventId);
        if (seq <= (last() ?? -1)) return;
        tell({ event: { kind, data: JSON.parse(data) as never }, last: seq });
      });
  };
  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    clearTimeout(silence);
    source?.close();
  });
  open();
}
