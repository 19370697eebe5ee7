import { useMemo } from 'react';
import { useQuery } from '@tanstack/react-query';
import { type KindTitle, useKindTitle } from '../../api/job-kinds';
import { ClearFilters } from '../../kit/clear-filters';
import { Empty } from '../../kit/empty';
import { Instant } from '../../kit/instant';
import { useHotelOfAddress } from '../../kit/hotel-of-address';
import { Link } from '../../kit/link';
import { Loaded } from '../../kit/loaded';
import { PageHead } from '../../kit/page-head';
import { type Column, DataTable, FreshRows, Pager, useSteadyRows } from '../../kit/table';
import { countOf, countText } from '../../lib/money';
import { useUrlState } from '../../lib/url-state';
import { LetterFilters, NO_FILTER } from './letter-filter';
import { useLiveLetters } from './letters-live';
import { ADDRESS, type Group, groupsQuery, PAGE } from './letters-query';

const rowId = ({ jobName, fingerprint }: Group) => `${jobName} ${fingerprint}`;
const rowHref = ({ fingerprint }: Group) => `/dead-letters/groups/${encodeURIComponent(fingerprint)}`;

/** What went wrong, the most numerous first: one row for all letters whose errors differ in ids, numbers and names only. */
export default function GroupsPage() {
  const [filter, set] = useUrlState(ADDRESS);
  const { hotelId, hotel } = useHotelOfAddress();
  const query = useQuery(groupsQuery({ ...filter, hotelId }));
  useLiveLetters();
  const steady = useSteadyRows(
    JSON.stringify([filter, hotelId]),
    query.isPlaceholderData ? undefined : query.data?.groups,
    rowId,
  );
  const titleOf = useKindTitle();
  const columns = useMemo(() => groupColumns(titleOf), [titleOf]);
  const filtered = Boolean(filter.q || filter.job || filter.reason || hotelId);
  const total = query.data?.total ?? 0;
  return (
    <div className="page page-fill">
      <PageHead title="Dead letters" sub={query.data && `${countOf(total, 'error')}${filtered ? ' fit' : ''}`}>
        <Link to="/dead-letters/all" className="button button-plain">
          All letters in one list
        </Link>
      </PageHead>
      <Loaded query={query} lines={10}>
        {({ groups }) => (
          <DataTable
            name="dead-letter-groups"
            label="Dead letters by error"
            columns={columns}
            rows={query.isPlaceholderData ? groups : steady.rows}
            dimmed={(group) => steady.gone.has(rowId(group))}
            rowId={rowId}
            rowHref={rowHref}
            total={total}
            busy={query.isPlaceholderData}
            pager={<Pager offset={filter.offset} limit={PAGE} total={total} onOffset={(offset) => set({ offset })} />}
            toolbar={
              <>
                <LetterFilters filter={filter} set={set} />
                {filter.offset === 0 && <FreshRows of={steady} />}
              </>
            }
            empty={
              filtered ? (
                <Empty title={`No dead letter fits${hotel ? ` at ${hotel.name}` : ' the filter'}`}>
                  <ClearFilters clear={() => set(NO_FILTER)} />
                </Empty>
              ) : (
                <Empty title="There is no dead letter">
                  <p>A job that was given up stands here until somebody runs it again or discards it.</p>
                </Empty>
              )
            }
          />
        )}
      </Loaded>
    </div>
  );
}

function groupColumns(titleOf: KindTitle): Column<Group>[] {
  return [
    {
      id: 'error',
      header: 'Error',
      cell: ({ error }) => <bdi title={error.message}>{error.message || error.code}</bdi>,
      width: 'minmax(220px, 3fr)',
      fixed: true,
      phone: 1,
    },
    {
      id: 'count',
      header: 'Letters',
      cell: ({ count }) => countText(count),
      width: '80px',
      end: true,
      fixed: true,
      phone: 1,
    },
    {
      id: 'job',
      header: 'Job',
      cell: ({ jobName }) => <span title={jobName}>{titleOf(jobName)}</span>,
      width: 'minmax(150px, 1fr)',
    },
    {
      id: 'code',
      header: 'Code',
      cell: ({ error }) => <code>{error.code}</code>,
      width: 'minmax(120px, 1fr)',
      phone: 'none',
    },
    {
      id: 'hotels',
      header: 'Hotels',
      cell: ({ hotels }) => countText(hotels),
      width: '72px',
      end: true,
      phone: 'none',
    },
    { id: 'first', header: 'First', cell: ({ first }) => <Instant at={first} />, width: '168px', phone: 'none' },
    { id: 'last', header: 'Last', cell: ({ last }) => <Instant at={last} age />, width: '250px' },
  ];
}
