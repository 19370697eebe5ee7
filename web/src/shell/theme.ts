import { usePrefer } from '../api/preferences';
import { readStored, useStored } from '../lib/stored';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const system = matchMedia('(prefers-color-scheme: dark)');

export function applyTheme(): void {
  const chosen = readStored('theme');
  const dark = chosen === 'dark' || (chosen !== 'light' && system.matches);
  const next = dark ? 'dark' : 'light';
  if (document.documentElement.dataset.theme === next) return;
  document.documentElement.dataset.theme = next;
  // Charts and the viewer draw with the colours of the theme and draw anew.
  dispatchEvent(new Event('ns-theme'));
}

/** Follows the system and other tabs. The first paint is theme.js's. */
export function followTheme(): void {
  system.addEventListener('change', applyTheme);
  addEventListener('storage', applyTheme);
  applyTheme();
}

export function useTheme(): [Theme, (theme: Theme) => void] {
  const [stored, store] = useStored('theme');
  const prefer = usePrefer();
  const set = (theme: Theme) => {
    store(theme === 'system' ? null : theme);
    applyTheme();
    prefer({ theme });
  };
  return [THEMES.find((theme) => theme === stored) ?? 'system', set];
}

/** The value of a colour of styles/tokens.css, for canvases. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}
