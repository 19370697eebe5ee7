import { useCallback, useMemo } from 'react';
import { ChevronLeft, ChevronRight, Lock, Send } from 'lucide-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useOwnZone } from '../../api/preferences';
import { listingsQuery, ownersQuery, useListingName } from '../../api/rentals';
import { Button } from '../../kit/button';
import { CsvButton } from '../../kit/csv-button';
import { Empty } from '../../kit/empty';
import { Facet } from '../../kit/facet';
import { Link } from '../../kit/link';
import { Loaded } from '../../kit/loaded';
import { PageHead } from '../../kit/page-head';
import { State } from '../../kit/state';
import { DataTable, useSelection } from '../../kit/table';
import { countOf } from '../../lib/money';
import { useUrlState } from '../../lib/url-state';
import { useShortcut } from '../../shell/keys';
import { Generate } from './generate';
import { statementColumns } from './statement-columns';
import {
  ADDRESS,
  addMonths,
  monthIn,
  type StatementRow,
  statementsPage,
  statementsQuery,
  type StatementState,
  STATES,
} from './statements-query';
import { useManyActions } from './many-actions';

const rowId = ({ id }: StatementRow) => id;
const rowHref = ({ id }: StatementRow) => `/statements/${id}`;
const NONE = { month: '', owner: 0, listing: 0, state: '', unpaid: false } as const;

export default function StatementsPage() {
  const [filter, set] = useUrlState(ADDRESS);
  const query = useInfiniteQuery(statementsQuery(filter));
  const owners = useQuery(ownersQuery).data ?? [];
  const listings = useQuery(listingsQuery).data ?? [];
  const listingName = useListingName();
  const columns = useMemo(() => statementColumns(listingName), [listingName]);
  const chosenIds = useSelection(JSON.stringify(filter));
  const many = useManyActions(chosenIds.clear);
  const rows = query.data?.pages.flatMap(({ statements }) => statements) ?? [];
  const chosen = rows.filter(({ id }) => chosenIds.has(id));
  const open = chosen.filter(({ state }) => state === 'draft' || state === 'review');
  const final = chosen.filter(({ state }) => state === 'final');
  const filtered = Boolean(filter.month || filter.owner || filter.listing || filter.state || filter.unpaid);
  const { zone } = useOwnZone();
  const go = useCallback(
    (by: number) => set({ month: addMonths(filter.month || monthIn(zone), by) }),
    [filter.month, zone, set],
  );
  useShortcut('[', 'The month before', () => go(-1));
  useShortcut(']', 'The month after', () => go(1));
  const clear = () => set(NONE);
  return (
    <div className="page page-fill">
      <PageHead
        title="Statements"
        sub={query.data && `${countOf(rows.length, 'statement')}${query.hasNextPage ? ' and more' : ''}`}
      >
        <CsvButton
          name="statements"
          load={async (_, cursor) => {
            const page = await statementsPage(filter, cursor);
            return { rows: page.statements, next: page.nextCursor };
          }}
        />
        <Link to="/statements/runs" className="button button-plain">
          Runs
        </Link>
        <Generate month={filter.month} owner={filter.owner} />
      </PageHead>
      <Loaded query={query} lines={12}>
        {() => (
          <DataTable
            name="statements"
            label="Statements"
            columns={columns}
            rows={rows}
            rowId={rowId}
            rowHref={rowHref}
            busy={query.isPlaceholderData}
            selection={chosenIds}
            pager={
              query.hasNextPage && (
                <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                  Show more
                </Button>
              )
            }
            toolbar={
              chosen.length > 0 ? (
                <>
                  <strong>{chosen.length} chosen</strong>
                  <Button
                    icon={Lock}
                    busy={many.tried !== undefined}
                    disabled={open.length === 0}
                    onClick={() => void many.finalise(open)}
                  >
                    {many.tried === undefined ? `Finalise ${open.length}` : `${many.tried} of ${open.length} tried`}
                  </Button>
                  <Button icon={Send} disabled={final.length === 0} onClick={() => void many.send(final)}>
                    Send {final.length}
                  </Button>
                  <Button kind="quiet" onClick={chosenIds.clear}>
                    Choose none
                  </Button>
                </>
              ) : (
                <>
                  <span className="row">
                    <Button icon={ChevronLeft} aria-label="The month before" onClick={() => go(-1)} />
                    <input
                      type="month"
                      aria-label="Month"
                      value={filter.month}
                      onChange={(event) => set({ month: event.target.value })}
                      className="date"
                    />
                    <Button icon={ChevronRight} aria-label="The month after" onClick={() => go(1)} />
                  </span>
                  <Facet
                    label="Owner"
                    single
                    value={filter.owner ? [String(filter.owner)] : []}
                    onChange={([owner]) => set({ owner: Number(owner ?? 0) })}
                    choices={owners.map(({ id, name }) => ({
                      value: String(id),
                      label: <bdi>{name}</bdi>,
                      text: name,
                    }))}
                  />
                  <Facet
                    label="Listing"
                    single
                    value={filter.listing ? [String(filter.listing)] : []}
                    onChange={([listing]) => set({ listing: Number(listing ?? 0) })}
                    choices={listings.map(({ id, name }) => ({
                      value: String(id),
                      label: <bdi>{name}</bdi>,
                      text: name,
                    }))}
                  />
                  <Facet
                    label="State"
                    single
                    value={filter.state ? [filter.state] : []}
                    onChange={([state]) => set({ state: (state ?? '') as '' | StatementState })}
                    choices={STATES.map((value) => ({ value, label: <State of={value} />, text: value }))}
                  />
                  <Button aria-pressed={filter.unpaid} onClick={() => set({ unpaid: !filter.unpaid })}>
                    Unpaid
                  </Button>
                  {filtered && (
                    <Button kind="quiet" onClick={clear}>
                      Clear filters
                    </Button>
                  )}
                </>
              )
            }
            empty={
              filtered ? (
                <Empty title="No statement fits the filter">
                  <Button onClick={clear}>Clear filters</Button>
                </Empty>
              ) : (
                <Empty title="There are no statements yet">
                  <p>
                    {owners.length === 0
                      ? 'They are made for owners with shares and an agreement: add those first.'
                      : 'Generate makes those of a month, for one owner or for all.'}
                  </p>
                </Empty>
              )
            }
          />
        )}
      </Loaded>
    </div>
  );
}
