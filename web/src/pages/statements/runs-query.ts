import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';

export type Run = Schema<'RunResponse'>;
type Entry = Schema<'RunEntryResponse'>;

export const OUTCOMES = ['generated', 'unchanged', 'skipped', 'errors'] as const;
export type Outcome = (typeof OUTCOMES)[number];
export interface RunItem extends Entry {
  outcome: Outcome;
}

export const OUTCOME_WORDS: Record<Outcome, { state: string; word: string }> = {
  generated: { state: 'done', word: 'Made' },
  unchanged: { state: 'done', word: 'Unchanged' },
  skipped: { state: 'skipped', word: 'Skipped' },
  errors: { state: 'failed', word: 'Failed' },
};

export const RUNS_PAGE = 50;
/** How often a run is looked at while it runs, ms; its events come besides. */
const EVERY_MS = 1_000;
/** Answers of up to 1,000 of each outcome that are read at most. */
const PAGES = 20;

export const isOver = ({ status }: Pick<Run, 'status'>): boolean => status !== 'queued' && status !== 'processing';

export function runQuery(id: string) {
  return queryOptions({
    queryKey: ['statements', 'runs', id],
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/api/v1/statements/jobs/{jobId}', { params: { path: { jobId: id } }, signal })),
    refetchInterval: ({ state }) => (state.data && isOver(state.data) ? false : EVERY_MS),
    // Also in a tab that nobody looks at, so that its title says how far it is.
    refetchIntervalInBackground: true,
  });
}

/** What became of each statement, once the run has ended. */
export function runItemsQuery(id: string, completedAt: string | null) {
  return queryOptions({
    queryKey: ['statements', 'runs', id, 'items', completedAt],
    enabled: completedAt !== null,
    queryFn: async ({ signal }): Promise<{ items: RunItem[]; more: boolean }> => {
      const items: RunItem[] = [];
      let cursor: string | undefined;
      for (let n = 0; n < PAGES; n++) {
        const params = { path: { jobId: id }, query: { ...(cursor && { cursor }) } };
        const { result } = await bodyOf(api.GET('/api/v1/statements/jobs/{jobId}', { params, signal }));
        for (const outcome of OUTCOMES)
          items.push(...(result?.results?.[outcome] ?? []).map((entry) => ({ ...entry, outcome })));
        cursor = result?.nextCursor ?? undefined;
        if (!cursor) break;
      }
      return { items, more: cursor !== undefined };
    },
  });
}

/** Both days as the API takes them, in order. */
const isPeriod = ({ from, to }: { from: string; to: string }): boolean =>
  [from, to].every((day) => /^\d{4}-\d{2}-\d{2}$/.test(day)) && from <= to;

/** What statements would be made of, before they are; without an owner nothing is asked. */
export function targetsQuery(ownerId: number | 'all' | undefined, period: { from: string; to: string }) {
  return queryOptions({
    queryKey: ['statements', 'targets', ownerId, period],
    enabled: ownerId !== undefined && isPeriod(period),
    queryFn: ({ signal }) => {
      const query = { ...period, ...(typeof ownerId === 'number' && { ownerId }) };
      return bodyOf(api.GET('/api/v1/statements/targets', { params: { query }, signal }));
    },
    placeholderData: keepPreviousData,
  });
}

export function runsQuery(offset: number) {
  return queryOptions({
    queryKey: ['statements', 'runs', 'list', offset],
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/api/v1/statements/jobs', { params: { query: { limit: RUNS_PAGE, offset } }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.jobs.every(isOver) === false ? EVERY_MS * 2 : false),
  });
}

/** `Mar 2026` where it is one month, else both days. */
export const paramText = (params: Run['params'], name: string): string | undefined => {
  const value = (params as Record<string, unknown>)[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
};
