import type { KindTitle } from '../../api/job-kinds';
import { Instant } from '../../kit/instant';
import { IdText } from '../../kit/id-text';
import { Progress } from '../../kit/progress';
import { State } from '../../kit/state';
import type { Column } from '../../kit/table';
import { between } from '../../lib/time';
import type { JobRow } from './jobs-query';

const isRunning = ({ status }: JobRow) => status === 'RUNNING';

export function jobColumns(hotelName: (id: number | null | undefined) => string, titleOf: KindTitle): Column<JobRow>[] {
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
      cell: ({ status, cancelRequested }) => (
        <State of={status} word={cancelRequested && status === 'RUNNING' ? 'Stopping' : undefined} />
      ),
      width: '118px',
      fixed: true,
      phone: 1,
    },
    {
      id: 'progress',
      header: 'Progress',
      cell: (job) =>
        isRunning(job) ? <Progress percent={job.progress} label={`Progress of ${titleOf(job.jobName)}`} /> : '',
      width: '96px',
      phone: 'none',
    },
    {
      id: 'hotel',
      header: 'Hotel',
      cell: ({ hotelId }) => hotelId !== null && <bdi>{hotelName(hotelId)}</bdi>,
      width: 'minmax(120px, 1fr)',
    },
    {
      id: 'created',
      header: 'Asked for',
      cell: ({ createdAt, hotelId }) => <Instant at={createdAt} hotelId={hotelId} />,
      width: '168px',
      sort: 'createdAt',
    },
    {
      id: 'took',
      header: 'Took',
      cell: ({ startedAt, completedAt }) => between(startedAt, completedAt) ?? <span title="Not started">—</span>,
      width: '96px',
      end: true,
      sort: 'duration',
    },
    {
      id: 'attempts',
      header: 'Attempts',
      cell: ({ attempts, maxAttempts, crashes }) =>
        `${attempts} of ${maxAttempts}${crashes ? `, ${crashes} crashed` : ''}`,
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
      id: 'runAt',
      header: 'Runs at',
      cell: ({ runAt, hotelId }) => <Instant at={runAt} hotelId={hotelId} />,
      width: '168px',
      sort: 'runAt',
      hidden: true,
      phone: 'none',
    },
    {
      id: 'ended',
      header: 'Ended',
      cell: ({ completedAt, hotelId }) => <Instant at={completedAt} hotelId={hotelId} none="Has not ended" />,
      width: '168px',
      sort: 'finishedAt',
      hidden: true,
      phone: 'none',
    },
    {
      id: 'kind',
      header: 'Kind',
      cell: ({ jobName }) => <code>{jobName}</code>,
      width: 'minmax(150px, 1fr)',
      hidden: true,
      phone: 'none',
    },
    { id: 'id', header: 'Id', cell: ({ id }) => <IdText id={id} />, width: '148px', hidden: true, phone: 'none' },
    {
      id: 'dueBy',
      header: 'Due by',
      cell: ({ dueBy, hotelId }) => <Instant at={dueBy} hotelId={hotelId} none="No time it is due by" />,
      width: '168px',
      hidden: true,
      phone: 'none',
    },
    {
      id: 'priority',
      header: 'Priority',
      cell: ({ priority }) => priority,
      width: '80px',
      end: true,
      hidden: true,
      phone: 'none',
    },
  ];
}
