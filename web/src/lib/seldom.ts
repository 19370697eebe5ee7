import { useEffect, useRef, useState } from 'react';

const EVERY_MS = 60_000;

/**
 * A text that changes all the time, as a screen reader is told it: at once when `of` has changed (it has ended, say), else once a minute.
 */
export function useSeldom(text: string, of: string): string {
  const [told, setTold] = useState(text);
  const before = useRef({ of, at: Date.now() });
  useEffect(() => {
    const wait = before.current.of === of ? before.current.at + EVERY_MS - Date.now() : 0;
    const timer = setTimeout(
      () => {
        before.current = { of, at: Date.now() };
        setTold(text);
      },
      Math.max(0, wait),
    );
    return () => clearTimeout(timer);
  }, [text, of]);
  return told;
}
