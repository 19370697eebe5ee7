import { useCallback, useSyncExternalStore } from 'react';

/** Small choices kept in this browser (theme, columns). Where storage is forbidden they last as long as the page. */
const memory = new Map<string, string>();
const listeners = new Set<() => void>();

export function readStored(key: string): string | null {
  try {
    return localStorage.getItem(`ns.${key}`) ?? memory.get(key) ?? null;
  } catch {
    return memory.get(key) ?? null;
  }
}

export function writeStored(key: string, value: string | null): void {
  if (value === null) memory.delete(key);
  else memory.set(key, value);
  try {
    if (value === null) localStorage.removeItem(`ns.${key}`);
    else localStorage.setItem(`ns.${key}`, value);
  } catch {
    // Kept in memory.
  }
  for (const tell of listeners) tell();
}

function subscribe(tell: () => void): () => void {
  listeners.add(tell);
  addEventListener('storage', tell);
  return () => {
    listeners.delete(tell);
    removeEventListener('storage', tell);
  };
}

export function useStored(key: string): [string | null, (value: string | null) => void] {
  const value = useSyncExternalStore(subscribe, () => readStored(key));
  const set = useCallback((next: string | null) => writeStored(key, next), [key]);
  return [value, set];
}

/** The same for a value written as JSON; what does not parse is the fallback. */
export function useStoredJson<T>(key: string, fallback: T): [T, (value: T) => void] {
  const [raw, set] = useStored(key);
  let value = fallback;
  try {
    if (raw !== null) value = JSON.parse(raw) as T;
  } catch {
    // The fallback.
  }
  return [value, useCallback((next: T) => set(JSON.stringify(next)), [set])];
}
