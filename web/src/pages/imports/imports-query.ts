import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';

export type Import = Schema<'StatementImportResponse'>;
export type ImportRow = Schema<'ImportedRowResponse'>;
export type ImportSummary = Schema<'StatementImportSummary'>;

export const ROW_OUTCOMES = ['new', 'changed', 'same', 'duplicate', 'review', 'rejected'] as const;
export type RowOutcome = (typeof ROW_OUTCOMES)[number];
export const OUTCOME_WORDS: Record<RowOutcome, { state: string; word: string }> = {
  new: { state: 'done', word: 'New' },
  changed: { state: 'running', word: 'Changed' },
  same: { state: 'skipped', word: 'Same' },
  duplicate: { state: 'skipped', word: 'Duplicate' },
  review: { state: 'review', word: 'To look at' },
  rejected: { state: 'failed', word: 'Rejected' },
};

export const STATUS_WORDS: Partial<Record<Import['status'], string>> = { preview: 'Preview', kept: 'Kept' };

const PAGE = 100;
/** How often an import that is being kept is looked at, ms. */
const EVERY_MS = 1_000;

export const isBeingKept = ({ status }: Pick<Import, 'status'>): boolean => status === 'queued' || status === 'running';

export const importsQuery = infiniteQueryOptions({
  queryKey: ['imports', 'list'],
  queryFn: ({ pageParam, signal }) =>
    bodyOf(
      api.GET('/api/v1/statement-imports', {
        params: { query: { limit: PAGE, ...(pageParam && { before: pageParam }) } },
        signal,
      }),
    ),
  initialPageParam: '',
  getNextPageParam: ({ next }) => next ?? undefined,
  refetchInterval: ({ state }) =>
    state.data?.pages.some(({ imports }) => imports.some(isBeingKept)) === true ? EVERY_MS * 2 : false,
});

export function importQuery(id: string) {
  return queryOptions({
    queryKey: ['imports', 'one', id],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/statement-imports/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => (state.data && isBeingKept(state.data) ? EVERY_MS : false),
  });
}

/** From a line of the file on; 0: from its first row. */
export function importRowsQuery(id: string, outcome: '' | RowOutcome, line: number) {
  return infiniteQueryOptions({
    queryKey: ['imports', 'one', id, 'rows', outcome, line],
    queryFn: ({ pageParam, signal }) =>
      bodyOf(
        api.GET('/api/v1/statement-imports/{id}/rows', {
          params: {
            path: { id },
            query: { limit: PAGE, ...(outcome && { outcome }), ...(pageParam && { after: pageParam }) },
          },
          signal,
        }),
      ),
    initialPageParam: Math.max(0, line - 1),
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

/** Sends a file; the same bytes again, before they were confirmed, are the same import. */
export const sendFile = (file: File): Promise<Import> =>
  bodyOf(
    api.POST('/api/v1/statement-imports', {
      params: { query: { name: file.name.slice(0, 200) } },
      headers: { 'Content-Type': 'text/csv' },
      body: file as never,
      bodySerializer: (body: unknown) => body as Blob,
    }),
  );
