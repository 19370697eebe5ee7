import { useCallback, useMemo, useState } from 'react';
import { RotateCcw, Square } from 'lucide-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useHotels } from '../../api/hotels';
import { useKindTitle } from '../../api/job-kinds';
import { useMay } from '../../api/session';
import { Button } from '../../kit/button';
import { ClearFilters } from '../../kit/clear-filters';
import { CsvButton } from '../../kit/csv-button';
import { Empty } from '../../kit/empty';
import { useHotelOfAddress } from '../../kit/hotel-of-address';
import { Loaded } from '../../kit/loaded';
import { ManyProgress } from '../../kit/many-progress';
import { Menu } from '../../kit/menu';
import { PageHead } from '../../kit/page-head';
import { CursorPager, DataTable, useSelection, useSteadyRows, FreshRows } from '../../kit/table';
import { countOf, countText } from '../../lib/money';
import { useUrlState } from '../../lib/url-state';
import { useShortcut } from '../../shell/keys';
import { mayCancel, mayRetry, useJobActions } from './job-actions';
import { jobColumns } from './job-columns';
import { ADDRESS, bodyOfFilter, type JobFilter, NO_FILTER } from './job-filter';
import { JobFilters } from './job-filters';
import styles from './jobs.module.css';
import { COUNTED, type JobRow, jobsQuery, type Sort } from './jobs-query';
import { useLiveRows } from './jobs-live';
import { useManyActions } from './many-actions';
import { SavedViews } from './saved-views';
import { StartJob } from './start-job';

const rowId = ({ id }: JobRow) => id;
const rowHref = ({ id }: JobRow) => `/jobs/${id}`;
const KEYS = ['jobs'];

export default function JobsPage() {
  const [address, setAddress] = useUrlState(ADDRESS);
  const { hotelId } = useHotelOfAddress();
  const hotels = useHotels();
  const titleOf = useKindTitle();
  const may = useMay('ADMIN', 'MANAGER');
  const actions = useJobActions();
  const many = useManyActions(useCallback((jobId: string) => setAddress({ many: jobId }), [setAddress]));
  const body = useMemo(() => bodyOfFilter(address, hotelId), [address, hotelId]);
  const { sort, cursor } = address;
  const key = JSON.stringify([body, sort, cursor]);
  // Kept here and not in the address: a copied address must not choose for somebody else.
  const chosenIds = useSelection(key);
  const [wholeOf, setWholeOf] = useState<string>();
  const query = useQuery(jobsQuery(body, sort, cursor, chosenIds.ids.size > 0));
  useLiveRows(chosenIds.ids.size > 0);
  const steady = useSteadyRows(key, query.isPlaceholderData ? undefined : query.data?.jobs, rowId);
  const columns = useMemo(
    () => jobColumns((id) => hotels.find((one) => one.id === id)?.name ?? (id ? `Hotel ${id}` : '—'), titleOf),
    [hotels, titleOf],
  );
  const rows = query.isPlaceholderData ? (query.data?.jobs ?? []) : steady.rows;
  const chosen = rows.filter(({ id }) => chosenIds.has(id));
  // As soon as another row is chosen or left out, these are meant, and not all of the filter.
  const all = wholeOf === key && chosen.length === rows.length && chosen.length > 0;
  const clear = () => {
    chosenIds.clear();
    setWholeOf(undefined);
  };
  const set = useCallback((changes: Partial<JobFilter>) => setAddress({ cursor: '', ...changes }), [setAddress]);
  const filtered = Object.keys(body).length > 0;
  const retry = () => void (all ? many('retry', body) : actions.retry(chosen));
  const cancel = () => void (all ? many('cancel', body) : actions.cancel(chosen));
  useShortcut(may && (all || chosen.some(mayRetry)) ? 'r' : undefined, 'Retry the chosen jobs', retry);
  useShortcut(may && (all || chosen.some(mayCancel)) ? 'c' : undefined, 'Cancel the chosen jobs', cancel);
  const total = query.data?.total ?? 0;
  const client = useQueryClient();
  const counted = `${countText(total)}${total >= COUNTED ? '+' : ''}`;
  return (
    <div className={`page page-fill ${styles.page}`}>
      <PageHead
        title="Jobs"
        sub={
          <span className={styles.under}>
            {query.data && `${total >= COUNTED ? 'More than ' : ''}${countOf(total, 'job')}${filtered ? ' fit' : ''}`}
            <SavedViews filtered={filtered} />
          </span>
        }
      >
        {may && total > 0 && (
          <Menu
            trigger={<Button />}
            entries={[
              { label: 'Cancel all of them…', icon: Square, danger: true, run: () => void many('cancel', body) },
              { label: 'Retry all that failed…', icon: RotateCcw, run: () => void many('retry', body) },
            ]}
          >
            For all {counted}…
          </Menu>
        )}
        {total > 0 && (
          <CsvButton
            name="jobs"
            load={async (_, at) => {
              const page = await client.fetchQuery({ ...jobsQuery(body, sort, at, true), gcTime: 0 });
              return { rows: page.jobs, next: page.nextCursor };
            }}
          />
        )}
        {may && <StartJob />}
      </PageHead>
      {address.many && (
        <ManyProgress
          key={address.many}
          id={address.many}
          keys={KEYS}
          onClose={() => setAddress({ many: '' }, { replace: true })}
        />
      )}
      <Loaded query={query} lines={12}>
        {(page) => (
          <DataTable
            name="jobs"
            label="Jobs"
            columns={columns}
            rows={rows}
            rowId={rowId}
            rowHref={rowHref}
            dimmed={({ id }) => steady.gone.has(id)}
            total={total}
            busy={query.isPlaceholderData}
            selection={may ? chosenIds : undefined}
            sort={sort}
            ownSort="-createdAt"
            onSort={(next) => setAddress({ sort: next as Sort, cursor: '' })}
            layout={address.columns}
            onLayout={(shown) => setAddress({ columns: shown }, { replace: true })}
            pager={
              <CursorPager
                shown={rows.length}
                total={total}
                more={total >= COUNTED}
                first={cursor === ''}
                previous={page.previousCursor}
                next={page.nextCursor}
                onCursor={(next) => setAddress({ cursor: next })}
              />
            }
            toolbar={
              chosen.length > 0 ? (
                <>
                  <strong>{all ? `All ${counted} of this filter` : `${chosen.length} chosen`}</strong>
                  <Button icon={RotateCcw} disabled={!all && !chosen.some(mayRetry)} onClick={retry}>
                    {all ? 'Retry all that failed…' : `Retry ${chosen.filter(mayRetry).length}`}
                  </Button>
                  <Button icon={Square} disabled={!all && !chosen.some(mayCancel)} onClick={cancel}>
                    {all ? 'Cancel all…' : `Cancel ${chosen.filter(mayCancel).length}`}
                  </Button>
                  {!all && chosen.length === rows.length && total > rows.length && (
                    <Button kind="quiet" onClick={() => setWholeOf(key)}>
                      Choose all {counted} of this filter
                    </Button>
                  )}
                  <Button kind="quiet" onClick={clear}>
                    Choose none
                  </Button>
                </>
              ) : (
                <>
                  <JobFilters filter={address} body={body} filtered={filtered} set={set} />
                  {cursor === '' && <FreshRows of={steady} />}
                </>
              )
            }
            empty={
              filtered ? (
                <Empty title="No job fits the filter">
                  <ClearFilters clear={() => set(NO_FILTER)} />
                </Empty>
              ) : (
                <Empty title="There are no jobs yet">
                  <p>Schedules start them at night, and people whenever they ask for something that takes longer.</p>
                </Empty>
              )
            }
          />
        )}
      </Loaded>
    </div>
  );
}
