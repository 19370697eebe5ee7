import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { allPages } from '../../api/all-pages';
import { api, bodyOf, type Schema } from '../../api/client';

export const KINDS = ['materials', 'processes', 'machines', 'finishes', 'price-books', 'customers'] as const;
export type Kind = (typeof KINDS)[number];
export const WORDS: Record<Kind, { one: string; many: string }> = {
  materials: { one: 'material', many: 'Materials' },
  processes: { one: 'process', many: 'Processes' },
  machines: { one: 'machine', many: 'Machines' },
  finishes: { one: 'finish', many: 'Finishes' },
  'price-books': { one: 'price book', many: 'Price books' },
  customers: { one: 'customer', many: 'Customers' },
};

/** Whatever is in the catalogue: all kinds have these, the others by their fields. */
export interface Datum {
  id: number;
  name: string;
  active: boolean;
  currency?: string;
  [member: string]: unknown;
}
export type Process = Schema<'ProcessResponse'>;
export const PAGE = 100;

interface Shown {
  offset: number;
  inactive: boolean;
}

/** All kinds answer the same way, each under its own name. */
async function list(
  kind: Kind,
  { offset, inactive }: Shown,
  signal: AbortSignal,
): Promise<{ rows: Datum[]; total: number }> {
  const init = { params: { query: { limit: PAGE, offset, inactive } }, signal };
  switch (kind) {
    case 'materials': {
      const { materials, total } = await bodyOf(api.GET('/api/v1/materials', init));
      return { rows: materials as unknown as Datum[], total };
    }
    case 'processes': {
      const { processes, total } = await bodyOf(api.GET('/api/v1/processes', init));
      return { rows: processes as unknown as Datum[], total };
    }
    case 'machines': {
      const { machines, total } = await bodyOf(api.GET('/api/v1/machines', init));
      return { rows: machines as unknown as Datum[], total };
    }
    case 'finishes': {
      const { finishes, total } = await bodyOf(api.GET('/api/v1/finishes', init));
      return { rows: finishes as unknown as Datum[], total };
    }
    case 'price-books': {
      const { priceBooks, total } = await bodyOf(api.GET('/api/v1/price-books', init));
      return { rows: priceBooks as unknown as Datum[], total };
    }
    case 'customers': {
      const { customers, total } = await bodyOf(api.GET('/api/v1/customers', init));
      return { rows: customers as unknown as Datum[], total };
    }
  }
}

export function catalogueQuery(kind: Kind, shown: Shown) {
  return queryOptions({
    queryKey: ['catalogue', kind, shown],
    queryFn: ({ signal }) => list(kind, shown, signal),
    placeholderData: keepPreviousData,
  });
}

export const processesQuery = queryOptions({
  queryKey: ['catalogue', 'all-processes'],
  queryFn: ({ signal }) =>
    allPages(async (page) => {
      const query = { ...page, inactive: true };
      const { processes: rows, total } = await bodyOf(api.GET('/api/v1/processes', { params: { query }, signal }));
      return { rows, total };
    }),
});

/** Adds one, or changes the one with this id. The body is made by the fields of its kind, and checked by the server. */
export function save(kind: Kind, body: Record<string, unknown>, id?: number): Promise<unknown> {
  return bodyOf(
    id === undefined
      ? api.POST(`/api/v1/${kind}`, { body } as never)
      : api.PATCH(`/api/v1/${kind}/{id}`, { params: { path: { id } }, body } as never),
  );
}
