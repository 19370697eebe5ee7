import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from './client';

export type SavedView = Schema<'ViewResponse'>;

/** What the person has saved of a page; nobody else sees it. */
export function viewsQuery(page: string) {
  return queryOptions({
    queryKey: ['views', page],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/views', { params: { query: { page, limit: 200 } }, signal })),
    staleTime: 60_000,
  });
}

/** Saving and removing views of a page. */
export function useViewActions(page: string) {
  const client = useQueryClient();
  const anew = () => client.invalidateQueries({ queryKey: ['views', page] });
  return {
    save: async (name: string, search: string): Promise<SavedView> => {
      const view = await bodyOf(api.POST('/api/v1/views', { body: { page, name, search } }));
      await anew();
      return view;
    },
    change: async (id: string, search: string): Promise<void> => {
      await api.PATCH('/api/v1/views/{id}', { params: { path: { id } }, body: { search } });
      await anew();
    },
    remove: async (id: string): Promise<void> => {
      await api.DELETE('/api/v1/views/{id}', { params: { path: { id } } });
      await anew();
    },
  };
}
