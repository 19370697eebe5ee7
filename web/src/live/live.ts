import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { JobEvent, LetterEvent, SlotEvent } from './events';

/**
 * What happens at the server, as it happens: one connection to one stream for all tabs of this browser (a browser opens six connections to
 * a server at most). The tab that holds the lock has the connection and tells the others; when it closes, another one goes on where it was.
 */
export type LiveEvent =
  | { kind: 'job'; data: JobEvent }
  | { kind: 'slot'; data: SlotEvent }
  | { kind: 'dead-letter'; data: LetterEvent }
  /** More has changed than was told: load again what is shown. */
  | { kind: 'reload'; data: object };

export type LiveState = 'idle' | 'live' | 'catching up' | 'stale';

interface Told {
  event?: LiveEvent;
  /** Number of the last event that was told. */
  last?: number;
  state?: LiveState;
  /** From a tab that has just begun to listen. */
  hello?: true;
}

const ADDRESS = '/api/v1/events';
const NAME = 'ns-live';
const KINDS = ['job', 'slot', 'dead-letter', 'reload'] as const;
/** Waits before a connection is tried again, ms; the last one is repeated. Spread, so that browsers do not come all at once. */
const WAITS = [500, 1_000, 2_000, 4_000];
/** So long the connection is kept for the next page, ms. */
const LINGER_MS = 5_000;

const listeners = new Set<(event: LiveEvent) => void>();
const watchers = new Set<() => void>();
let summary: { state: LiveState; since: number } = { state: 'idle', since: Date.now() };
let running: AbortController | undefined;
let ending: ReturnType<typeof setTimeout> | undefined;
let last: number | undefined;

function note(state: LiveState): void {
  if (state === summary.state) return;
  summary = { state, since: Date.now() };
  for (const tell of watchers) tell();
}

/** How the connection is, for the indicator in the top bar. */
export function useLiveState(): { state: LiveState; since: number } {
  return useSyncExternalStore(
    (tell) => {
      watchers.add(tell);
      return () => watchers.delete(tell);
    },
    () => summary,
  );
}

/** The server is heard every 15 s; after more than two of these the connection is opened anew. */
const SILENCE_MS = 40_000;

/** Opens and reopens the connection until the signal is aborted. */
function connect(tell: (told: Told) => void, signal: AbortSignal): void {
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
    source = new EventSource(last === undefined ? ADDRESS : `${ADDRESS}?after=${last}`);
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
        if (last !== undefined && seq <= last) return;
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

function start(): void {
  const over = (running = new AbortController());
  const channel = new BroadcastChannel(NAME);
  let leads = false;
  const take = ({ event, last: seq, state, hello }: Told) => {
    if (hello && leads) channel.postMessage({ state: summary.state, last });
    last = seq ?? last;
    if (state) note(state);
    if (event) for (const hear of listeners) hear(event);
  };
  channel.addEventListener('message', ({ data }: MessageEvent<Told>) => take(data));
  const lead = () => {
    leads = true;
    connect((told) => {
      channel.postMessage(told);
      take(told);
    }, over.signal);
    return new Promise<void>((resolve) => over.signal.addEventListener('abort', () => resolve()));
  };
  over.signal.addEventListener('abort', () => {
    channel.close();
    last = undefined;
    note('idle');
  });
  note('catching up');
  channel.postMessage({ hello: true });
  void navigator.locks.request(NAME, { signal: over.signal }, lead).catch(() => undefined);
}

/** Hears what happens until the returned function is called. Each change is told once. */
export function listen(onEvent: (event: LiveEvent) => void): () => void {
  clearTimeout(ending);
  listeners.add(onEvent);
  if (!running) start();
  return () => {
    listeners.delete(onEvent);
    if (listeners.size > 0) return;
    clearTimeout(ending);
    ending = setTimeout(() => {
      running?.abort();
      running = undefined;
    }, LINGER_MS);
  };
}

/** Hears what happens while the component is shown, unless `off`. */
export function useLive(onEvent: (event: LiveEvent) => void, off = false): void {
  const latest = useRef(onEvent);
  useEffect(() => {
    latest.current = onEvent;
  });
  useEffect(() => (off ? undefined : listen((event) => latest.current(event))), [off]);
}
