import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from './client';

export type JobKind = Schema<'JobKindResponse'>;

/** The kinds of jobs that the person may start, with the schemas of their data. */
export const kindsQuery = queryOptions({
  queryKey: ['job-kinds'],
  queryFn: () => bodyOf(api.GET('/api/v1/jobs/kinds')),
  // They change with the program.
  staleTime: Infinity,
});
