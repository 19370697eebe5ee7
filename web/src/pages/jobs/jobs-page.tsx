import { useCallback, useMemo } from 'react';
import { RotateCcw, Square } from 'lucide-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useChosenHotel, useHotels } from '../../api/hotels';
import { useMay } from '../../api/session';
import { Button } from '../../kit/button';
import { Empty } from '../../kit/empty';
import { Facet } from '../../kit/facet';
import { Loaded } from '../../kit/loaded';
import { PageHead } from '../../kit/page-head';
import { SearchField } from '../../kit/search-field';
import { State } from '../../kit/state';
import { DataTable, Pager, useSelection, useSteadyRows } from '../../kit/table';
import { countOf } from '../../lib/money';
import { useUrlState } from '../../lib/url-state';
import { useShortcut } from '../../shell/keys';
import { mayCancel, mayRetry, useJobActions } from './job-actions';
import { jobColumns } from './job-columns';
import { useLiveRows } from './jobs-live';
import { ADDRESS, type JobRow, jobsQuery, jobStatsQuery, PAGE, type Status, STATUSES } from './jobs-query';
import { StartJob } from './start-job';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const rowId = ({ id }: JobRow) => id;
const rowHref = ({ id }: JobRow) => `/jobs/${id}`;
/** Above this the API does not count on. */
const COUNTED = 10_000;

export default function JobsPage() {
  const [filter, setFilter] = useUrlState(ADDRESS);
  const [hotel] = useChosenHotel();
  const hotels = useHotels();
  const navigate = useNavigate();
  const may = useMay('ADMIN', 'MANAGER');
  const actions = useJobActions();
  const wanted = { ...filter, hotelId: hotel?.id };
  const key = JSON.stringify(wanted);
  // Kept here and not in the address: a copied address must not choose for somebody else.
  const chosenIds = useSelection();
  const query = useQuery(jobsQuery(wanted, chosenIds.ids.size > 0));
  useLiveRows(chosenIds.ids.size > 0);
  const steady = useSteadyRows(key, query.isPlaceholderData ? undefined : query.data?.jobs, rowId);
  const stats = useQuery(jobStatsQuery);
  const columns = useMemo(
    () => jobColumns((id) => hotels.find((one) => one.id === id)?.name ?? (id ? `Hotel ${id}` : '—')),
    [hotels],
  );
  const rows = query.isPlaceholderData ? (query.data?.jobs ?? []) : steady.rows;
  const chosen = rows.filter(({ id }) => chosenIds.has(id));
  const set = useCallback((changes: Partial<typeof filter>) => setFilter({ offset: 0, ...changes }), [setFilter]);
  const filtered = Boolean(
    filter.q || filter.status || filter.job || filter.batch || filter.from || filter.to || hotel,
  );
  const search = (text: string) => {
    // The id of a job leads to it.
    if (UUID.test(text.trim())) void navigate({ to: `/jobs/${text.trim().toLowerCase()}` });
    else set({ q: text });
  };
  useShortcut(
    may && chosen.some(mayRetry) ? 'r' : undefined,
    'Retry the chosen jobs',
    () => void actions.retry(chosen),
  );
  useShortcut(
    may && chosen.some(mayCancel) ? 'c' : undefined,
    'Cancel the chosen jobs',
    () => void actions.cancel(chosen),
  );
  const total = query.data?.total ?? 0;
  return (
    <div className="page page-fill">
      <PageHead
        title="Jobs"
        sub={query.data && `${total >= COUNTED ? 'More than ' : ''}${countOf(total, 'job')}${filtered ? ' fit' : ''}`}
      >
        {may && <StartJob />}
      </PageHead>
      <Loaded query={query} lines={12}>
        {() => (
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
            pager={
              <Pager offset={filter.offset} limit={PAGE} total={total} onOffset={(offset) => setFilter({ offset })} />
            }
            toolbar={
              chosen.length > 0 ? (
                <>
                  <strong>{chosen.length} chosen</strong>
                  <Button icon={RotateCcw} disabled={!chosen.some(mayRetry)} onClick={() => void actions.retry(chosen)}>
                    Retry {chosen.filter(mayRetry).length}
                  </Button>
                  <Button icon={Square} disabled={!chosen.some(mayCancel)} onClick={() => void actions.cancel(chosen)}>
                    Cancel {chosen.filter(mayCancel).length}
                  </Button>
                  <Button kind="quiet" onClick={chosenIds.clear}>
                    Choose none
                  </Button>
                </>
              ) : (
                <>
                  <SearchField
                    label="Search jobs"
                    placeholder="Text of an error, or an id"
                    value={filter.q}
                    onChange={search}
                  />
                  <Facet
                    label="State"
                    single
                    value={filter.status ? [filter.status] : []}
                    onChange={([status]) => set({ status: (status ?? '') as '' | Status })}
                    choices={STATUSES.map((value) => ({ value, label: <State of={value} />, text: value }))}
                  />
                  <Facet
                    label="Job"
                    single
                    value={filter.job ? [filter.job] : []}
                    onChange={([job]) => set({ job: job ?? '' })}
                    choices={(stats.data?.byJob ?? []).map((kind) => ({
                      value: kind.jobName,
                      label: kind.jobName,
                      count: kind.totalJobs,
                    }))}
                  />
                  <label className="row">
                    <span className="sr">Asked for on or after</span>
                    <input
                      type="date"
                      aria-label="Asked for on or after"
                      value={filter.from}
                      onChange={(event) => set({ from: event.target.value })}
                      className="date"
                    />
                    <span className="muted">to</span>
                    <input
                      type="date"
                      aria-label="Asked for on or before"
                      value={filter.to}
                      onChange={(event) => set({ to: event.target.value })}
                      className="date"
                    />
                  </label>
                  {filtered && (
                    <Button
                      kind="quiet"
                      onClick={() => set({ q: '', status: '', job: '', batch: '', from: '', to: '' })}
                    >
                      Clear filters
                    </Button>
                  )}
                  {steady.fresh > 0 && filter.offset === 0 && (
                    <Button kind="primary" onClick={steady.show}>
                      {steady.fresh} new
                    </Button>
                  )}
                </>
              )
            }
            empty={
              filtered ? (
                <Empty title="No job fits the filter">
                  <Button onClick={() => set({ q: '', status: '', job: '', batch: '', from: '', to: '' })}>
                    Clear filters
                  </Button>
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
