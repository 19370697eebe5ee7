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
  if (page?.bare) return content;
  // The location is ahead of the matches while the log-in is loaded; the page that was asked for must not be drawn meanwhile.
  if (location.pathname === '/login') return <Skeleton lines={6} />;
  if (session.isPending) return <Skeleton lines={6} />;
  if (session.isError && session.data === undefined)
    return <ErrorView error={session.error} onRetry={() => void session.refetch()} />;
  if (!session.data) return <Navigate to="/login" search={{ to: location.href }} replace />;
  const { role } = session.data.user;
  const allowed = page?.roles === undefined || page.roles.some((one) => one === role);
  return <Shell>{allowed ? content : <Forbidden role={role} roles={page.roles ?? []} />}</Shell>;
}
