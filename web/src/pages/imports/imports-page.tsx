import { useMemo } from 'react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from '../../kit/button';
import { Empty } from '../../kit/empty';
import { Instant } from '../../kit/instant';
import { Loaded } from '../../kit/loaded';
import { PageHead } from '../../kit/page-head';
import { State } from '../../kit/state';
import { type Column, DataTable, FreshRows, useSteadyRows } from '../../kit/table';
import { countOf, countText } from '../../lib/money';
import { Drop } from './drop';
import { type ImportSummary, importsQuery, STATUS_WORDS } from './imports-query';

const rowId = ({ id }: ImportSummary) => id;
const rowHref = ({ id }: ImportSummary) => `/imports/${id}`;

export default function ImportsPage() {
  const query = useInfiniteQuery(importsQuery);
  const loaded = useMemo(() => query.data?.pages.flatMap(({ imports }) => imports) ?? [], [query.data]);
  // Another page of them is shown at once, and what was changed elsewhere before this page was opened.
  const held = query.isFetchedAfterMount;
  const steady = useSteadyRows(String(query.data?.pages.length), held ? loaded : undefined, rowId);
  const rows = held ? steady.rows : loaded;
  return (
    <div className="page page-fill">
      <PageHead
        title="Imports"
        sub={query.data && `${countOf(rows.length, 'file')}${query.hasNextPage ? ' and more' : ''}`}
      />
      <Drop />
      <Loaded query={query}>
        {() => (
          <DataTable
            name="imports"
            label="Imports"
            columns={COLUMNS}
            rows={rows}
            rowId={rowId}
            rowHref={rowHref}
            dimmed={({ id }) => steady.gone.has(id)}
            toolbar={<FreshRows of={steady} />}
            pager={
              query.hasNextPage && (
                <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                  Show more
                </Button>
              )
            }
            empty={
              <Empty title="No file was imported yet">
                <p>Drop one above. Stays of connected providers come by themselves.</p>
              </Empty>
            }
          />
        )}
      </Loaded>
    </div>
  );
}

const unknown = <span title="Nobody has counted it">—</span>;

const COLUMNS: Column<ImportSummary>[] = [
  {
    id: 'name',
    header: 'File',
    cell: ({ name }) => <bdi>{name}</bdi>,
    width: 'minmax(180px, 2fr)',
    fixed: true,
    phone: 1,
  },
  {
    id: 'state',
    header: 'State',
    cell: ({ status }) => <State of={status} word={STATUS_WORDS[status]} />,
    width: '128px',
    fixed: true,
    phone: 1,
  },
  { id: 'source', header: 'Read as', cell: ({ layout }) => layout ?? 'No known kind', width: 'minmax(120px, 1fr)' },
  {
    id: 'rows',
    header: 'Rows',
    cell: ({ counts }) => (counts ? countText(counts.rows) : unknown),
    width: '80px',
    end: true,
  },
  {
    id: 'new',
    header: 'New stays',
    cell: ({ counts }) => (counts ? countText(counts.stays.new) : unknown),
    width: '96px',
    end: true,
    phone: 'none',
  },
  {
    id: 'review',
    header: 'To look at',
    cell: ({ counts }) => (counts ? countText(counts.outcomes['review'] ?? 0) : unknown),
    width: '96px',
    end: true,
    phone: 'none',
  },
  {
    id: 'off',
    header: 'Payouts off',
    cell: ({ counts }) => (counts ? countText(counts.batches.off) : unknown),
    width: '104px',
    end: true,
    phone: 'none',
  },
  { id: 'created', header: 'Sent', cell: ({ createdAt }) => <Instant at={createdAt} />, width: '168px' },
];
