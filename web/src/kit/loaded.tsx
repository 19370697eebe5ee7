import type { ReactNode } from 'react';
import type { UseQueryResult } from '@tanstack/react-query';
import { ErrorView } from './error-view';
import { Skeleton } from './skeleton';

/**
 * Shows what a query has brought: grey lines the first time, the old data while it is fetched again, and an error beside old data
 * instead of in their place.
 */
export function Loaded<T>({
  query,
  lines,
  children,
}: {
  query: UseQueryResult<T>;
  lines?: number;
  children: (data: T) => ReactNode;
}) {
  const retry = () => void query.refetch();
  if (query.data === undefined)
    return query.isError ? <ErrorView error={query.error} onRetry={retry} /> : <Skeleton lines={lines} />;
  return (
    <>
      {query.isError && <ErrorView error={query.error} onRetry={retry} />}
      {children(query.data)}
    </>
  );
}
