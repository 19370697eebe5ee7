import { useMemo } from 'react';
import { useQuery } from '@tanstack/react-query';
import { kindText, type KindTitle, useKindTitle, useKindTitles } from '../../api/job-kinds';
import { Button } from '../../kit/button';
import { Empty } from '../../kit/empty';
import { Facet } from '../../kit/facet';
import { Instant } from '../../kit/instant';
import { Loaded } from '../../kit/loaded';
import { PageHead } from '../../kit/page-head';
import { type Column, DataTable, Pager, useNarrow } from '../../kit/table';
import { countOf, countText } from '../../lib/money';
import { stringifySearch, useUrlState } from '../../lib/url-state';
import { TenantLink } from './job-columns';
import { type GroupOfAll, GROUPS_ADDRESS, groupsQuery, PAGE, REASON_WORDS, REASONS } from './operator-query';
import { TenantFacet } from './tenant-facet';

const rowId = ({ jobName, fingerprint }: GroupOfAll) => `${jobName} ${fingerprint}`;
const NO_FILTER = { tenant: '', job: '', reason: '', offset: 0 } as const;

/** For the operator: what went wrong for good, at one tenant or at many. Tenants mend and requeue their own. */
export default function GroupsPage() {
  const [filter, set] = useUrlState(GROUPS_ADDRESS);
  const { tenant, job, reason, offset } = filter;
  const query = useQuery(groupsQuery(filter));
  const titleOf = useKindTitle();
  const kinds = useKindTitles();
  const narrow = useNarrow();
  const columns = useMemo(() => groupColumns(titleOf, narrow), [titleOf, narrow]);
  const rowHref = ({ jobName }: GroupOfAll) =>
    `/operator/jobs${stringifySearch({ job: jobName, status: 'DEAD', ...(tenant && { tenant }) })}`;
  const filtered = Boolean(tenant || job || reason);
  const total = query.data?.total ?? 0;
  return (
    <div className="page page-fill">
      <PageHead
        title="Dead letters of all tenants"
        sub={query.data && `${countOf(total, 'error')}${filtered ? ' fit' : ''}; tenants mend and requeue their own`}
      />
      <Loaded query={query} lines={10}>
        {({ groups }) => (
          <DataTable
            name="operator-dead-letters"
            label="Dead letters of all tenants by error"
            columns={columns}
            rows={groups}
            rowId={rowId}
            rowHref={rowHref}
            total={total}
            busy={query.isPlaceholderData}
            pager={<Pager offset={offset} limit={PAGE} total={total} onOffset={(next) => set({ offset: next })} />}
            toolbar={
              <>
                <TenantFacet tenant={tenant} onChange={(next) => set({ tenant: next, offset: 0 })} />
                <Facet
                  label="Given up because"
                  single
                  value={reason ? [reason] : []}
                  onChange={([next]) => set({ reason: (next ?? '') as typeof reason, offset: 0 })}
                  choices={REASONS.map((value) => ({ value, label: REASON_WORDS[value], text: REASON_WORDS[value] }))}
                />
                <Facet
                  label="Job"
                  single
                  value={job ? [job] : []}
                  onChange={([next]) => set({ job: next ?? '', offset: 0 })}
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
              </>
            }
            empty={
              filtered ? (
                <Empty title="No dead letter fits the filter">
                  <Button onClick={() => set(NO_FILTER)}>Clear filters</Button>
                </Empty>
              ) : (
                <Empty title="No tenant has a dead letter">
                  <p>A job that was given up stands here until its tenant runs it again or discards it.</p>
                </Empty>
              )
            }
          />
        )}
      </Loaded>
    </div>
  );
}

/** On a phone a row is one link, to the jobs. */
function groupColumns(titleOf: KindTitle, narrow: boolean): Column<GroupOfAll>[] {
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
      id: 'tenants',
      header: 'Tenants',
      cell: ({ most, tenants }) => (
        <>
          {most.map((tenant, n) => (
            <span key={tenant.id}>
              {n > 0 && ', '}
              {narrow ? <bdi>{tenant.name}</bdi> : <TenantLink tenant={tenant} />}
              {tenants > 1 && ` ${countText(tenant.count)}`}
            </span>
          ))}
          {tenants > most.length && ` and ${countText(tenants - most.length)} more`}
        </>
      ),
      width: 'minmax(180px, 2fr)',
      fixed: true,
    },
    { id: 'first', header: 'First', cell: ({ first }) => <Instant at={first} />, width: '168px', phone: 'none' },
    { id: 'last', header: 'Last', cell: ({ last }) => <Instant at={last} age />, width: '250px' },
  ];
}
