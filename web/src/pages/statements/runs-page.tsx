import { useMemo } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useLocale } from '../../api/hotels';
import { Empty } from '../../kit/empty';
import { Instant } from '../../kit/instant';
import { Link } from '../../kit/link';
import { Loaded } from '../../kit/loaded';
import { PageHead } from '../../kit/page-head';
import { State } from '../../kit/state';
import { type Column, DataTable, Pager } from '../../kit/table';
import { countOf, countText } from '../../lib/money';
import { between } from '../../lib/time';
import { integer, useUrlState } from '../../lib/url-state';
import { Generate } from './generate';
import { Period } from './period';
import { paramText, type Run, RUNS_PAGE, runsQuery } from './runs-query';

const ADDRESS = { offset: integer(0) };
const rowId = ({ id }: Run) => id;
const rowHref = ({ id }: Run) => `/statements/runs/${id}`;

/** The runs of statements, the newest first: they are found again after the window was closed. */
export default function RunsPage() {
  const [{ offset }, set] = useUrlState(ADDRESS);
  const query = useQuery(runsQuery(offset));
  const locale = useLocale();
  const columns = useMemo(() => runColumns(locale), [locale]);
  return (
    <div className="page page-fill">
      <PageHead title="Runs of statements" sub={query.data && countOf(query.data.total, 'run')}>
        <Link to="/statements" className="button button-plain">
          Statements
        </Link>
        <Generate month="" owner={0} />
      </PageHead>
      <Loaded query={query}>
        {({ jobs, total }) => (
          <DataTable
            name="statement-runs"
            label="Runs of statements"
            columns={columns}
            rows={jobs}
            rowId={rowId}
            rowHref={rowHref}
            total={total}
            busy={query.isPlaceholderData}
            pager={<Pager offset={offset} limit={RUNS_PAGE} total={total} onOffset={(next) => set({ offset: next })} />}
            empty={
              <Empty title="There was no run yet">
                <p>Generate for all owners starts one; so does a schedule of statements.</p>
              </Empty>
            }
          />
        )}
      </Loaded>
    </div>
  );
}

function runColumns(locale: string | undefined): Column<Run>[] {
  const count = (id: 'generated' | 'unchanged' | 'skipped' | 'errors', header: string): Column<Run> => ({
    id,
    header,
    cell: ({ result }) =>
      result ? countText(result.summary[id], locale) : <span title="Known when it has ended">—</span>,
    width: '92px',
    end: true,
    phone: 'none',
  });
  return [
    {
      id: 'period',
      header: 'Period',
      cell: ({ params }) => (
        <Period from={paramText(params, 'startDate') ?? ''} to={paramText(params, 'endDate') ?? ''} />
      ),
      width: 'minmax(160px, 1.4fr)',
      fixed: true,
      phone: 1,
    },
    {
      id: 'state',
      header: 'State',
      cell: ({ status }) => <State of={status} />,
      width: '118px',
      fixed: true,
      phone: 1,
    },
    {
      id: 'progress',
      header: 'Finished',
      cell: ({ progress, total }) => `${countText(progress, locale)} of ${countText(total, locale)}`,
      width: '120px',
      end: true,
    },
    count('generated', 'Made'),
    count('unchanged', 'Unchanged'),
    count('skipped', 'Skipped'),
    count('errors', 'Failed'),
    { id: 'created', header: 'Asked for', cell: ({ createdAt }) => <Instant at={createdAt} />, width: '168px' },
    {
      id: 'took',
      header: 'Took',
      cell: ({ startedAt, completedAt }) => between(startedAt, completedAt) ?? '—',
      width: '96px',
      end: true,
      phone: 'none',
    },
  ];
}
