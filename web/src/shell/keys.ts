import { useLayoutEffect, useRef, useSyncExternalStore } from 'react';
import { readStored } from '../lib/stored';

/** A key, or two one after the other (`g j`), and what it does. */
export interface Shortcut {
  keys: string;
  label: string;
  /** Heading in the sheet that `?` shows. */
  group: string;
  run: () => void;
}

const shortcuts = new Set<Shortcut>();
const listeners = new Set<() => void>();
let list: Shortcut[] = [];
let first = '';
let firstAt = 0;
/** How long after `g` the second letter may come, ms. */
const SEQUENCE_MS = 1_500;

function changed(): void {
  list = [...shortcuts];
  for (const tell of listeners) tell();
}

/** Keys of the page that is shown. They are also in the sheet of `?`, and must all be reachable by other means as well. */
export function useShortcut(keys: string | undefined, label: string, run: () => void, group = 'This page'): void {
  const latest = useRef(run);
  useLayoutEffect(() => {
    latest.current = run;
  });
  // With the page that shows it, not a moment later: somebody may be quick.
  useLayoutEffect(() => {
    if (keys === undefined) return;
    const shortcut = { keys, label, group, run: () => latest.current() };
    shortcuts.add(shortcut);
    changed();
    return () => {
      shortcuts.delete(shortcut);
      changed();
    };
  }, [keys, label, group]);
}

export function useShortcuts(): readonly Shortcut[] {
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
    () => list,
  );
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) ? !isTick(target) : false;
}

/** A box to tick takes no text. */
function isTick(target: HTMLElement): boolean {
  return target instanceof HTMLInputElement && ['checkbox', 'radio', 'button'].includes(target.type);
}

/** AltGr (on a Mac Option) makes another sign of a key: on many keyboards there is no other way to `[` and `]`. Windows calls it Ctrl and Alt. */
function isThirdSign(event: KeyboardEvent): boolean {
  if (event.getModifierState('AltGraph')) return true;
  return event.altKey && !event.ctrlKey && navigator.platform.startsWith('Mac');
}

/** Held down, a key moves on; it does not do a deed again and again. */
const MOVES = new Set(['j', 'k']);

function onKey(event: KeyboardEvent): void {
  if (event.repeat && !MOVES.has(event.key)) return;
  const withModifier = event.metaKey || ((event.ctrlKey || event.altKey) && !isThirdSign(event));
  if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey) return fire('mod+k', event);
  if (withModifier || event.isComposing || event.defaultPrevented || isTyping(event.target)) return;
  // Single keys get in the way of speech input and can be switched off (WCAG 2.1.4).
  if (readStored('keys') === 'off') return;
  // In a dialog, a menu or a list of choices, letters belong to it.
  if (
    event.target instanceof HTMLElement &&
    event.target.closest('[role=dialog],[role=alertdialog],[role=menu],[role=listbox]')
  )
    return;
  const combined = Date.now() - firstAt < SEQUENCE_MS ? `${first} ${event.key}` : '';
  first = '';
  if (combined && find(combined)) return fire(combined, event);
  if (list.some(({ keys }) => keys.startsWith(`${event.key} `))) {
    first = event.key;
    firstAt = Date.now();
    return;
  }
  fire(event.key, event);
}

function find(keys: string): Shortcut | undefined {
  // The one that was added last: a page's before the shell's.
  return list.findLast((shortcut) => shortcut.keys === keys);
}

function fire(keys: string, event: KeyboardEvent): void {
  const shortcut = find(keys);
  if (!shortcut) return;
  event.preventDefault();
  shortcut.run();
}

export function startKeys(): void {
  document.addEventListener('keydown', onKey);
}
