import { useCallback, useMemo } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { kindText, useKindTitle, useKindTitles } from '../../api/job-kinds';
import { Button } from '../../kit/button';
import { Empty } from '../../kit/empty';
import { Facet } from '../../kit/facet';
import { Loaded } from '../../kit/loaded';
import { PageHead } from '../../kit/page-head';
import { SearchField } from '../../kit/search-field';
import { State } from '../../kit/state';
import { CursorPager, DataTable, FreshRows, useNarrow, useSteadyRows } from '../../kit/table';
import { countOf } from '../../lib/money';
import { lookOf } from '../../lib/states';
import { stringifySearch, useUrlState } from '../../lib/url-state';
import { JobFacts } from './job-facts';
import { jobColumns } from './job-columns';
import { COUNTED, type JobOfAll, JOBS_ADDRESS, jobsQuery, STATUSES } from './operator-query';
import { TenantFacet } from './tenant-facet';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const rowId = ({ id }: JobOfAll) => id;
const NO_FILTER = { tenant: '', job: [], status: [], id: '', cursor: '' };

/** For the operator: how jobs do at all tenants. What they are about is the tenant's, and not shown. */
export default function JobsPage() {
  const [address, set] = useUrlState(JOBS_ADDRESS);
  const search: Record<string, string> = useSearch({ strict: false });
  const { tenant, job, status, id, cursor, shown } = address;
  const titleOf = useKindTitle();
  const kinds = useKindTitles();
  const query = useQuery(jobsQuery(address, cursor));
  const steady = useSteadyRows(
    JSON.stringify([tenant, job, status, id, cursor]),
    query.isPlaceholderData ? undefined : query.data?.jobs,
    rowId,
  );
  const rows = query.isPlaceholderData ? (query.data?.jobs ?? []) : steady.rows;
  const narrow = useNarrow();
  const columns = useMemo(() => jobColumns(titleOf, narrow), [titleOf, narrow]);
  const rowHref = useCallback(
    ({ id: of }: JobOfAll) => `/operator/jobs${stringifySearch({ ...search, shown: of })}`,
    [search],
  );
  const filtered = Boolean(tenant || job.length || status.length || id);
  const total = query.data?.total ?? 0;
  const filter = (changes: Partial<typeof address>) => set({ cursor: '', ...changes });
  return (
    <div className="page page-fill">
      <PageHead
        title="Jobs of all tenants"
        sub={
          query.data &&
          `${total >= COUNTED ? 'More than ' : ''}${countOf(total, 'job')}${filtered ? ' fit' : ''}, of the last 30 days or not ended; what they are about is the tenants’ and not shown`
        }
      />
      <Loaded query={query} lines={12}>
        {(page) => (
          <DataTable
            name="operator-jobs"
            label="Jobs of all tenants"
            columns={columns}
            rows={rows}
            rowId={rowId}
            rowHref={rowHref}
            dimmed={({ id: of }) => steady.gone.has(of)}
            total={total}
            busy={query.isPlaceholderData}
            pager={
              <CursorPager
                shown={rows.length}
                total={total}
                more={total >= COUNTED}
                first={cursor === ''}
                previous={page.previousCursor}
                next={page.nextCursor}
                onCursor={(next) => set({ cursor: next })}
              />
            }
            toolbar={
              <>
                <SearchField
                  label="Find a job"
                  placeholder="Id of a job"
                  value={id}
                  onChange={(text) =>
                    (UUID.test(text.trim()) || text === '') && filter({ id: text.trim().toLowerCase() })
                  }
                />
                <TenantFacet tenant={tenant} onChange={(next) => filter({ tenant: next })} />
                <Facet
                  label="State"
                  value={status}
                  onChange={(next) => filter({ status: STATUSES.filter((one) => next.includes(one)) })}
                  choices={STATUSES.map((value) => ({
                    value,
                    label: <State of={value} word={value === 'PENDING' ? 'Pending' : undefined} />,
                    text: lookOf(value).word,
                  }))}
                />
                <Facet
                  label="Job"
                  value={job}
                  onChange={(next) => filter({ job: next })}
                  choices={kinds.map(({ name, title }) => ({
                    value: name,
                    label: title,
                    text: kindText(titleOf, name),
                  }))}
                />
                {filtered && (
                  <Button kind="quiet" onClick={() => set(NO_FILTER)}>
                    Clear filters
                  </Button>
                )}
                {cursor === '' && <FreshRows of={steady} />}
              </>
            }
            empty={
              filtered ? (
                <Empty title="No job fits the filter">
                  <Button onClick={() => set(NO_FILTER)}>Clear filters</Button>
                </Empty>
              ) : (
                <Empty title="No tenant has had a job in the last 30 days" />
              )
            }
          />
        )}
      </Loaded>
      <JobFacts job={rows.find((one) => one.id === shown)} onClose={() => set({ shown: '' })} />
    </div>
  );
}
