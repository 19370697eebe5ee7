import { Suspense } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Navigate, Outlet, useLocation, useMatches } from '@tanstack/react-router';
import { sessionQuery } from '../api/session';
import { ErrorView } from '../kit/error-view';
import { Skeleton } from '../kit/skeleton';
import { Forbidden } from './forbidden';
import { Shell } from './shell';

/** Decides what surrounds a page: nothing, the shell, or the log-in instead of it. */
export function Root() {
  const session = useQuery(sessionQuery);
  const location = useLocation();
  const page = useMatches().at(-1)?.staticData.page;
  const content = (
    <Suspense fallback={<Skeleton lines={8} />}>
      <Outlet />
    </Suspense>
  );
  // The location is ahead of the matches while a page is loaded: asked for again meanwhile, the log-in would be led to itself.
  if (page?.bare || location.pathname === '/login') return content;
  if (session.isPending) return <Skeleton lines={6} />;
  if (session.isError && session.data === undefined)
    return <ErrorView error={session.error} onRetry={() => void session.refetch()} />;
  if (!session.data) return <Navigate to="/login" search={{ to: location.href }} replace />;
  const { role } = session.data.user;
  const allowed = page?.roles === undefined || page.roles.some((one) => one === role);
  return <Shell>{allowed ? content : <Forbidden role={role} roles={page.roles ?? []} />}</Shell>;
}
