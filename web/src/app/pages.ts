import type { Role } from '../api/session';
import { NAV_GROUPS, type NavEntry, type Page } from './page';

/** Every pages/<name>/route.tsx, found by its place: a new page is a new folder, and nothing else is edited. */
const modules = import.meta.glob<{ default: Page | Page[] }>('../pages/*/route.tsx', { eager: true });

export const PAGES: readonly Page[] = Object.values(modules).flatMap((module) => module.default);

export type NavPage = Page & { nav: NavEntry };

/** What a person of this role finds in the navigation, in its order. */
export function navPages(role: Role): NavPage[] {
  return PAGES.filter((page): page is NavPage => page.nav !== undefined)
    .filter(({ roles }) => roles === undefined || roles.includes(role))
    .sort(
      (one, other) =>
        NAV_GROUPS.indexOf(one.nav.group) - NAV_GROUPS.indexOf(other.nav.group) || one.nav.order - other.nav.order,
    );
}
