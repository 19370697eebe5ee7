import { useEffect, useRef, useSyncExternalStore } from 'react';
import { connect, type LiveEvent, type LiveState, type Told } from './connection';

export type { LiveEvent } from './connection';

/**
 * What happens at the server, as it happens: one connection to one stream for all tabs of this browser (a browser opens six connections to
 * a server at most). The tab that holds the lock has the connection and tells the others; when it closes, another one goes on where it was.
 */
const NAME = 'ns-live';
/** So long the connection is kept for the next page, ms. */
const LINGER_MS = 5_000;

interface Summary {
  state: LiveState;
  since: number;
}

const listeners = new Set<(event: LiveEvent) => void>();
const watchers = new Set<() => void>();
let summary: Summary = { state: 'idle', since: Date.now() };
/** Lists that stand still by somebody's wish, and since when. */
let pauses = 0;
let shown = summary;
let running: AbortController | undefined;
let ending: ReturnType<typeof setTimeout> | undefined;
let last: number | undefined;
/** `last` when the stream was stopped. */
let left: number | undefined;
let toldAt = 0;

function note(state: LiveState): void {
  if (state === summary.state) return;
  summary = { state, since: Date.now() };
  show();
}

function show(): void {
  if (pauses === 0) shown = summary;
  else if (shown.state !== 'paused') shown = { state: 'paused', since: Date.now() };
  for (const tell of watchers) tell();
}

/** How the connection is, for the indicator in the top bar. */
export function useLiveState(): Summary {
  return useSyncExternalStore(
    (tell) => {
      watchers.add(tell);
      return () => watchers.delete(tell);
    },
    () => shown,
  );
}

/** While it is true, what is shown does not follow the server, because somebody is choosing of it: the top bar says so. */
export function usePaused(paused: boolean): void {
  useEffect(() => {
    if (!paused) return;
    pauses += 1;
    show();
    return () => {
      pauses -= 1;
      show();
    };
  }, [paused]);
}

/** When an event was told last, ms since 1970: what was loaded before may be old for whoever did not listen. */
export function lastToldAt(): number {
  return toldAt;
}

function start(): void {
  const over = (running = new AbortController());
  over.signal.addEventListener('abort', () => {
    left = last;
    last = undefined;
    note('idle');
  });
  note('catching up');
  // Browsers have locks on https and on localhost only.
  if ('locks' in navigator) share(over.signal);
  else alone(over.signal);
}

function take({ event, last: seq, state }: Told): void {
  last = seq ?? last;
  if (state) note(state);
  if (!event) return;
  toldAt = Date.now();
  for (const hear of listeners) hear(event);
}

/** One connection for all tabs. */
function share(over: AbortSignal): void {
  const channel = new BroadcastChannel(NAME);
  let leads = false;
  channel.addEventListener('message', ({ data }: MessageEvent<Told>) => {
    if (data.hello) {
      if (leads) channel.postMessage({ state: summary.state, last });
      return;
    }
    // The other tab has gone on while this one did not listen.
    const isBehind = last === undefined && left !== undefined && data.last !== undefined && data.last !== left;
    if (isBehind) take({ event: { kind: 'reload', data: {} } });
    take(data);
  });
  over.addEventListener('abort', () => channel.close());
  const lead = () => {
    leads = true;
    const tell = (told: Told) => {
      channel.postMessage(told);
      take(told);
    };
    connect(tell, () => last, over);
    return new Promise<void>((resolve) => over.addEventListener('abort', () => resolve()));
  };
  channel.postMessage({ hello: true });
  void navigator.locks.request(NAME, { signal: over }, lead).catch(() => undefined);
}

/** A connection of this tab, while it is seen: tabs in the background would use up those that a browser has. */
function alone(over: AbortSignal): void {
  let here: AbortController | undefined;
  const look = () => {
    if (document.visibilityState === 'hidden') here?.abort();
    else if (!here || here.signal.aborted) connect(take, () => last, (here = new AbortController()).signal);
  };
  look();
  document.addEventListener('visibilitychange', look, { signal: over });
  over.addEventListener('abort', () => here?.abort());
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
    ending = setTimeout(endLive, LINGER_MS);
  };
}

/** At once: the next one who logs in must not hear what the stream of the one before tells. */
export function endLive(): void {
  clearTimeout(ending);
  running?.abort();
  running = undefined;
}

/** Hears what happens while the component is shown, unless `off`. */
export function useLive(onEvent: (event: LiveEvent) => void, off = false): void {
  const latest = useRef(onEvent);
  useEffect(() => {
    latest.current = onEvent;
  });
  useEffect(() => (off ? undefined : listen((event) => latest.current(event))), [off]);
}
