import type { ComponentType } from 'react';
import type { LucideIcon } from 'lucide-react';
import type { Role } from '../api/session';

/** Parts of the navigation, in this order. */
export const NAV_GROUPS = ['Night', 'Rooms', 'House', 'Owners', 'Workshop', 'People', 'Administration'] as const;

export interface NavEntry {
  label: string;
  icon: LucideIcon;
  group: (typeof NAV_GROUPS)[number];
  /** Place within its group. */
  order: number;
  /** Letter after `g` that goes there. */
  key?: string;
  /** Among the four that a phone shows at the bottom. */
  onPhone?: true;
}

export interface Page {
  /** Under the root, e.g. `/jobs` or `/jobs/$id`. */
  path: string;
  /** Title of the browser's tab until the page sets a better one (PageHead). */
  title: string;
  /** Loaded when somebody goes there, so that the first load stays small. */
  load: () => Promise<{ default: ComponentType }>;
  nav?: NavEntry;
  /** Who may see it; without this, everybody who is logged in. */
  roles?: readonly Role[];
  /** Shown without the shell, and to people who are not logged in. */
  bare?: true;
}

export const definePage = (page: Page): Page => page;
