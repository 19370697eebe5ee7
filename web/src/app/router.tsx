import { lazy } from 'react';
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Navigate } from '@tanstack/react-router';
import { useMe } from '../api/session';
import { parseSearch, stringifySearch } from '../lib/url-state';
import { NotFound } from '../shell/not-found';
import { PageFailed } from '../shell/page-failed';
import { Root } from '../shell/root';
import { navPages, PAGES } from './pages';

const home = PAGES.find(({ path }) => path === '/')!;
const Home = lazy(home.load);

/** The console begins with tonight; for somebody who has none (an operator) with the first page of the navigation. */
function Start() {
  const { role } = useMe().user;
  if (home.roles?.some((one) => one === role)) return <Home />;
  const first = navPages(role)[0];
  return first ? <Navigate to={first.path} replace /> : <NotFound />;
}

const root = createRootRoute({ component: Root, notFoundComponent: NotFound });
const start = createRoute({ getParentRoute: () => root, path: '/', component: Start });
const routes = PAGES.filter((page) => page !== home).map((page) =>
  createRoute({
    getParentRoute: () => root,
    path: page.path,
    component: lazyRouteComponent(page.load),
    staticData: { page },
  }),
);

export const router = createRouter({
  routeTree: root.addChildren([start, ...routes]),
  parseSearch,
  stringifySearch,
  scrollRestoration: true,
  defaultPreload: 'intent',
  defaultErrorComponent: PageFailed,
});

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    page?: import('./page').Page;
  }
}
