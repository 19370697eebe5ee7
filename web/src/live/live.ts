import { useEffect, useRef, useSyncExternalStore } from 'react';

/**
 * Server-sent events, one connection per address for all tabs of this browser (a browser opens six connections to a server at most):
 * the tab that holds the address's lock has the connection and tells the others. When that tab closes, another one takes over.
 */
export interface LiveEvent {
  type: string;
  id: string;
  data: unknown;
}

export type LiveState = 'idle' | 'live' | 'catching up' | 'stale';

interface Told {
  event?: LiveEvent;
  state?: LiveState;
  /** From a tab that has just begun to listen. */
  hello?: true;
}

/** Waits before a connection is tried again, ms; the last one is repeated. Spread, so that browsers do not come all at once. */
const WAITS = [500, 1_000, 2_000, 4_000, 8_000, 15_000];

const states = new Map<string, { state: LiveState; since: number }>();
const watchers = new Set<() => void>();
let summary: { state: LiveState; since: number } = { state: 'idle', since: Date.now() };

function note(url: string, state: LiveState | undefined): void {
  if (state === undefined) states.delete(url);
  else if (states.get(url)?.state !== state) states.set(url, { state, since: Date.now() });
  const worst = ['stale', 'catching up', 'live'].find((one) => [...states.values()].some((it) => it.state === one));
  const since = [...states.values()].find((it) => it.state === worst)?.since ?? Date.now();
  if (worst !== summary.state || since !== summary.since) summary = { state: (worst ?? 'idle') as LiveState, since };
  for (const tell of watchers) tell();
}

/** How the connections are, for the indicator in the top bar. */
export function useLiveState(): { state: LiveState; since: number } {
  return useSyncExternalStore(
    (tell) => {
      watchers.add(tell);
      return () => watchers.delete(tell);
    },
    () => summary,
  );
}

/** Opens and reopens a connection until the signal is aborted. `types` are the names of the events that are heard. */
function connect(url: string, types: readonly string[], tell: (told: Told) => void, signal: AbortSignal): void {
  let failures = 0;
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const open = () => {
    // A new EventSource knows no last id: the stream begins anew, so what hears it must bear to hear the same twice.
    source = new EventSource(url);
    source.addEventListener('open', () => {
      failures = 0;
      tell({ state: 'live' });
    });
    source.addEventListener('error', () => {
      // EventSource gives up for good on any answer but 200 (e.g. 503 while the server starts): then we try again ourselves.
      const over = source?.readyState === EventSource.CLOSED;
      failures += 1;
      tell({ state: failures > 3 ? 'stale' : 'catching up' });
      if (!over) return;
      source?.close();
      const wait = WAITS[Math.min(failures - 1, WAITS.length - 1)]!;
      timer = setTimeout(open, wait / 2 + Math.random() * wait);
    });
    for (const type of types)
      source.addEventListener(type, ({ data, lastEventId }: MessageEvent<string>) => {
        tell({ event: { type, id: lastEventId, data: parse(data) }, state: 'live' });
      });
  };
  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    source?.close();
  });
  open();
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return data;
  }
}

/** Hears the events of an address until the returned function is called. */
export function listen(url: string, types: readonly string[], onEvent: (event: LiveEvent) => void): () => void {
  const over = new AbortController();
  const channel = new BroadcastChannel(`ns-live ${url}`);
  let leading: LiveState | undefined;
  const take = ({ event, state, hello }: Told) => {
    if (hello && leading) channel.postMessage({ state: leading });
    if (state) note(url, state);
    if (event) onEvent(event);
  };
  channel.addEventListener('message', ({ data }: MessageEvent<Told>) => take(data));
  const lead = () => {
    connect(
      url,
      types,
      (told) => {
        leading = told.state ?? leading;
        channel.postMessage(told);
        take(told);
      },
      over.signal,
    );
    return new Promise<void>((resolve) => over.signal.addEventListener('abort', () => resolve()));
  };
  note(url, 'catching up');
  channel.postMessage({ hello: true });
  void navigator.locks.request(`ns-live ${url}`, { signal: over.signal }, lead).catch(() => undefined);
  return () => {
    over.abort();
    channel.close();
    note(url, undefined);
  };
}

/** Hears the events of an address while the component is shown; undefined: none. */
export function useLive(url: string | undefined, types: readonly string[], onEvent: (event: LiveEvent) => void): void {
  const latest = useRef(onEvent);
  useEffect(() => {
    latest.current = onEvent;
  });
  const names = types.join(' ');
  useEffect(() => (url ? listen(url, names.split(' '), (event) => latest.current(event)) : undefined), [url, names]);
}
