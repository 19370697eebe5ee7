import { readStored, useStored } from '../lib/stored';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const system = matchMedia('(prefers-color-scheme: dark)');

function apply(): void {
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
  system.addEventListener('change', apply);
  addEventListener('storage', apply);
  apply();
}

export function useTheme(): [Theme, (theme: Theme) => void] {
  const [stored, store] = useStored('theme');
  const set = (theme: Theme) => {
    store(theme === 'system' ? null : theme);
    apply();
  };
  return [THEMES.find((theme) => theme === stored) ?? 'system', set];
}

/** The value of a colour of styles/tokens.css, for canvases. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}
