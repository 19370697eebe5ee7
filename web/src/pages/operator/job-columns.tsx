import type { KindTitle } from '../../api/job-kinds';
import { IdText } from '../../kit/id-text';
import { Instant } from '../../kit/instant';
import { PlainLink } from '../../kit/plain-link';
import { State } from '../../kit/state';
import type { Column } from '../../kit/table';
import { between } from '../../lib/time';
import type { JobOfAll, TenantName } from './operator-query';

/** The way to a tenant's page. */
export function TenantLink({ tenant: { id, slug, name } }: { tenant: TenantName }) {
  return (
    <PlainLink href={`/admin/tenants/${id}`} title={slug}>
      <bdi>{name}</bdi>
    </PlainLink>
  );
}

/** On a phone a row is one link, and what it leads to names the tenant. */
export function jobColumns(titleOf: KindTitle, narrow: boolean): Column<JobOfAll>[] {
  return [
    {
      id: 'job',
      header: 'Job',
      cell: ({ jobName }) => <span title={jobName}>{titleOf(jobName)}</span>,
      width: 'minmax(190px, 1.4fr)',
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
      id: 'tenant',
      header: 'Tenant',
      cell: ({ tenant }) => (narrow ? <bdi>{tenant.name}</bdi> : <TenantLink tenant={tenant} />),
      width: 'minmax(140px, 1fr)',
      fixed: true,
    },
    {
      id: 'created',
      header: 'Asked for',
      cell: ({ createdAt }) => <Instant at={createdAt} />,
      width: '168px',
    },
    {
      id: 'took',
      header: 'Took',
      cell: ({ startedAt, completedAt }) => between(startedAt, completedAt) ?? <span title="Not started">—</span>,
      width: '96px',
      end: true,
      phone: 'none',
    },
    {
      id: 'attempts',
      header: 'Attempts',
      cell: (job) => attemptsText(job),
      width: '92px',
      end: true,
      phone: 'none',
    },
    {
      id: 'error',
      header: 'Last error',
      cell: ({ error }) => error && <bdi title={error.message}>{`${error.code}: ${error.message}`}</bdi>,
      width: 'minmax(180px, 2fr)',
      phone: 'none',
    },
    {
      id: 'worker',
      header: 'Worker',
      cell: ({ worker }) => <bdi>{worker ?? ''}</bdi>,
      width: 'minmax(120px, 1fr)',
      hidden: true,
      phone: 'none',
    },
    {
      id: 'runAt',
      header: 'Runs at',
      cell: ({ runAt }) => <Instant at={runAt} />,
      width: '168px',
      hidden: true,
      phone: 'none',
    },
    {
      id: 'ended',
      header: 'Ended',
      cell: ({ completedAt }) => <Instant at={completedAt} none="Has not ended" />,
      width: '168px',
      hidden: true,
      phone: 'none',
    },
    { id: 'id', header: 'Id', cell: ({ id }) => <IdText id={id} />, width: '148px', hidden: true, phone: 'none' },
  ];
}

export function attemptsText({ attempts, maxAttempts, crashes }: JobOfAll): string {
  return `${attempts} of ${maxAttempts}${crashes > 0 ? `, ${crashes} crashed` : ''}`;
}
